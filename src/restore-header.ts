import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { createVault, loadMasterKeys, type Vault } from './platform/crypto/index.ts';
import { type BackupHeader, damaged, firstLineSchema, sealHolds } from './platform/db/backup/index.ts';
import type { Migration } from './platform/db/index.ts';
import { Problem } from './platform/problem.ts';
import type { Settings } from './platform/settings.ts';
import { readAllMigrations } from './server.ts';

/**
 * Reads the header, with the master key that it was sealed with at hand.
 * @throws Problem `restore.other_master_key`, `restore.damaged`
 */
export async function openHeader(
  lines: AsyncGenerator<string>,
  settings: Settings,
): Promise<{ header: BackupHeader; vault: Vault }> {
  const { value } = await lines.next();
  const first = parseFirst(typeof value === 'string' ? value : '');
  const { value: text, file, kms } = settings.masterKey;
  const kept = join(settings.dataFolder, kms === undefined ? 'master.key' : 'master.key.wrapped');
  // A start makes a key where there is none. A restore must not: it would be another one than the backup's.
  if (text === undefined && file === undefined)
    await access(kept).catch((cause: unknown) => {
      throw otherKey(first.header, cause);
    });
  const { current, previous } = await loadMasterKeys(settings.masterKey, settings.dataFolder);
  const vault = createVault(current, previous);
  try {
    if (sealHolds(vault, first.seal, first.header, null)) return { header: first.header, vault };
  } catch (cause) {
    const known = [current, ...previous].some(
      (key) => createVault(key).fingerprint === first.header.masterKey,
    );
    if (!known) throw otherKey(first.header, cause);
  }
  throw damaged('its header is not the one that was sealed');
}

function parseFirst(text: string) {
  try {
    return firstLineSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw damaged('it begins with no header of countersign.backup/1', cause);
  }
}

const otherKey = ({ masterKey }: BackupHeader, cause?: unknown): Problem =>
  new Problem({
    code: 'restore.other_master_key',
    status: 409,
    detail: `The backup was made under the master key ${masterKey}, which is not here, and without which nothing in it opens. Put it where it was (master.key in the data folder, or the setting), or name it in COUNTERSIGN_MASTER_KEY_PREVIOUS.`,
    cause,
  });

/** The steps that the backup's schema was made of, so that its rows fit; a later start applies the newer ones. */
export async function migrationsOf(header: BackupHeader): Promise<Migration[]> {
  const known = await readAllMigrations();
  for (const { name, sha256 } of header.migrations)
    if (!known.some((one) => one.name === name && one.sha256 === sha256))
      throw new Problem({
        code: 'restore.other_version',
        status: 409,
        detail: `The backup holds migration ${name}, which this version does not know in that form. Restore it with the version that made it.`,
      });
  return known.filter(({ name }) => header.migrations.some((one) => one.name === name));
}
