import type { Insertable } from 'kysely';
import type { EntryId, OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';

interface RetirementTable {
  organization_id: OrganizationId;
  provider: string;
  model: string;
  /** A day. */
  retires: string;
  days: number;
  at: Date;
  entry: EntryId;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    policy_retirement: RetirementTable;
  }
}

/** That people are told of a model's end, so many days before it. */
export interface Telling {
  readonly organization: OrganizationId;
  readonly provider: string;
  readonly model: string;
  readonly retires: string;
  readonly days: number;
}

export async function isTold(reader: Reader, telling: Telling): Promise<boolean> {
  const row = await reader
    .selectFrom('policy_retirement')
    .where('organization_id', '=', telling.organization)
    .where('provider', '=', telling.provider)
    .where('model', '=', telling.model)
    .where('retires', '=', telling.retires)
    .where('days', '=', telling.days)
    .select('days')
    .executeTakeFirst();
  return row !== undefined;
}

/** @returns false when another node told of it first */
export async function insertTelling(
  tx: Tx,
  { organization, ...telling }: Telling,
  at: Date,
  entry: EntryId,
): Promise<boolean> {
  const row: Insertable<RetirementTable> = { organization_id: organization, ...telling, at, entry };
  const written = await tx
    .insertInto('policy_retirement')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('days')
    .execute();
  return written.length > 0;
}
