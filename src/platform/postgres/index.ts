export { assertDurable, type Query } from './durability.ts';
export type { Login } from './postmaster.ts';
export {
  besideEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './supervisor.ts';
