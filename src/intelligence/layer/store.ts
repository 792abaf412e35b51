import { sql } from 'kysely';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import { indexMerges, type Merge, mergeRows, type RollUp, type Row } from './roll-up.ts';

interface PlaceRow {
  organization_id: OrganizationId;
  projection: string;
  next_index: number;
  at: Date | null;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    intelligence_place: PlaceRow;
  }
}

/** Rows in one statement: enough for speed, few enough for memory. */
const chunk = 5_000;

/** Adds rows to what a roll-up holds. Safe only for one writer at a time for each organization: its projection's place is locked. */
export async function addRows(
  tx: Tx,
  rollUp: RollUp,
  organization: OrganizationId,
  rows: readonly Row[],
): Promise<void> {
  const merged = mergeRows(rollUp, rows);
  const merges = Object.entries({ ...rollUp.values, ...indexMerges });
  const columns = [...rollUp.key, ...merges.map(([column]) => column)].map((column) => sql.ref(column));
  const table = sql.table(rollUp.table);
  for (let from = 0; from < merged.length; from += chunk)
    await sql`
      insert into ${table} as kept (organization_id, ${sql.join(columns)})
      select ${organization}, ${sql.join(columns)}
      from jsonb_populate_recordset(null::${table}, ${JSON.stringify(merged.slice(from, from + chunk))}::jsonb)
      on conflict (organization_id, ${sql.join(rollUp.key.map((column) => sql.ref(column)))}) do update set
      ${sql.join(merges.map(([column, merge]) => mergeInto(column, merge)))}`.execute(tx);
}

function mergeInto(column: string, merge: Merge) {
  const name = sql.ref(column);
  const kept = sql.ref(`kept.${column}`);
  const added = sql.ref(`excluded.${column}`);
  if (merge === 'least') return sql`${name} = least(${kept}, ${added})`;
  if (merge === 'greatest') return sql`${name} = greatest(${kept}, ${added})`;
  return merge === 'bits' ? sql`${name} = ${kept} | ${added}` : sql`${name} = ${kept} + ${added}`;
}

/** How far the log is folded. `nextIndex` 0: nothing is. */
export interface Place {
  readonly nextIndex: number;
  readonly at: Date | null;
}

/** The least of the places of some projections: a figure of several knows the log so far. */
export async function placeOf(
  reader: Reader,
  organization: OrganizationId,
  projections: readonly string[],
): Promise<Place> {
  const rows = await reader
    .selectFrom('intelligence_place')
    .where('organization_id', '=', organization)
    .where('projection', 'in', projections)
    .select(['next_index', 'at'])
    .orderBy('next_index')
    .execute();
  const [least] = rows;
  if (least === undefined || rows.length < projections.length) return { nextIndex: 0, at: null };
  return { nextIndex: least.next_index, at: least.at };
}

/** Locks a projection's place until the transaction ends; makes it when there is none. */
export async function lockPlace(tx: Tx, organization: OrganizationId, projection: string): Promise<Place> {
  await sql`
    insert into intelligence_place (organization_id, projection, next_index) values (${organization}, ${projection}, 0)
    on conflict do nothing`.execute(tx);
  const row = await tx
    .selectFrom('intelligence_place')
    .where('organization_id', '=', organization)
    .where('projection', '=', projection)
    .select(['next_index', 'at'])
    .forUpdate()
    .executeTakeFirstOrThrow();
  return { nextIndex: row.next_index, at: row.at };
}

export async function movePlace(
  tx: Tx,
  organization: OrganizationId,
  projection: string,
  place: Place,
): Promise<void> {
  await tx
    .updateTable('intelligence_place')
    .set({ next_index: place.nextIndex, at: place.at })
    .where('organization_id', '=', organization)
    .where('projection', '=', projection)
    .execute();
}

export async function emptyTables(
  tx: Tx,
  organization: OrganizationId,
  tables: readonly `intelligence_${string}`[],
): Promise<void> {
  for (const table of tables)
    await sql`delete from ${sql.table(table)} where organization_id = ${organization}`.execute(tx);
}

/** One digest over everything that an organization has in some tables: two foldings of a log agree when these do. */
export async function digestOf(
  tx: Tx,
  organization: OrganizationId,
  tables: readonly `intelligence_${string}`[],
): Promise<string> {
  const digests: string[] = [];
  for (const table of tables) {
    const { rows } = await sql<{ digest: string }>`
      select encode(sha256(coalesce(string_agg(line, E'\n' order by line), '')::bytea), 'hex') as digest
      from (select t::text as line from ${sql.table(table)} t where organization_id = ${organization}) as lines`.execute(
      tx,
    );
    digests.push(`${table} ${rows[0]?.digest ?? ''}`);
  }
  return digests.join('\n');
}
