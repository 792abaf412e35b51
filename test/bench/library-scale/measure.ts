import { execFile, spawn } from 'node:child_process';

const env = (folder: string) => ({
  PATH: process.env.PATH,
  HOME: folder,
  LANG: 'C.UTF-8',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_AUTHOR_NAME: 'A Person',
  GIT_AUTHOR_EMAIL: 'a.person@example.com',
  GIT_COMMITTER_NAME: 'A Person',
  GIT_COMMITTER_EMAIL: 'a.person@example.com',
});

/** Runs the stock git in a folder. The server is in this process, so nothing here blocks. */
export function git(folder: string, ...args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { cwd: folder, env: env(folder), maxBuffer: 100_000_000 };
    execFile('git', ['-c', 'init.defaultBranch=main', ...args], options, (error, out, err) =>
      error === null ? resolve(out.trim()) : reject(new Error(`git ${args.join(' ')}: ${err}`)),
    );
  });
}

/** Feeds `git fast-import`. */
export async function fastImportInto(folder: string, stream: Iterable<string>): Promise<void> {
  const importer = spawn('git', ['fast-import', '--quiet', '--done'], {
    cwd: folder,
    env: env(folder),
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => importer.on('close', resolve));
  for (const text of stream)
    if (!importer.stdin.write(text)) await new Promise((resolve) => importer.stdin.once('drain', resolve));
  importer.stdin.end();
  if ((await ended) !== 0) throw new Error('git fast-import failed');
}

export async function secondsOf<Value>(work: () => Promise<Value>): Promise<[number, Value]> {
  const started = performance.now();
  const value = await work();
  return [(performance.now() - started) / 1000, value];
}

/** The first time (nothing is remembered yet of this answer) and the median of five more, printed as a line. */
export async function report(name: string, work: () => Promise<unknown>): Promise<void> {
  const [first] = await secondsOf(work);
  const more: number[] = [];
  for (let time = 0; time < 5; time += 1) more.push((await secondsOf(work))[0]);
  const median = more.sort((left, right) => left - right)[2] ?? 0;
  line(name, `${ms(first)} at first, then ${ms(median)}`);
}

export const ms = (seconds: number) => `${Math.round(seconds * 1000)} ms`;
export const line = (name: string, value: string) => console.log(`${name.padEnd(46)} ${value}`);
