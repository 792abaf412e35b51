export {
  type ConnectionSettings,
  type Database,
  openDatabase,
  type Reader,
  type Tx,
  type Writer,
} from './database.ts';
export { type Inspected, inspectDatabase } from './inspect.ts';
export { keepPlan } from './kept-plan.ts';
export { createLastUse, type LastUse, selectLastUses } from './last-use.ts';
export { databaseAway, lostItsConnection } from './lost-connection.ts';
export { type Migration, migrate, readMigrations } from './migrate.ts';
export type { Tables } from './tables.ts';
export {
  clearTally,
  createTally,
  selectUnreported,
  type Tally,
  takeUnreported,
  type Unreported,
} from './tally.ts';
export { newestWrapped, type Rewrapped, rewrapSome, type WrappedColumn } from './wrapped.ts';
