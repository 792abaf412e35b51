import { readLedger } from './ledger/index.ts';
import type { Clock } from './platform/clock.ts';
import { createVault, loadMasterKeys } from './platform/crypto/index.ts';
import {
  type BackupHeader,
  type BackupLog,
  backupFormat,
  openSnapshot,
  readerOn,
  type Snapshot,
  seal,
  writeBackup,
} from './platform/db/backup/index.ts';
import { Problem } from './platform/problem.ts';
import type { Settings } from './platform/settings.ts';
import { openForReading } from './platform/storage.ts';

export interface BackedUp {
  readonly rows: number;
  readonly tables: number;
  readonly logs: readonly BackupLog[];
}

/**
 * Writes everything that the database holds, as of one moment, to one file. Servers may run and go on writing. The master key is not in
 * it: what is wrapped stays wrapped. Only reads, and so leaves no entry.
 * @throws Problem `backup.nothing`, `backup.file_exists`
 */
export async function backUp(
  settings: Settings,
  file: string,
  { clock, say }: { readonly clock: Clock; readonly say: (sentence: string) => void },
): Promise<BackedUp> {
  const storage = await openForReading(settings, say);
  try {
    const snapshot = await openSnapshot(storage.owner).catch((cause: unknown) => {
      throw nothing(cause);
    });
    try {
      if (snapshot.migrations.length === 0) throw nothing();
      const logs = await readLogs(snapshot);
      const { current, previous } = await loadMasterKeys(settings.masterKey, settings.dataFolder);
      const vault = createVault(current, previous);
      const { migrations } = snapshot;
      const takenAt = clock.now().toISOString();
      const header: BackupHeader = {
        format: backupFormat,
        takenAt,
        masterKey: vault.fingerprint,
        migrations,
      };
      const lines = async function* () {
        yield `${JSON.stringify({ header, seal: seal(vault, header, null) })}\n`;
        yield* snapshot.lines();
        const { tables, sequences } = snapshot;
        const manifest = { tables, sequences, logs };
        yield `${JSON.stringify({ manifest, seal: seal(vault, header, manifest) })}\n`;
      };
      await writeBackup(file, lines());
      const rows = snapshot.tables.reduce((sum, one) => sum + one.rows, 0);
      return { rows, tables: snapshot.tables.length, logs };
    } finally {
      await snapshot.close();
    }
  } finally {
    await storage.stop();
  }
}

async function readLogs({ client }: Snapshot): Promise<BackupLog[]> {
  const ledger = readLedger(readerOn(client));
  const logs: BackupLog[] = [];
  for (const organization of await ledger.organizations()) {
    const head = await ledger.head(organization);
    if (head === undefined) continue;
    const { treeSize, key, checkpoint } = head;
    logs.push({ organization, treeSize, key, checkpoint });
  }
  return logs;
}

const nothing = (cause?: unknown): Problem =>
  new Problem({
    code: 'backup.nothing',
    status: 404,
    detail:
      'There is nothing to back up: the database has no tables of Countersign, or cannot be read. Check COUNTERSIGN_DATA and DATABASE_URL.',
    cause,
  });
