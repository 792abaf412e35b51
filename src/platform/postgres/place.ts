import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, realpath, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Problem } from '../problem.ts';
import { type Account, chooseAccount, findClosedFolder, isRoot } from './account.ts';
import { ensurePrivateFolder, exists, isFileError, writeWhole } from './folders.ts';

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

/** In the data folder: says where the cluster is when it could not lie there. */
const pointerFile = 'postgres.location';

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
  const pointed = await readPointer(dataFolder);
  const natural = join(dataFolder, 'postgres');
  const existing = pointed ?? ((await exists(join(natural, 'cluster'))) ? natural : undefined);
  const account = await chooseAccount(existing === undefined ? dataFolder : join(existing, 'cluster'));
  const closed =
    account && (await findClosedFolder(account, existing === undefined ? dataFolder : dirname(existing)));
  if (existing !== undefined && account && closed !== undefined)
    throw notEnterable(existing, account, closed);

  const home =
    existing ?? (closed === undefined ? natural : await findShelter(dataFolder, account, shelters));
  await ensurePrivateFolder(home, account);
  for (const name of ['log', 'socket']) await ensurePrivateFolder(join(home, name), account);
  const notices =
    home === natural
      ? []
      : [
          `The embedded database lies in ${home}, because the account "${account?.name ?? 'of the server'}" that runs PostgreSQL cannot enter ${dataFolder}; back up both.`,
        ];
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

/** Notes in the data folder where its cluster is. To be called when the cluster exists. Idempotent. */
export async function rememberPlace(place: Place): Promise<void> {
  if (place.home === join(place.dataFolder, 'postgres')) return;
  await writeWhole(place.dataFolder, pointerFile, `${place.home}\n`, 0o600);
}

async function ensureDataFolder(folder: string): Promise<string> {
  const path = resolve(folder);
  const made = await mkdir(path, { recursive: true });
  // A folder that we make as root is one that PostgreSQL's account can pass through, but not list.
  if (made !== undefined) await chmod(path, isRoot() ? 0o711 : 0o700);
  return realpath(path);
}

async function readPointer(dataFolder: string): Promise<string | undefined> {
  const pointer = join(dataFolder, pointerFile);
  const text = await readFile(pointer, 'utf8').catch((error: unknown) => {
    if (isFileError(error, 'ENOENT')) return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const home = text.trim();
  if (await exists(join(home, 'cluster'))) return home;
  throw new Problem({
    code: 'storage.cluster_missing',
    status: 503,
    detail: `${pointer} says that the database lies in ${home}, but it is not there or may not be read. Bring it back from a backup; to begin with an empty database instead, remove that file.`,
  });
}

function notEnterable(home: string, account: Account, closed: string): Problem {
  return new Problem({
    code: 'storage.folder_not_enterable',
    status: 503,
    detail: `The database in ${home} belongs to the account "${account.name}", which cannot enter ${closed}. Allow that with chmod o+x ${closed}, or move the data folder.`,
  });
}

async function findShelter(
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
    return join(shelter, digest(dataFolder));
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
