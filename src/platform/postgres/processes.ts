import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { isFileError } from './folders.ts';

const run = promisify(execFile);

/** True while `pid` names a process at all, a zombie too: what `kill(pid, 0)` says, by which PostgreSQL judges a lock file. */
export function isKnown(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isFileError(error, 'EPERM');
  }
}

/** True while process `pid` lives; a zombie, which only waits to be reaped, does not. */
export async function isRunning(pid: number): Promise<boolean> {
  if (!isKnown(pid)) return false;
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // proc(5): the state follows the command's name, which stands in parentheses and may itself hold some.
  return status.slice(status.lastIndexOf(')') + 1).trim()[0] !== 'Z';
}

/** The words of a process's command line, or none when there is no such process. Where /proc is missing, split at blanks. */
export async function readCommandLine(pid: number): Promise<string[]> {
  if (process.platform === 'linux')
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0').filter(Boolean);
  const { stdout } = await run('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return stdout.trim().split(' ').filter(Boolean);
}

/** Sends a signal; a process that is gone already is fine. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!isFileError(error, 'ESRCH')) throw error;
  }
}

/** The live processes whose working folder is `folder`. Linux only; elsewhere none are found. */
export async function processesIn(folder: string): Promise<number[]> {
  const names = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const inside: number[] = [];
  for (const name of names)
    if ((await readlink(`/proc/${name}/cwd`).catch(() => '')) === folder) inside.push(Number(name));
  return inside;
}

/** Waits until process `pid` is gone. @returns false when it still runs after `limitMs` */
export async function waitUntilGone(pid: number, limitMs: number): Promise<boolean> {
  const until = performance.now() + limitMs;
  while (await isRunning(pid)) {
    if (performance.now() > until) return false;
    await delay(15);
  }
  return true;
}
