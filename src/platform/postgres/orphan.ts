import { readFile, readlink, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Problem } from '../problem.ts';
import { isKnown, isRunning, processesIn, readCommandLine, signal, waitUntilGone } from './processes.ts';

/** How long a PostgreSQL may take to roll back and write its checkpoint (SIGINT), and then to leave at once (SIGQUIT). */
const fastLimitMs = 30_000;
const immediateLimitMs = 10_000;
/** How long a dead process may wait to be reaped, and its backends may take to notice; then PostgreSQL says what it thinks of it. */
const zombieLimitMs = 5_000;
const leftoverLimitMs = 15_000;

/**
 * Ends a PostgreSQL that an earlier server left behind when it was killed. To be called with the folder's lock held, so that nobody
 * uses it any more. Afterwards the normal start is taken, whatever was found.
 * @returns a sentence when one was ended
 */
export async function endOrphan(cluster: string): Promise<string | undefined> {
  const pid = await readPostmasterPid(cluster);
  // The file of a process that is gone stays: by it PostgreSQL finds out whether backends of that process still live.
  if (pid === undefined) return undefined;
  if (!(await isRunning(pid))) return forgetZombie(cluster, pid);
  const [program, ...words] = await readCommandLine(pid);
  if (!/^postgres(:|$)/.test(basename(program ?? ''))) {
    // The process id is somebody else's by now, and PostgreSQL would refuse to start over it.
    await rm(join(cluster, 'postmaster.pid'), { force: true });
    return undefined;
  }
  const folder = words[0] === '-D' ? words.slice(1).join(' ') : '';
  // The second holds even when the data folder was moved under the running process.
  if (folder === cluster || (await readlink(`/proc/${pid}/cwd`).catch(() => '')) === cluster) {
    await endPostmaster(pid);
    return `A PostgreSQL (process ${pid}) that an earlier server had left behind was ended.`;
  }
  if (folder === '' || (await readPostmasterPid(folder)) !== pid) throw unclear(pid, cluster);
  // It is the PostgreSQL of another folder, which got the process id of ours.
  await rm(join(cluster, 'postmaster.pid'), { force: true });
  return undefined;
}

/**
 * A killed postmaster that nobody has reaped yet is dead, but PostgreSQL's own test takes it for alive and refuses to start. Waits for
 * the reaping; where the first process of a container never does it, the file goes, once no process works in the folder any more.
 */
async function forgetZombie(cluster: string, pid: number): Promise<undefined> {
  const began = performance.now();
  for (; isKnown(pid); await delay(15)) {
    const waitedMs = performance.now() - began;
    if (waitedMs > leftoverLimitMs) return;
    if (waitedMs < zombieLimitMs || (await processesIn(cluster)).length > 0) continue;
    await rm(join(cluster, 'postmaster.pid'), { force: true });
    return;
  }
}

/** The process id in the cluster's `postmaster.pid`, if there is one. */
export async function readPostmasterPid(cluster: string): Promise<number | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(text.split('\n')[0]);
  return Number.isInteger(pid) && pid > 1 ? pid : undefined;
}

function unclear(pid: number, cluster: string): Problem {
  return new Problem({
    code: 'storage.folder_in_use',
    status: 409,
    detail: `A PostgreSQL (process ${pid}) may still run on ${cluster}; end it with kill -INT ${pid} and start again.`,
  });
}

/** Ends a postmaster: fast first (clients are cut off, a checkpoint is written), at once when that takes too long. No commit is lost. */
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
