import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../../canonical-json.ts';
import type { Vault } from '../../crypto/index.ts';

/**
 * A backup: one gzip file of lines of JSON (docs/formats.md, "Backup"). First the header; then for each table a line that names it and its
 * rows, each a string, as PostgreSQL writes a whole row as text; last the manifest.
 * Header and manifest are sealed with the master key, which is not in the file: who does not have it can make no other backup of this one.
 */
export const backupFormat = 'countersign.backup/1';

const name = z.string().regex(/^[a-z_][a-z0-9_]*$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const headerSchema = z.strictObject({
  format: z.literal(backupFormat),
  takenAt: z.iso.datetime(),
  /** Tells master keys apart and nothing else about them. */
  masterKey: z.string(),
  migrations: z.array(z.strictObject({ name: z.string(), sha256 })),
});
export const tableSchema = z.strictObject({ table: name, columns: z.array(name) });
const manifestSchema = z.strictObject({
  tables: z.array(z.strictObject({ table: name, rows: z.int().min(0), sha256 })),
  sequences: z.array(
    z.strictObject({ table: name, column: name, value: z.string().regex(/^\d+$/), called: z.boolean() }),
  ),
  /** The newest signed head of each log. */
  logs: z.array(
    z.strictObject({
      organization: z.string(),
      treeSize: z.int().min(0),
      key: z.string(),
      checkpoint: z.string(),
    }),
  ),
});
export const firstLineSchema = z.strictObject({ header: headerSchema, seal: z.base64() });
export const lastLineSchema = z.strictObject({ manifest: manifestSchema, seal: z.base64() });

export type BackupHeader = z.infer<typeof headerSchema>;
export type BackupManifest = z.infer<typeof manifestSchema>;
export type BackupLog = BackupManifest['logs'][number];

const digest = (header: BackupHeader, manifest: BackupManifest | null) =>
  createHash('sha256').update(canonicalJson({ header, manifest })).digest();
const contextOf = (manifest: BackupManifest | null) =>
  manifest === null ? 'backup/header' : 'backup/manifest';

/** Hex: what a backup is called in entries. */
export const backupId = (header: BackupHeader, manifest: BackupManifest): string =>
  digest(header, manifest).toString('hex');

export function seal(vault: Vault, header: BackupHeader, manifest: BackupManifest | null): string {
  return Buffer.from(vault.wrap(digest(header, manifest), contextOf(manifest))).toString('base64');
}

/** Whether `sealed` was made by `seal` of exactly this. @throws Problem `vault.cannot_unwrap` under another master key */
export function sealHolds(
  vault: Vault,
  sealed: string,
  header: BackupHeader,
  manifest: BackupManifest | null,
): boolean {
  const opened = vault.unwrap(new Uint8Array(Buffer.from(sealed, 'base64')), contextOf(manifest));
  return digest(header, manifest).equals(opened);
}
