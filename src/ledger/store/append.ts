import { sql } from 'kysely';
import { keepPlan, type Tx } from '../../platform/db/index.ts';
import type { Entry } from '../entry.ts';

/**
 * Appends leaves and queues them for the integrator, in the given order, in one round trip. All bytes go in one parameter, which the driver
 * passes as it is; an array of them it would write out in hexadecimal.
 * @returns how many were appended: fewer than given when an organization has no log
 */
export async function appendLeaves(
  tx: Tx,
  drafts: readonly { readonly entry: Entry; readonly leaf: Uint8Array }[],
): Promise<number> {
  let end = 0;
  const rows = drafts.map(({ entry, leaf }, place) => {
    const from = end + 1;
    end += leaf.length;
    const { organization, id, action, subject, actor, at } = entry;
    return {
      organization,
      id,
      from,
      length: leaf.length,
      action,
      kind: subject.kind,
      subject: subject.id,
      actor: actor.id,
      at,
      place,
    };
  });
  const leaves = Buffer.concat(drafts.map(({ leaf }) => leaf));
  const { numAffectedRows } = await sql`
    with draft as (
      select organization, id, substring(${leaves}::bytea from "from" for length) as leaf, action, kind, subject, actor, at, place
      from json_to_recordset(${JSON.stringify(rows)}::json) as d (
        organization text, id text, "from" integer, length integer, action text, kind text, subject text, actor text,
        at timestamptz, place integer
      )
      where exists (select from ledger_key k where k.organization_id = d.organization)
    ), appended as (
      insert into ledger_leaf (organization_id, id, leaf, action, subject_kind, subject_id, actor_id, at)
      select organization, id, leaf, action, kind, subject, actor, at from draft
    )
    insert into ledger_pending (organization_id, id) select organization, id from draft order by place
    ${keepPlan}`.execute(tx);
  return Number(numAffectedRows ?? 0);
}
