import { sql } from 'kysely';
import type { Reader, Tx } from '../../../platform/db/index.ts';
import type { TargetPlace } from '../target.ts';
import { placeFrom } from './place-row.ts';
import { type StoredTarget, selectTarget, type Which } from './targets.ts';

type Handle = Reader | Tx;

/** Goes on at another place, at once: what a node sends just now is not counted any more. */
export async function movePlace(
  tx: Tx,
  { organization, id }: Which,
  { nextIndex, dueAt }: { readonly nextIndex?: number | undefined; readonly dueAt: Date },
): Promise<void> {
  await tx
    .updateTable('ledger_export_place')
    .set({ due_at: dueAt, ...(nextIndex === undefined ? {} : { next_index: nextIndex, claim: null }) })
    .where('organization_id', '=', organization)
    .where('target_id', '=', id)
    .execute();
}

/** Running targets of any organization that have something to send now and that no node sends to, longest waiting first. */
export async function dueTargets(reader: Reader, now: Date, most: number): Promise<Which[]> {
  const rows = await reader
    .selectFrom('ledger_export_target as t')
    .innerJoin('ledger_export_place as p', (on) =>
      on.onRef('p.organization_id', '=', 't.organization_id').onRef('p.target_id', '=', 't.id'),
    )
    .where('t.state', '=', 'running')
    .where('p.due_at', '<=', now)
    .where(unclaimed('p'))
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('ledger_checkpoint as c')
          .select('c.tree_size')
          .whereRef('c.organization_id', '=', 't.organization_id')
          .whereRef('c.tree_size', '>', 'p.next_index'),
      ),
    )
    .select(['t.organization_id', 't.id'])
    .orderBy('p.due_at')
    .limit(most)
    .execute();
  return rows.map((row) => ({ organization: row.organization_id, id: row.id }));
}

const unclaimed = (table: string) =>
  sql<boolean>`(${sql.ref(`${table}.claim`)} is null or ${sql.ref(`${table}.claimed_until`)} < now())`;

/** Longer than a batch may take. By the database's clock, which all nodes share. */
const claimFor = sql<Date>`now() + interval '45 seconds'`;

/** Takes a target to send to, unless another node has it. A node that dies leaves it to others after 45 s. */
export async function claimTarget(tx: Tx, { organization, id }: Which, claim: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('ledger_export_place')
    .set({ claim, claimed_until: claimFor })
    .where('organization_id', '=', organization)
    .where('target_id', '=', id)
    .where(unclaimed('ledger_export_place'))
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** The target and its place as they are now, while it runs and the claim is ours. */
export async function selectClaimed(
  db: Handle,
  { organization, id }: Which,
  claim: string,
): Promise<{ readonly target: StoredTarget; readonly place: TargetPlace } | undefined> {
  const place = await db
    .selectFrom('ledger_export_place')
    .selectAll()
    .where('organization_id', '=', organization)
    .where('target_id', '=', id)
    .where('claim', '=', claim)
    .executeTakeFirst();
  const target = place && (await selectTarget(db, organization, id));
  return place !== undefined && target?.state === 'running' ? { target, place: placeFrom(place) } : undefined;
}

/** What came of a batch. @returns false when the claim is not ours any more: then the batch counts as not sent */
export async function settlePlace(
  tx: Tx,
  { organization, id }: Which,
  claim: string,
  place: Omit<Partial<TargetPlace>, 'dueAt'> & { readonly dueAt: Date },
): Promise<boolean> {
  const { nextIndex, dueAt, failures, error, failedAt, sentAt } = place;
  const { numUpdatedRows } = await tx
    .updateTable('ledger_export_place')
    .set({
      due_at: dueAt,
      claimed_until: claimFor,
      ...(nextIndex === undefined ? {} : { next_index: nextIndex }),
      ...(failures === undefined ? {} : { failures }),
      ...(error === undefined ? {} : { error }),
      ...(failedAt === undefined ? {} : { failed_at: failedAt }),
      ...(sentAt === undefined ? {} : { sent_at: sentAt }),
    })
    .where('organization_id', '=', organization)
    .where('target_id', '=', id)
    .where('claim', '=', claim)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export async function releaseTarget(tx: Tx, { organization, id }: Which, claim: string): Promise<void> {
  await tx
    .updateTable('ledger_export_place')
    .set({ claim: null })
    .where('organization_id', '=', organization)
    .where('target_id', '=', id)
    .where('claim', '=', claim)
    .execute();
}
