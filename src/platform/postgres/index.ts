export { assertDurable, type Query } from './durability.ts';
export type { Login } from './postmaster.ts';
export { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './supervisor.ts';
