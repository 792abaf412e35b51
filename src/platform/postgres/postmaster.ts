import { type ChildProcess, spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { Problem } from '../problem.ts';
import type { Binaries } from './binaries.ts';
import { childEnvironment } from './child.ts';
import { isFileError } from './folders.ts';
import { readLastLines, startLog } from './logs.ts';
import { endPostmaster } from './orphan.ts';
import type { Place } from './place.ts';

/** A running PostgreSQL: our child, in a session of its own so that the terminal's Ctrl-C reaches only us. */
export interface Postmaster {
  readonly pid: number;
  /** Settles when the process has ended, with how. */
  readonly ended: Promise<string>;
  readonly hasEnded: () => boolean;
  stop(): Promise<void>;
}

/** What a login has to give; `host` is the socket's folder. */
export interface Login {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** A recovery after a power cut replays at most `max_wal_size`; ten minutes are plenty even on a slow disk. */
const readyLimitMs = 600_000;
/** Backends of a postmaster that was killed notice it within moments; until then PostgreSQL refuses to start. */
const leftoverLimitMs = 15_000;

/** Starts PostgreSQL on the cluster. It does not answer yet when this returns. */
export async function launch(place: Place, binaries: Binaries): Promise<Postmaster> {
  // A file and not a pipe: should we be killed, PostgreSQL must be able to go on writing.
  const log = await open(join(place.logs, startLog), 'w', 0o600);
  const identity = place.account ? { uid: place.account.uid, gid: place.account.gid } : {};
  const child = spawn(binaries.postgres, ['-D', place.cluster], {
    ...identity,
    cwd: place.cluster,
    env: childEnvironment,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  const ended = watchEnd(child);
  const pid = child.pid;
  endWithUs(child);
  await log.close();
  if (pid === undefined) throw new Error(await ended);
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) await endPostmaster(pid);
    await ended;
  };
  return { pid, ended, hasEnded: () => child.exitCode !== null || child.signalCode !== null, stop };
}

/** A process of ours that exits without `stop` (a signal during the start, a bug) takes PostgreSQL along. Only `kill -9` leaves an orphan. */
function endWithUs(child: ChildProcess): void {
  const endIt = () => child.kill('SIGINT');
  process.once('exit', endIt);
  child.once('exit', () => process.off('exit', endIt));
}

function watchEnd(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) =>
      resolve(signal ? `signal ${signal}` : `exit code ${code ?? 'unknown'}`),
    );
  });
}

/**
 * Starts PostgreSQL and waits until `login` gets a connection.
 * @returns the running process, or `wrong password` when the roles have other passwords than the file (it is stopped then)
 * @throws Problem `storage.postgres_not_started`, the last lines of the log in its cause
 */
export async function launchUntilReady(
  place: Place,
  binaries: Binaries,
  login: Login,
  onProgress: (sentence: string) => void,
): Promise<Postmaster | 'wrong password'> {
  const giveUpAt = performance.now() + leftoverLimitMs;
  for (;;) {
    const postmaster = await launch(place, binaries);
    try {
      const answer = await waitUntilReady(postmaster, login, onProgress);
      if (answer === 'ready') return postmaster;
      await postmaster.stop();
      return answer;
    } catch (error) {
      await postmaster.stop();
      const lines = await readLastLines(place.logs, 15);
      const hasLeftovers = lines.includes('shared memory block') && performance.now() < giveUpAt;
      if (!hasLeftovers) throw notStarted(place, error, lines);
      await delay(250);
    }
  }
}

async function waitUntilReady(
  postmaster: Postmaster,
  login: Login,
  onProgress: (sentence: string) => void,
): Promise<'ready' | 'wrong password'> {
  const start = performance.now();
  let nextProgressMs = 1_000;
  for (;;) {
    const answer = await tryLogin(login);
    if (answer !== 'not yet') return answer;
    if (postmaster.hasEnded()) throw new Error(`PostgreSQL ended with ${await postmaster.ended}`);
    const waitedMs = performance.now() - start;
    if (waitedMs > readyLimitMs) throw new Error(`PostgreSQL did not answer within ${readyLimitMs / 1000} s`);
    if (waitedMs > nextProgressMs) {
      onProgress(`PostgreSQL recovers from a stop that was not clean (${Math.round(waitedMs / 1000)} s).`);
      nextProgressMs = waitedMs + 5_000;
    }
    await delay(10);
  }
}

/** SQLSTATEs: invalid_password; cannot_connect_now ("the database system is starting up"). */
const invalidPassword = '28P01';
const cannotConnectNow = '57P03';

async function tryLogin(login: Login): Promise<'ready' | 'wrong password' | 'not yet'> {
  const client = new pg.Client({ ...login, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return 'ready';
  } catch (error) {
    if (isFileError(error, invalidPassword)) return 'wrong password';
    if (isFileError(error, cannotConnectNow, 'ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE'))
      return 'not yet';
    if (error instanceof Error && error.message.includes('Connection terminated')) return 'not yet';
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function notStarted(place: Place, error: unknown, lines: string): Problem {
  const why = error instanceof Error ? error.message : String(error);
  return new Problem({
    code: 'storage.postgres_not_started',
    status: 503,
    detail: `The embedded PostgreSQL could not be started; its log in ${place.logs} says why.`,
    cause: new Error(`${why}\n${lines}`),
  });
}
