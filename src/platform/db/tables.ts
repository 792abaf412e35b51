/**
 * Every table of the database, by name. Empty here: each slice adds its own in its `store.ts` by declaration merging
 * (`declare module '../platform/db/tables.ts' { interface Tables { libraries_library: LibraryRow } }`),
 * with the slice's name as the prefix. Each table leads with `organization_id`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: slices add their tables by declaration merging
export interface Tables {}
