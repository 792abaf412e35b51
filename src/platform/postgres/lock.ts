import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { Problem } from '../problem.ts';
import { writeWhole } from './folders.ts';
import { isRunning } from './processes.ts';

/** The right to run PostgreSQL on a folder. */
export interface FolderLock {
  release(): void;
}

const sqliteBusy = 5;
const holderFile = 'holder.json';

/**
 * Takes the lock of `folder`, at most one in the world at a time; `named` is how the refusal calls the folder.
 *
 * The lock is the kernel's own (fcntl(2) record locks), so it is atomic, holds across containers that share the folder, and is
 * gone the instant its holder is, however that died: there is nothing stale to recognize. Node offers no flock, but the SQLite in
 * it takes such a lock for an exclusive transaction. Nothing is ever written to the file, and this process must not open
 * it otherwise: closing any other descriptor of it would drop the lock (fcntl(2), "Record locking").
 * @throws Problem `storage.folder_in_use`, naming the folder and the holder's process
 */
export async function takeLock(folder: string, named: string): Promise<FolderLock> {
  const database = openLock(join(folder, 'lock'), named);
  if (!database) throw await inUse(folder, named);
  let released = false;
  const release = () => {
    if (!released) database.close();
    released = true;
  };
  try {
    await writeWhole(folder, holderFile, JSON.stringify({ pid: process.pid }), 0o600);
  } catch (error) {
    release();
    throw error;
  }
  return { release };
}

function openLock(path: string, named: string): DatabaseSync | undefined {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: 0 });
    database.exec('pragma journal_mode = memory; begin exclusive');
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy) return undefined;
    throw new Problem({
      code: 'storage.folder_unusable',
      status: 503,
      detail: `The data folder ${named} cannot be locked. It must belong to the account that runs the server, on a file system with locks.`,
      cause: error,
    });
  }
}

async function inUse(folder: string, named: string): Promise<Problem> {
  const pid = await readHolder(folder);
  return new Problem({
    code: 'storage.folder_in_use',
    status: 409,
    detail: `The data folder ${named} is in use by another server (process ${pid ?? 'unknown'}); stop that one or choose another folder with COUNTERSIGN_DATA.`,
  });
}

/** A holder writes its process id right after it has the lock; until then the file tells of an earlier one. */
async function readHolder(folder: string): Promise<number | undefined> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const text = await readFile(join(folder, holderFile), 'utf8').catch(() => '');
    const pid = Number(/"pid":(\d+)/.exec(text)?.[1] ?? Number.NaN);
    if (Number.isInteger(pid) && (await isRunning(pid))) return pid;
    await delay(25);
  }
  return undefined;
}
