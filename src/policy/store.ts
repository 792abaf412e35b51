import { type Insertable, type Selectable, sql } from 'kysely';
import type { PersonId } from '../access/index.ts';
import type { EntryId, OrganizationId } from '../ledger/index.ts';
import type { Reader, Tx } from '../platform/db/index.ts';
import { recordedVerdict } from './recorded-verdict.ts';
import type { Rule } from './rule.ts';
import type { Verdict } from './verdict.ts';

interface SetTable {
  organization_id: OrganizationId;
  version: string;
  at: Date;
  schema: string;
  /** Written as JSON text. */
  rules: unknown;
  entry: EntryId;
}

interface RefusalTable {
  organization_id: OrganizationId;
  execution_id: string;
  at: Date;
  human_id: PersonId;
  verdict: unknown;
}

declare module '../platform/db/tables.ts' {
  interface Tables {
    policy_set: SetTable;
    policy_refusal: RefusalTable;
  }
}

/** A set of rules as it was in force. */
export interface StoredSet {
  readonly at: Date;
  readonly schema: string;
  readonly rules: readonly Rule[];
}

/** @returns false when the set was there already */
export async function insertSet(
  tx: Tx,
  organization: OrganizationId,
  set: StoredSet & { readonly version: string; readonly entry: EntryId },
): Promise<boolean> {
  const { version, at, schema, rules, entry } = set;
  const row: Insertable<SetTable> = {
    organization_id: organization,
    ...{ version, at, schema, entry },
    rules: JSON.stringify(rules),
  };
  const written = await tx
    .insertInto('policy_set')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('version')
    .execute();
  return written.length > 0;
}

export async function hasSet(
  reader: Reader,
  organization: OrganizationId,
  version: string,
): Promise<boolean> {
  const row = await reader
    .selectFrom('policy_set')
    .where('organization_id', '=', organization)
    .where('version', '=', version)
    .select('version')
    .executeTakeFirst();
  return row !== undefined;
}

export async function readSet(
  reader: Reader,
  organization: OrganizationId,
  version: string,
): Promise<Selectable<SetTable> | undefined> {
  return reader
    .selectFrom('policy_set')
    .where('organization_id', '=', organization)
    .where('version', '=', version)
    .selectAll()
    .executeTakeFirst();
}

/** What policy refused: one call. */
export interface Refusal {
  readonly organization: OrganizationId;
  /** The id of the execution that was not. */
  readonly execution: string;
  readonly at: Date;
  readonly human: PersonId;
  readonly verdict: Verdict;
}

/** In the transaction that records them; at least one. */
export async function insertRefusals(tx: Tx, refusals: readonly Refusal[]): Promise<void> {
  const rows: Insertable<RefusalTable>[] = refusals.map(
    ({ organization, execution, at, human, verdict }) => ({
      organization_id: organization,
      execution_id: execution,
      at,
      human_id: human,
      verdict: JSON.stringify(verdict),
    }),
  );
  await tx.insertInto('policy_refusal').values(rows).execute();
}

/** Refusals, newest first, from after a place in that order. */
export async function refusalsBetween(
  reader: Reader,
  organization: OrganizationId,
  range: { readonly since: Date; readonly until: Date },
  after: { readonly at: Date; readonly execution_id: string } | undefined,
  limit: number,
): Promise<Selectable<RefusalTable>[]> {
  let query = reader
    .selectFrom('policy_refusal')
    .where('organization_id', '=', organization)
    .where('at', '>=', range.since)
    .where('at', '<', range.until)
    .selectAll();
  if (after !== undefined)
    query = query.where((is) =>
      is.or([
        is('at', '<', after.at),
        is.and([is('at', '=', after.at), is('execution_id', '<', after.execution_id)]),
      ]),
    );
  return query.orderBy('at', 'desc').orderBy('execution_id', 'desc').limit(limit).execute();
}

export async function countRefusals(
  reader: Reader,
  organization: OrganizationId,
  { since, until }: { readonly since: Date; readonly until: Date },
): Promise<number> {
  const row = await reader
    .selectFrom('policy_refusal')
    .where('organization_id', '=', organization)
    .where('at', '>=', since)
    .where('at', '<', until)
    .select((make) => make.fn.countAll<string>().as('n'))
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

/** How often each rule took part in refusals. */
export async function countRefusalsByRule(
  reader: Reader,
  organization: OrganizationId,
  since: Date,
): Promise<{ readonly rule: string; readonly times: number }[]> {
  const query = sql<{ rule: string; times: number }>`(
    select one->>'id' as rule, count(*)::int as times
    from policy_refusal r
    cross join lateral jsonb_array_elements((r.verdict->'rules') || (r.verdict->'monitored')) one
    where r.organization_id = ${organization} and r.at >= ${since}
    group by 1)`;
  return reader.selectFrom(query.as('counted')).selectAll().execute();
}

export async function refusalOf(
  reader: Reader,
  organization: OrganizationId,
  execution: string,
): Promise<Refusal | undefined> {
  const row = await reader
    .selectFrom('policy_refusal')
    .where('organization_id', '=', organization)
    .where('execution_id', '=', execution)
    .selectAll()
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { at, human_id: human } = row;
  return { organization, execution, at, human, verdict: recordedVerdict(row.verdict) };
}
