import { rmdir } from 'node:fs/promises';
import { prepareBinaries } from './binaries.ts';
import { databaseName, ensureCluster, ownerRole, resetPasswords, serverRole } from './cluster.ts';
import { socketPort, writeConfiguration } from './configuration.ts';
import { ensurePrivateFolder } from './folders.ts';
import { takeLock } from './lock.ts';
import { pruneLogs } from './logs.ts';
import { endOrphan } from './orphan.ts';
import { ensurePasswords, type Passwords } from './passwords.ts';
import { choosePlace, type Place } from './place.ts';
import { confirmPointer } from './pointer.ts';
import { type Login, launchUntilReady, type Postmaster } from './postmaster.ts';

/** The running embedded PostgreSQL. */
export interface EmbeddedPostgres {
  /** Owns the database and runs migrations. `host` is the socket's folder: there is no TCP port. */
  readonly owner: Login;
  /** What the running server uses: it may connect, and do what migrations granted. */
  readonly server: Login;
  /** Sentences for the operator, e.g. where the data were put when they could not lie in the data folder. */
  readonly notices: readonly string[];
  /** Ends PostgreSQL cleanly: clients are cut off, all is written. Idempotent. */
  stop(): Promise<void>;
  /** Calls `listener` once when PostgreSQL ends without having been asked to; at once if it has already. */
  onExit(listener: (reason: string) => void): void;
}

export interface EmbeddedPostgresOptions {
  readonly dataFolder: string;
  /** Gets a sentence for each part of the start that may take over a second. */
  readonly onProgress?: (sentence: string) => void;
  /** Where clusters lie whose data folder PostgreSQL's account cannot enter; for tests. */
  readonly shelters?: readonly string[];
}

const pruneEveryMs = 3_600_000;

/**
 * Starts a real PostgreSQL as our child, on a unix socket, with its data in `dataFolder`, and makes the database the first time.
 * One server per folder. Every start takes the same road, whether the last one ended cleanly, was killed, or lost its power:
 * lock, end an orphan, make what is missing, write the settings, start, wait for a connection.
 * @throws Problem `storage.…` with one sentence that says what to do; nothing runs and nothing is locked then
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const place = await choosePlace(options.dataFolder, options.shelters);
  const lock = await takeLock(place.home, place.dataFolder);
  try {
    return await start(place, options.onProgress ?? (() => undefined), () => lock.release());
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * The owner's login of the embedded PostgreSQL that another process runs on this data folder: for commands that only read, while it runs.
 * Whether it does, connecting shows.
 */
export async function besideEmbeddedPostgres(dataFolder: string): Promise<Login> {
  const place = await choosePlace(dataFolder);
  return describeLogins(place, await ensurePasswords(place.dataFolder)).owner;
}

async function start(
  place: Place,
  onProgress: (sentence: string) => void,
  release: () => void,
): Promise<EmbeddedPostgres> {
  const orphan = await endOrphan(place.cluster);
  const binaries = await prepareBinaries(place.home, place.account);
  const passwords = await ensurePasswords(place.dataFolder);
  await ensureCluster(place, binaries, passwords, onProgress);
  await confirmPointer(place.dataFolder);
  await writeConfiguration(place.cluster, place);
  await pruneLogs(place.logs);
  // Another server that stopped just before we had the lock took it along.
  await ensurePrivateFolder(place.sockets, place.account);

  const logins = describeLogins(place, passwords);
  let postmaster = await launchUntilReady(place, binaries, logins.owner, onProgress);
  if (postmaster === 'wrong password') {
    await resetPasswords(place, binaries, passwords);
    postmaster = await launchUntilReady(place, binaries, logins.owner, onProgress);
  }
  if (postmaster === 'wrong password')
    throw new Error('invariant: passwords were reset and are still refused');
  const notices = [...place.notices, ...binaries.notices, ...(orphan === undefined ? [] : [orphan])];
  return { ...logins, notices, ...supervise(postmaster, place, release) };
}

function describeLogins(place: Place, passwords: Passwords): { owner: Login; server: Login } {
  const address = { host: place.sockets, port: socketPort, database: databaseName };
  return {
    owner: { ...address, user: ownerRole, password: passwords.owner },
    server: { ...address, user: serverRole, password: passwords.server },
  };
}

function supervise(
  postmaster: Postmaster,
  place: Place,
  release: () => void,
): Pick<EmbeddedPostgres, 'stop' | 'onExit'> {
  let stopping: Promise<void> | undefined;
  // A file that cannot be removed now is tried again in an hour.
  const pruning = setInterval(() => void pruneLogs(place.logs).catch(() => undefined), pruneEveryMs).unref();
  const stop = async () => {
    clearInterval(pruning);
    await postmaster.stop();
    await removeSocketFolder(place);
    release();
  };
  const died = postmaster.ended.then((how) =>
    stopping === undefined
      ? `The embedded PostgreSQL ended by itself (${how}); its log is in ${place.logs}.`
      : undefined,
  );
  return {
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
    onExit: (listener) => {
      void died.then((reason) => {
        if (reason !== undefined) listener(reason);
      });
    },
  };
}

/** A short folder for the socket, beside everybody's temporary files, is not left there. */
async function removeSocketFolder(place: Place): Promise<void> {
  if (!place.sockets.startsWith(place.home)) await rmdir(place.sockets).catch(() => undefined);
}
