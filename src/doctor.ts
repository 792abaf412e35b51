import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { anchorsOf } from './anchors.ts';
import { fail, type Line, ok, reasonOf } from './doctor-line.ts';
import {
  checkClock,
  checkDisk,
  checkMail,
  checkMigrations,
  type DiskLimits,
  diskLimits,
  hasMasterKey,
} from './doctor-machine.ts';
import {
  checkAnchors,
  checkIntegrator,
  checkSecrets,
  checkTargets,
  checkWitnesses,
} from './doctor-record.ts';
import { createLedger } from './ledger/index.ts';
import { logChecks } from './log-checks.ts';
import type { Clock } from './platform/clock.ts';
import { createVault, loadMasterKeys, type Vault } from './platform/crypto/index.ts';
import { type ConnectionSettings, inspectDatabase, openDatabase } from './platform/db/index.ts';
import type { Log } from './platform/log.ts';
import type { Settings } from './platform/settings.ts';
import { openForReading } from './platform/storage.ts';
import { wrappedColumns } from './rewrap.ts';
import { readAllMigrations } from './server.ts';

export interface DoctorParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly say: (sentence: string) => void;
  readonly disk?: DiskLimits;
}

/**
 * Looks whether everything is there that a server needs, beside one that runs or without. Reads only, writes no entry, and goes on after what
 * it finds: one line for each thing, in the order in which they depend on each other.
 */
export async function examine(settings: Settings, parts: DoctorParts): Promise<Line[]> {
  const lines = [await checkDisk(settings, parts.disk ?? diskLimits), await checkMail(settings.mail)];
  const vault = await openVault(settings);
  if ('check' in vault) lines.push(vault);
  if (settings.databaseUrl === undefined && !existsSync(join(settings.dataFolder, 'postgres')))
    return [
      ...lines,
      fail(
        'database',
        `There is none in ${settings.dataFolder} yet.`,
        'Start the server once, or set DATABASE_URL.',
      ),
    ];
  try {
    const storage = await openForReading(settings, parts.say);
    try {
      const inspected = await inspectDatabase(storage.owner, await readAllMigrations(), () =>
        parts.clock.now(),
      );
      const migrations = checkMigrations(inspected);
      lines.push(
        ok('database', `PostgreSQL ${inspected.version} answers.`),
        checkClock(inspected),
        migrations,
      );
      // What the tables say can only be read where they are as this version knows them.
      if (migrations.state === 'ok' && !('check' in vault))
        lines.push(...(await examineRecord(settings, parts, storage.owner, vault)));
    } finally {
      await storage.stop();
    }
  } catch (error) {
    lines.push(fail('database', reasonOf(error), 'Start PostgreSQL, or mend DATABASE_URL.'));
  }
  return lines;
}

async function examineRecord(
  settings: Settings,
  { clock, log }: DoctorParts,
  owner: ConnectionSettings,
  vault: Vault,
): Promise<Line[]> {
  const database = openDatabase(owner);
  try {
    const address = settings.address ?? `http://${settings.host}:${settings.port}`;
    const witnessing = { checks: logChecks, hosts: settings.witnessHosts, address };
    const ledger = createLedger({ ...database, vault, clock, log, witnessing });
    const record = {
      ...{ reader: database.reader, ledger, vault, now: clock.now(), columns: wrappedColumns },
      ...{ organizations: await ledger.organizations(), anchors: anchorsOf(settings) },
    };
    return [
      ...(await checkSecrets(record)),
      await checkIntegrator(record),
      ...(await checkAnchors(record)),
      ...(await checkWitnesses(record)),
      ...(await checkTargets(record)),
    ];
  } finally {
    await database.close();
  }
}

async function openVault(settings: Settings): Promise<Vault | Line> {
  const todo = 'Bring the master key back from your backup. A new one cannot open what is stored.';
  if (!(await hasMasterKey(settings)))
    return fail('master key', 'There is none where the settings say it is.', todo);
  try {
    const { current, previous } = await loadMasterKeys(settings.masterKey, settings.dataFolder);
    return createVault(current, previous);
  } catch (error) {
    return fail('master key', reasonOf(error), todo);
  }
}
