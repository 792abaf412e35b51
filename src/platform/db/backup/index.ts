export { openSnapshot, type Snapshot } from './dump.ts';
export { damaged, readBackup, writeBackup } from './file.ts';
export {
  type BackupHeader,
  type BackupLog,
  type BackupManifest,
  backupFormat,
  backupId,
  firstLineSchema,
  lastLineSchema,
  seal,
  sealHolds,
  tableSchema,
} from './format.ts';
export { beginLoading, type Loading } from './load.ts';
export { readerOn } from './reader.ts';
export { differences, loadRows } from './restore-rows.ts';
export { connect } from './schema.ts';
