import { sql } from 'kysely';
import type { Tx } from '../../platform/db/index.ts';
import type { Entry } from '../entry.ts';

/**
 * Appends leaves and queues them for the integrator, in the given order, in one round trip.
 * @returns how many were appended: fewer than given when an organization has no log
 */
export async function appendLeaves(
  tx: Tx,
  drafts: readonly { readonly entry: Entry; readonly leaf: Uint8Array }[],
): Promise<number> {
  const column = (read: (entry: Entry) => string) => drafts.map(({ entry }) => read(entry));
  const { numAffectedRows } = await sql`
    with draft as (
      select * from unnest(
        ${column((entry) => entry.organization)}::text[], ${column((entry) => entry.id)}::text[],
        ${drafts.map(({ leaf }) => leaf)}::bytea[], ${column((entry) => entry.action)}::text[],
        ${column((entry) => entry.subject.kind)}::text[], ${column((entry) => entry.subject.id)}::text[],
        ${column((entry) => entry.actor.id)}::text[], ${column((entry) => entry.at)}::timestamptz[]
      ) with ordinality as d (organization_id, id, leaf, action, subject_kind, subject_id, actor_id, at, place)
      where exists (select from ledger_key k where k.organization_id = d.organization_id)
    ), appended as (
      insert into ledger_leaf (organization_id, id, leaf, action, subject_kind, subject_id, actor_id, at)
      select organization_id, id, leaf, action, subject_kind, subject_id, actor_id, at from draft
    )
    insert into ledger_pending (organization_id, id) select organization_id, id from draft order by place
  `.execute(tx);
  return Number(numAffectedRows ?? 0);
}
