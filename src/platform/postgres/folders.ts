import { chmod, chown, lstat, mkdir, open, rename } from 'node:fs/promises';
import { Problem } from '../problem.ts';
import type { Account } from './account.ts';

/** True for a file system error with this code (`ENOENT`, …). */
export function isFileError(error: unknown, ...codes: string[]): boolean {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code)
  );
}

/** True when something is at `path`, even a broken link. */
export async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/**
 * Makes `path` a folder that only `account` (or we, when there is none) can enter. One that is there already is taken only if it
 * is a real folder of the right owner: in a place where anybody can write, somebody else could have put it there.
 */
export async function ensurePrivateFolder(path: string, account: Account | undefined): Promise<void> {
  const ours = process.getuid?.() ?? 0;
  await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
    if (!isFileError(error, 'EEXIST')) throw error;
  });
  const found = await lstat(path);
  const owner = account?.uid ?? ours;
  if (!found.isDirectory() || (found.uid !== owner && found.uid !== ours))
    throw new Problem({
      code: 'storage.folder_not_ours',
      status: 503,
      detail: `${path} is not a folder of the account that PostgreSQL runs as. Remove it, or give it to that account, and start again.`,
    });
  if (account && found.uid !== account.uid) await chown(path, account.uid, account.gid);
  if ((found.mode & 0o777) !== 0o700) await chmod(path, 0o700);
}

/** Makes a rename or a new file in `folder` survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Replaces a file as a whole: after a crash there is the old text or the new, never a part. Durable when it returns. */
export async function writeWhole(
  folder: string,
  name: string,
  text: string,
  mode: number,
  owner?: Account,
): Promise<void> {
  const temporary = `${folder}/.${name}.${process.pid}`;
  const handle = await open(temporary, 'w', mode);
  try {
    await handle.writeFile(text);
    if (owner) await handle.chown(owner.uid, owner.gid);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, `${folder}/${name}`);
  await syncFolder(folder);
}
