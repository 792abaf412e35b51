import { readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Problem } from '../problem.ts';
import type { Place } from './place.ts';
import { isRunning, readCommandLine, signal, waitUntilGone } from './processes.ts';

/** How long a PostgreSQL may take to roll back and write its checkpoint (SIGINT), and then to leave at once (SIGQUIT). */
const fastLimitMs = 30_000;
const immediateLimitMs = 10_000;

/**
 * Ends a PostgreSQL that an earlier server left behind when it was killed. To be called with the folder's lock held, so that nobody
 * uses it any more. Afterwards the normal start is taken, whatever was found.
 * @returns a sentence when one was ended
 */
export async function endOrphan(place: Place): Promise<string | undefined> {
  const file = join(place.cluster, 'postmaster.pid');
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  if (!(await isPostmasterOf(pid, place.cluster))) {
    // The process is gone or its id is somebody else's by now: PostgreSQL itself would refuse to start over such a file.
    await rm(file, { force: true });
    return undefined;
  }
  await endPostmaster(pid);
  return `A PostgreSQL (process ${pid}) that an earlier server had left behind was ended.`;
}

/** A postmaster's command line is ours to the letter: the program and `-D` with the cluster's path. */
async function isPostmasterOf(pid: number, cluster: string): Promise<boolean> {
  if (!(await isRunning(pid))) return false;
  const [program, ...words] = await readCommandLine(pid);
  return basename(program ?? '') === 'postgres' && words.join(' ') === `-D ${cluster}`;
}

/** Ends a postmaster: fast first (clients are cut off, the log is flushed), at once when that takes too long. Neither loses a commit. */
export async function endPostmaster(pid: number): Promise<void> {
  signal(pid, 'SIGINT');
  if (await waitUntilGone(pid, fastLimitMs)) return;
  signal(pid, 'SIGQUIT');
  if (await waitUntilGone(pid, immediateLimitMs)) return;
  throw new Problem({
    code: 'storage.postgres_stuck',
    status: 503,
    detail: `PostgreSQL (process ${pid}) does not end, most likely because its disk does not answer. Check the disk and start again.`,
  });
}
