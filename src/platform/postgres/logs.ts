import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

const keptFiles = 8;

/** What PostgreSQL says before its own log is open. */
export const startLog = 'start.log';

async function listRotated(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  // The names hold the time, so their order is that of age.
  return names.filter((name) => /^postgresql-\d{8}-\d{6}\.log$/.test(name)).sort();
}

/** Removes all but the newest log files. PostgreSQL begins a new one each day and each 10 MB but never removes any. */
export async function pruneLogs(folder: string): Promise<void> {
  for (const name of (await listRotated(folder)).slice(0, -keptFiles))
    await rm(join(folder, name), { force: true });
}

/** The last lines that PostgreSQL wrote, for the cause of a start that failed. */
export async function readLastLines(folder: string, count: number): Promise<string> {
  const names = [startLog, ...(await listRotated(folder)).slice(-1)];
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8').catch(() => '')));
  return texts
    .flatMap((text) => text.trimEnd().split('\n').slice(-count))
    .filter(Boolean)
    .join('\n');
}
