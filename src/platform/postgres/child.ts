import { spawn } from 'node:child_process';
import type { Account } from './account.ts';

/** All that PostgreSQL's programs see of our environment: no secrets, no PG* settings, no locale of the day. */
export const childEnvironment: Readonly<Record<string, string>> = {
  PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
  LC_ALL: process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8',
  LC_MESSAGES: 'C',
  TZ: 'UTC',
};

/**
 * Runs a program of PostgreSQL to its end as `account`, with `input` on its standard input (where no process list shows it).
 * Detached, so that Ctrl-C in the terminal does not cut it off halfway.
 * @throws Error with what the program said, when it fails
 */
export async function runProgram(
  program: string,
  words: readonly string[],
  options: { account: Account | undefined; folder: string; input?: string },
): Promise<void> {
  const identity = options.account ? { uid: options.account.uid, gid: options.account.gid } : {};
  const child = spawn(program, words, {
    ...identity,
    cwd: options.folder,
    env: childEnvironment,
    detached: true,
  });
  let said = '';
  const listen = (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-8_000);
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} ended with ${signal ?? code}:\n${said}`));
    });
  });
}
