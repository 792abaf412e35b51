import { mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../problem.ts';
import type { Binaries } from './binaries.ts';
import { runProgram } from './child.ts';
import { writeConfiguration } from './configuration.ts';
import { ensurePrivateFolder, exists, syncFolder } from './folders.ts';
import type { Passwords } from './passwords.ts';
import type { Place } from './place.ts';

export const ownerRole = 'countersign_owner';
export const serverRole = 'countersign_server';
export const databaseName = 'countersign';

const unfinished = 'initializing-';

/**
 * Makes the cluster with its roles and its database if there is none yet. All of it happens in a folder beside, which is renamed
 * at the end: if we stop on any line there is no cluster, the leavings go at the next start, and it begins anew.
 */
export async function ensureCluster(
  place: Place,
  binaries: Binaries,
  passwords: Passwords,
  onProgress: (sentence: string) => void,
): Promise<void> {
  for (const name of await readdir(place.home))
    if (name.startsWith(unfinished)) await rm(join(place.home, name), { recursive: true });
  if (await exists(place.cluster)) return refuseForeignCluster(place, binaries);

  onProgress(`Creating the database in ${place.home}.`);
  const temporary = await mkdtemp(join(place.home, unfinished));
  await ensurePrivateFolder(temporary, place.account);
  const cluster = join(temporary, 'cluster');
  await initialize(cluster, temporary, place, binaries);
  await writeConfiguration(cluster, place);
  await runSingleUser(binaries, cluster, place, [
    ...roleStatements(passwords),
    `create database ${databaseName} owner ${ownerRole}`,
    `revoke all on database ${databaseName} from public`,
    `grant connect on database ${databaseName} to ${serverRole}`,
    'revoke connect on database postgres from public',
  ]);
  await syncFolder(cluster);
  // Commit point: from here on there is a cluster.
  await rename(cluster, place.cluster);
  await syncFolder(place.home);
  await rm(temporary, { recursive: true });
}

/** Gives the two roles the passwords of the file. No server may run. Idempotent. */
export async function resetPasswords(place: Place, binaries: Binaries, passwords: Passwords): Promise<void> {
  await runSingleUser(binaries, place.cluster, place, roleStatements(passwords));
}

/** Runs statements as the superuser, in order, while no server runs on the cluster. The first that fails stops it. */
export async function runSingleUser(
  binaries: Pick<Binaries, 'postgres'>,
  cluster: string,
  place: Pick<Place, 'account'>,
  statements: readonly string[],
): Promise<void> {
  const words = [
    '--single',
    '-D',
    cluster,
    '-c',
    'exit_on_error=true',
    '-c',
    'log_checkpoints=off',
    'postgres',
  ];
  // In single-user mode a newline ends a statement.
  const input = statements.map((statement) => `${statement.replaceAll(/\s+/g, ' ')}\n`).join('');
  await runProgram(binaries.postgres, words, { account: place.account, folder: cluster, input });
}

function roleStatements(passwords: Passwords): string[] {
  const roles = [
    { name: ownerRole, password: passwords.owner },
    { name: serverRole, password: passwords.server },
  ];
  return roles.flatMap(({ name, password }) => [
    `do $$ begin if not exists (select from pg_roles where rolname = '${name}') then create role ${name}; end if; end $$`,
    `alter role ${name} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password '${password}'`,
  ]);
}

async function initialize(cluster: string, folder: string, place: Place, binaries: Binaries): Promise<void> {
  const words = ['-D', cluster, '-U', 'postgres', '--auth=reject', '--data-checksums', '--no-instructions'];
  // Sorting by the built-in provider never changes with the operating system, so an index never silently goes wrong.
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  try {
    await runProgram(binaries.initdb, [...words, ...locale], { account: place.account, folder });
  } catch (cause) {
    throw new Problem({
      code: 'storage.cluster_not_created',
      status: 503,
      detail: `The database could not be created in ${place.home}. Check that the disk has room and that the account "${place.account?.name ?? process.getuid?.()}" may write there.`,
      cause,
    });
  }
}

async function refuseForeignCluster(place: Place, binaries: Binaries): Promise<void> {
  const version = await readFile(join(place.cluster, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (version === undefined)
    throw new Problem({
      code: 'storage.cluster_damaged',
      status: 503,
      detail: `${place.cluster} is not a database: its file PG_VERSION is missing. Bring it back from a backup; to begin with an empty database instead, move that folder away.`,
    });
  if (version.trim() !== String(binaries.major))
    throw new Problem({
      code: 'storage.cluster_version_differs',
      status: 503,
      detail: `The database in ${place.cluster} was made by PostgreSQL ${version.trim()} and this server brings PostgreSQL ${binaries.major}. Start the earlier release and move the data with a backup, or convert it with pg_upgrade.`,
    });
  await adoptRestoredFiles(place);
}

/** A cluster that root restored from an archive belongs to root; PostgreSQL's account takes it over. */
async function adoptRestoredFiles(place: Place): Promise<void> {
  if (!place.account || (await stat(place.cluster)).uid === place.account.uid) return;
  const owner = `${place.account.uid}:${place.account.gid}`;
  await runProgram('chown', ['-hR', owner, place.cluster], { account: undefined, folder: place.home });
}
