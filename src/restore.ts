import { anchorsOf } from './anchors.ts';
import { type AnchorFinding, anchorFindings, createLedger } from './ledger/index.ts';
import { systemClock } from './platform/clock.ts';
import type { Vault } from './platform/crypto/index.ts';
import {
  type BackupHeader,
  type BackupManifest,
  backupId,
  beginLoading,
  connect,
  damaged,
  differences,
  loadRows,
  readBackup,
  readerOn,
  sealHolds,
} from './platform/db/backup/index.ts';
import { type ConnectionSettings, migrate, openDatabase, type Reader } from './platform/db/index.ts';
import type { Log } from './platform/log.ts';
import type { Settings } from './platform/settings.ts';
import { openStorage } from './platform/storage.ts';
import { migrationsOf, openHeader } from './restore-header.ts';
import { proveLogs, type RestoredLog, refuseForks } from './restore-proof.ts';
import { readAllMigrations } from './server.ts';

export interface RestoreParts {
  readonly log: Log;
  readonly say: (sentence: string) => void;
}

export interface Restored {
  readonly takenAt: string;
  readonly rows: number;
  readonly logs: readonly RestoredLog[];
  /** What anchors remember that the backup does not have. While there is one, the server writes nothing. */
  readonly findings: readonly AnchorFinding[];
}

/**
 * Restores a backup into an empty database, in one transaction that is committed only when everything agreed: the seals, every table with
 * the manifest, every foreign key, every log whole by the SDK's verifier, its head with the manifest, and no anchor with a fork of it.
 * Until then the database stays as empty as it was. Afterwards each log has the entry `database.restore`, unless an anchor stops writing.
 * @throws Problem `restore.…`
 */
export async function restore(
  settings: Settings,
  file: string,
  { log, say }: RestoreParts,
): Promise<Restored> {
  const lines = readBackup(file);
  const { header, vault } = await openHeader(lines, settings);
  const wanted = await migrationsOf(header);
  const storage = await openStorage(settings, say);
  try {
    await migrate(storage.owner, storage.serverRole, wanted);
    const anchors = anchorsOf(settings);
    const opened: OpenedBackup = { header, vault, lines };
    const { manifest, proof } = await load(storage.owner, opened, async (reader, claimed) => {
      const logs = await proveLogs(reader, claimed, say);
      const findings = await anchorFindings(reader, anchors);
      refuseForks(findings);
      return { logs, findings };
    });
    await migrate(storage.owner, storage.serverRole, await readAllMigrations());
    const { logs, findings } = proof;
    if (findings.length === 0) await recordRestore(storage.owner, vault, log, header, manifest);
    const rows = manifest.tables.reduce((sum, one) => sum + one.rows, 0);
    return { takenAt: header.takenAt, rows, logs, findings };
  } finally {
    await lines.return(undefined);
    await storage.stop();
  }
}

interface OpenedBackup {
  readonly header: BackupHeader;
  readonly vault: Vault;
  /** What comes after the header. */
  readonly lines: AsyncGenerator<string>;
}

/** The one transaction. Committed on its last line, or not at all. */
async function load<Proof>(
  owner: ConnectionSettings,
  { header, vault, lines }: OpenedBackup,
  prove: (reader: Reader, manifest: BackupManifest) => Promise<Proof>,
): Promise<{ readonly manifest: BackupManifest; readonly proof: Proof }> {
  const client = await connect(owner);
  try {
    await client.query('begin');
    const loading = await beginLoading(client);
    const { last, loaded } = await loadRows(lines, loading);
    const { manifest } = last;
    if (!holds(vault, last.seal, header, manifest))
      throw damaged('its manifest is not the one that was sealed');
    const [difference] = differences(manifest, loaded, await loading.tables());
    if (difference !== undefined) throw damaged(difference);
    await loading.finish(manifest.sequences);
    const proof = await prove(readerOn(client), manifest);
    // Commit point: a stop before this line leaves an empty database, and the restore is done again.
    await client.query('commit');
    return { manifest, proof };
  } finally {
    await client.end();
  }
}

function holds(vault: Vault, sealed: string, header: BackupHeader, manifest: BackupManifest): boolean {
  try {
    return sealHolds(vault, sealed, header, manifest);
  } catch {
    return false;
  }
}

async function recordRestore(
  owner: ConnectionSettings,
  vault: Vault,
  log: Log,
  header: BackupHeader,
  manifest: BackupManifest,
): Promise<void> {
  const database = openDatabase(owner);
  try {
    const ledger = createLedger({ ...database, vault, clock: systemClock, log });
    for (const organization of await ledger.organizations())
      await ledger.record(async () => ({
        value: undefined,
        entry: {
          organization,
          action: 'database.restore',
          actor: { kind: 'system', id: 'operator' } as const,
          subject: { kind: 'backup', id: backupId(header, manifest) },
          data: {
            takenAt: header.takenAt,
            treeSize: manifest.logs.find((one) => one.organization === organization)?.treeSize ?? 0,
          },
        },
      }));
  } finally {
    await database.close();
  }
}
