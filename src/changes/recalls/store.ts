import { type Selectable, sql } from 'kysely';
import type { LibraryId, PersonId } from '../../access/index.ts';
import type { EntryId, OrganizationId } from '../../ledger/index.ts';
import type { Digest } from '../../libraries/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Id } from '../../platform/id.ts';
import { invariant } from '../../platform/invariant.ts';
import type { Recall, RecallId, RecallTarget } from './recall.ts';
import type { Stops } from './stops.ts';

interface RecallTable {
  organization_id: OrganizationId;
  id: RecallId;
  kind: RecallTarget['kind'];
  library_id: LibraryId | null;
  path: string | null;
  version: number | null;
  digest: Digest | null;
  model: string | null;
  reason: string;
  salt: Uint8Array;
  recalled_by: string;
  recalled_human: PersonId;
  recalled_at: Date;
  entry_id: EntryId;
  lifted_by: string | null;
  lifted_human: PersonId | null;
  lifted_at: Date | null;
  lift_reason: string | null;
  lift_salt: Uint8Array | null;
  lift_entry: EntryId | null;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    changes_recall: RecallTable;
  }
}

export async function insertRecall(tx: Tx, recall: Recall, salt: Uint8Array): Promise<void> {
  const { target } = recall;
  await tx
    .insertInto('changes_recall')
    .values({
      organization_id: recall.organization,
      id: recall.id,
      kind: target.kind,
      library_id: target.kind === 'model' ? null : target.library,
      path: target.kind === 'model' ? null : target.path,
      version: target.kind === 'version' ? target.version : null,
      digest: target.kind === 'version' ? target.digest : null,
      model: target.kind === 'model' ? target.model : null,
      reason: recall.reason,
      salt,
      recalled_by: recall.by,
      recalled_human: recall.human,
      recalled_at: recall.at,
      entry_id: recall.entry,
      lifted_by: null,
      lifted_human: null,
      lifted_at: null,
      lift_reason: null,
      lift_salt: null,
      lift_entry: null,
    })
    .execute();
}

/** Until the transaction ends nobody else recalls or lifts in this organization: two recalls of the same thing are one. */
export async function lockRecalls(tx: Tx, organization: OrganizationId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`changes:recalls:${organization}`}, 0))`.execute(
    tx,
  );
}

export async function liftRecall(
  tx: Tx,
  organization: OrganizationId,
  id: RecallId,
  lift: {
    readonly by: string;
    readonly human: PersonId;
    readonly at: Date;
    readonly reason: string;
    readonly salt: Uint8Array;
    readonly entry: EntryId;
  },
): Promise<void> {
  await tx
    .updateTable('changes_recall')
    .set({
      lifted_by: lift.by,
      lifted_human: lift.human,
      lifted_at: lift.at,
      lift_reason: lift.reason,
      lift_salt: lift.salt,
      lift_entry: lift.entry,
    })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .execute();
}

export async function findRecall(
  db: Reader,
  organization: OrganizationId,
  id: string,
): Promise<Recall | undefined> {
  const row = await db
    .selectFrom('changes_recall')
    .selectAll()
    .where('organization_id', '=', organization)
    .where(sql<string>`id`, '=', id)
    .executeTakeFirst();
  return row === undefined ? undefined : recallOf(row);
}

/** Recalls, newest first: of models, and of what is in these libraries. */
export async function listRecalls(
  db: Reader,
  organization: OrganizationId,
  filter: {
    readonly libraries: readonly LibraryId[];
    readonly models: boolean;
    readonly inForce: boolean;
    readonly before: { readonly at: Date; readonly id: string } | undefined;
    readonly limit: number;
  },
): Promise<Recall[]> {
  let query = db
    .selectFrom('changes_recall')
    .selectAll()
    .where('organization_id', '=', organization)
    .where((is) =>
      is.or([
        is('library_id', '=', sql<LibraryId>`any(${filter.libraries}::text[])`),
        ...(filter.models ? [is('library_id', 'is', null)] : []),
      ]),
    );
  if (filter.inForce) query = query.where('lifted_at', 'is', null);
  if (filter.before !== undefined)
    query = query.where(
      sql<boolean>`(date_trunc('milliseconds', recalled_at), id) < (${filter.before.at}, ${filter.before.id})`,
    );
  const rows = await query
    .orderBy(sql`date_trunc('milliseconds', recalled_at)`, 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit)
    .execute();
  return rows.map(recallOf);
}

/** Everything that must not run, in two small reads over partial indexes. */
export async function readStops(db: Reader, organization: OrganizationId): Promise<Stops> {
  const [recalls, emergencies] = await Promise.all([
    db
      .selectFrom('changes_recall')
      .selectAll()
      .where('organization_id', '=', organization)
      .where('lifted_at', 'is', null)
      .execute(),
    readEmergencies(db, organization),
  ]);
  return { recalls: recalls.map(recallOf), emergencies };
}

async function readEmergencies(db: Reader, organization: OrganizationId): Promise<Stops['emergencies']> {
  const query = sql<{ id: Id<'brk'>; library: LibraryId; digest: Digest; from: Date }>`(
    select b.id, a.library_id as library, a.digest, 
      case when b.ended_at is null then b.expires_at else to_timestamp(0) end as from
    from changes_break_glass_asset a
    join changes_break_glass b on b.organization_id = a.organization_id and b.id = a.break_glass_id
    where a.organization_id = ${organization} and a.cleared_at is null and a.digest is not null
      and b.verdict is distinct from 'uphold')`;
  return db.selectFrom(query.as('stops')).selectAll().execute();
}

function recallOf(row: Selectable<RecallTable>): Recall {
  return {
    organization: row.organization_id,
    id: row.id,
    target: targetOf(row),
    reason: row.reason,
    by: row.recalled_by,
    human: row.recalled_human,
    at: row.recalled_at,
    entry: row.entry_id,
    lifted:
      row.lifted_at === null || row.lifted_by === null || row.lift_entry === null
        ? null
        : { by: row.lifted_by, at: row.lifted_at, reason: row.lift_reason ?? '', entry: row.lift_entry },
  };
}

function targetOf(row: Selectable<RecallTable>): RecallTarget {
  const { kind, library_id: library, path, version, digest, model } = row;
  if (kind === 'model') {
    invariant(model !== null, 'a recall of a model names it');
    return { kind, model };
  }
  invariant(library !== null && path !== null, 'a recall in a library names its path');
  if (kind !== 'version') return { kind, library, path };
  invariant(version !== null && digest !== null, 'a recall of a version names its bytes');
  return { kind, library, path, version, digest };
}
