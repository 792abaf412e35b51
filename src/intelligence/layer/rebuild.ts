import { createHash } from 'node:crypto';
import type { Ledger, OrganizationId } from '../../ledger/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { Projection } from './projection.ts';
import { digestOf, emptyTables, lockPlace } from './store.ts';

/** What a rebuild found. */
export interface Rebuilt {
  /** Entries that were folded again. */
  readonly entries: number;
  /** Over every row, before and after. */
  readonly before: string;
  readonly after: string;
}

const batch = 5_000;

/**
 * Empties the roll-ups of an organization and folds its log again, as far as they had it, in the caller's transaction: whoever reads
 * meanwhile sees the old numbers until it commits, and followers wait.
 */
export async function rebuildRollUps(
  tx: Tx,
  ledger: Pick<Ledger, 'range'>,
  organization: OrganizationId,
  projections: readonly Projection[],
): Promise<Rebuilt> {
  const tables = projections.flatMap((projection) => projection.tables);
  const places = new Map<string, number>();
  for (const { name } of projections) places.set(name, (await lockPlace(tx, organization, name)).nextIndex);
  const before = short(await digestOf(tx, organization, tables));
  await emptyTables(tx, organization, tables);
  const entries = Math.max(0, ...places.values());
  for (let from = 0; from < entries; from += batch) {
    const placed = await ledger.range(organization, from, Math.min(entries, from + batch));
    for (const { name, actions, fold } of projections) {
      const below = places.get(name) ?? 0;
      const mine = placed.filter(
        ({ index = below, entry }) => index < below && actions.includes(entry.action),
      );
      await fold(tx, organization, mine);
    }
  }
  return { entries, before, after: short(await digestOf(tx, organization, tables)) };
}

const short = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
