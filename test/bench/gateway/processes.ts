import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** A program of the benchmark that listens. */
export interface Listening {
  readonly pid: number;
  readonly port: number;
  end(): Promise<void>;
}

/** Starts a program that says `listening PORT`, or is known to listen on `port` once it says anything like `ready`. */
export function startListening(
  command: readonly string[],
  known?: { readonly port: number; readonly ready: RegExp },
): Promise<Listening> {
  const [program = process.execPath, ...args] = command;
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (text: string) => {
      said = `${said}${text}`.slice(-100_000);
      const port = known === undefined ? Number(/^listening (\d+)$/m.exec(said)?.[1]) : known.port;
      if (known === undefined ? port > 0 : known.ready.test(said))
        resolve({ pid: child.pid ?? 0, port, end: () => end(child) });
    };
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
    child.once('exit', () => reject(new Error(`${command.join(' ')} ended: ${said}`)));
  });
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  return ended;
}

/** Linux counts processor time in ticks of 10 ms (proc(5)). */
const tickUs = 10_000;

/** Processor time that a process has used, in microseconds. Zero for one that is gone. */
export function processorTimeUs(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * tickUs;
  } catch {
    return 0;
  }
}

/** Resident memory in bytes. */
export function residentBytes(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib ?? 0) * 1024;
}

/** A process and its children, as they are now. */
export function familyOf(parent: number): number[] {
  const children = readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const [, ppid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return Number(ppid) === parent ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
  return [parent, ...children];
}
