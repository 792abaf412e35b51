import type { OrganizationId, PlacedEntry } from '../../ledger/index.ts';
import type { Tx } from '../../platform/db/index.ts';

/**
 * What one kind of thing adds to the roll-ups: a follower of the log. `fold` depends on the entries alone, in their order: no clock, no
 * random, no table of anybody else's. So folding the log again gives the same rows.
 */
export interface Projection {
  /** Names its place in the log for good. When a fold changes, it gets a new name, and a migration empties its tables. */
  readonly name: `intelligence.${string}`;
  readonly actions: readonly string[];
  /** Every table that it writes: a rebuild empties them. */
  readonly tables: readonly `intelligence_${string}`[];
  fold(tx: Tx, organization: OrganizationId, entries: readonly PlacedEntry[]): Promise<void>;
}
