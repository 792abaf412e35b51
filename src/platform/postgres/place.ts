import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdir, realpath, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Problem } from '../problem.ts';
import { type Account, chooseAccount, findClosedFolder, isRoot } from './account.ts';
import { ensurePrivateFolder, exists } from './folders.ts';
import { claimPointer, pointerFile, readPointer } from './pointer.ts';

/** Where everything of one embedded PostgreSQL lies. */
export interface Place {
  /** The data folder, without symbolic links in its path. */
  readonly dataFolder: string;
  /** The private folder of PostgreSQL's account; normally `postgres` in the data folder. Holds all of the following but `sockets`. */
  readonly home: string;
  readonly cluster: string;
  readonly logs: string;
  readonly sockets: string;
  /** Who PostgreSQL runs as; `undefined`: as ourselves. */
  readonly account: Account | undefined;
  readonly notices: readonly string[];
}

/** Roots for clusters whose data folder PostgreSQL's account cannot enter, the lasting ones first. */
export const defaultShelters: readonly string[] = [
  '/var/lib/countersign',
  '/var/tmp/countersign',
  join(tmpdir(), 'countersign'),
];

/** Linux has 107 bytes for a socket's path, macOS 103 (sun_path in unix(7), less the final zero). */
const socketPathLimitBytes = 103;
const socketName = '.s.PGSQL.5432';

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);

/**
 * Decides who runs PostgreSQL and where it lies, and makes the folders. Gives the same answer every time for the same data folder:
 * a cluster that exists is always found again, and none is ever begun beside it.
 */
export async function choosePlace(
  folder: string,
  shelters: readonly string[] = defaultShelters,
): Promise<Place> {
  const dataFolder = await ensureDataFolder(folder);
  const natural = join(dataFolder, 'postgres');
  const planned = (await followPointer(dataFolder)) ?? ((await hasCluster(natural)) ? natural : undefined);
  const isMade = planned !== undefined && (await hasCluster(planned));
  const account = await chooseAccount(isMade ? join(planned, 'cluster') : dataFolder);
  const closed =
    account && (await findClosedFolder(account, planned === undefined ? dataFolder : dirname(planned)));
  if (planned !== undefined && account && closed !== undefined) throw notEnterable(planned, account, closed);

  const home =
    planned ?? (closed === undefined ? natural : await claimShelter(dataFolder, account, shelters));
  await ensurePrivateFolder(home, account);
  for (const name of ['log', 'socket']) await ensurePrivateFolder(join(home, name), account);
  const notices = home === natural ? [] : [describeShelter(dataFolder, home, account)];
  const sockets = await chooseSocketFolder(home, account);
  return {
    dataFolder,
    home,
    cluster: join(home, 'cluster'),
    logs: join(home, 'log'),
    sockets,
    account,
    notices,
  };
}

const hasCluster = (home: string) => exists(join(home, 'cluster'));

const describeShelter = (dataFolder: string, home: string, account: Account | undefined) =>
  `The embedded database lies in ${home}, because the account "${account?.name ?? 'of the server'}" that runs PostgreSQL cannot enter ${dataFolder}; back up both.`;

async function ensureDataFolder(folder: string): Promise<string> {
  const path = resolve(folder);
  const made = await mkdir(path, { recursive: true });
  // A folder that we make as root is one that PostgreSQL's account can pass through, but not list.
  if (made !== undefined) await chmod(path, isRoot() ? 0o711 : 0o700);
  return realpath(path);
}

/** The home that the data folder's pointer names. @throws Problem `storage.cluster_missing` when its cluster was lost */
async function followPointer(dataFolder: string): Promise<string | undefined> {
  const pointer = await readPointer(dataFolder);
  if (pointer === undefined || (await hasCluster(pointer.home))) return pointer?.home;
  if (pointer.made)
    throw new Problem({
      code: 'storage.cluster_missing',
      status: 503,
      detail: `${join(dataFolder, pointerFile)} says that the database lies in ${pointer.home}, but it is not there or may not be read. Bring it back from a backup; to begin with an empty database instead, remove that file.`,
    });
  // The start that wrote the pointer was cut off before it had made the cluster: this one goes on there.
  await mkdir(dirname(pointer.home), { recursive: true, mode: 0o711 });
  return pointer.home;
}

function notEnterable(home: string, account: Account, closed: string): Problem {
  return new Problem({
    code: 'storage.folder_not_enterable',
    status: 503,
    detail: `The database in ${home} belongs to the account "${account.name}", which cannot enter ${closed}. Allow that with chmod o+x ${closed}, or move the data folder.`,
  });
}

/**
 * A new folder elsewhere. Its name is never used twice: somebody who removed the data folder, or cloned anew, wants to begin anew
 * and not to meet the old data again.
 */
async function claimShelter(
  dataFolder: string,
  account: Account | undefined,
  shelters: readonly string[],
): Promise<string> {
  for (const shelter of shelters) {
    const parent = dirname(shelter);
    if (!(await exists(parent)) || (account && (await findClosedFolder(account, parent)) !== undefined))
      continue;
    await mkdir(shelter, { mode: 0o711 }).catch(() => undefined);
    const found = await stat(shelter).catch(() => undefined);
    // Anybody may write in a temporary folder: what is not root's own, or open to others, is no shelter.
    if (!found?.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) continue;
    await chmod(shelter, 0o711);
    return claimPointer(dataFolder, join(shelter, `${digest(dataFolder)}-${randomBytes(3).toString('hex')}`));
  }
  throw new Problem({
    code: 'storage.no_place',
    status: 503,
    detail: `PostgreSQL's account "${account?.name ?? ''}" cannot enter ${dataFolder}, nor any of ${shelters.join(', ')}. Choose another folder with COUNTERSIGN_DATA.`,
  });
}

/** The folder of the socket: in `home`, or a short one, the same for the same home, when the path would be too long for a socket. */
async function chooseSocketFolder(home: string, account: Account | undefined): Promise<string> {
  const natural = join(home, 'socket');
  for (const parent of [undefined, tmpdir(), '/tmp', '/var/tmp']) {
    const folder = parent === undefined ? natural : join(parent, `countersign-${digest(home)}`);
    if (Buffer.byteLength(join(folder, socketName)) > socketPathLimitBytes) continue;
    if (account && parent !== undefined && (await findClosedFolder(account, parent)) !== undefined) continue;
    await ensurePrivateFolder(folder, account);
    return folder;
  }
  throw new Problem({
    code: 'storage.no_place',
    status: 503,
    detail:
      'No folder for the socket of PostgreSQL has a path that is short enough. Set TMPDIR to a short one.',
  });
}
