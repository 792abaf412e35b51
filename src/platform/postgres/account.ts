import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Problem } from '../problem.ts';

/** An operating-system account that a child process runs as. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Reads the lines of `/etc/passwd` (passwd(5)); lines that are no entries, and root's, are left out. */
export function parsePasswd(text: string): Account[] {
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    if (!name || name.startsWith('#') || !/^\d+$/.test(uid ?? '') || !/^\d+$/.test(gid ?? '')) return [];
    return uid === '0' ? [] : [{ name, uid: Number(uid), gid: Number(gid) }];
  });
}

/** True when this process is root, which PostgreSQL refuses to run as. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * The account that PostgreSQL runs as, or `undefined` for "as ourselves" (whenever we are not root).
 * As root: the owner of `folder` if it is not root and has an entry, else `postgres`, else `nobody`.
 */
export async function chooseAccount(folder: string): Promise<Account | undefined> {
  if (!isRoot()) return undefined;
  const accounts = parsePasswd(await readFile('/etc/passwd', 'utf8').catch(() => ''));
  const { uid } = await stat(folder);
  const chosen =
    accounts.find((account) => account.uid === uid) ??
    accounts.find((account) => account.name === 'postgres') ??
    accounts.find((account) => account.name === 'nobody');
  if (chosen) return chosen;
  throw new Problem({
    code: 'storage.no_account',
    status: 503,
    detail: `PostgreSQL refuses to run as root, and there is no account "postgres" or "nobody" to run it as. Start the server as an ordinary account, or make one own ${folder}.`,
  });
}

/** Whether `account` may pass through a folder with this owner and mode. The child has no supplementary groups, so this is exact. */
export function maySearch(account: Account, folder: { uid: number; gid: number; mode: number }): boolean {
  if (folder.uid === account.uid) return (folder.mode & 0o100) !== 0;
  if (folder.gid === account.gid) return (folder.mode & 0o010) !== 0;
  return (folder.mode & 0o001) !== 0;
}

/** The first of `folder` and its ancestors, from the root down, that `account` may not enter; `undefined` when it can go all the way. */
export async function findClosedFolder(account: Account, folder: string): Promise<string | undefined> {
  const path = await realpath(folder);
  const parent = dirname(path);
  const above = parent === path ? undefined : await findClosedFolder(account, parent);
  if (above !== undefined) return above;
  return maySearch(account, await stat(path)) ? undefined : path;
}
