import { type Insertable, type Selectable, sql } from 'kysely';
import type { EntryId, OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Id } from '../../platform/id.ts';
import type { SimulationResult } from './tally.ts';

export type SimulationId = Id<'sim'>;

interface SimulationTable {
  organization_id: OrganizationId;
  id: SimulationId;
  at: Date;
  by_id: string;
  change_id: string | null;
  proposed_version: string;
  since: Date;
  until: Date;
  ended_at: Date | null;
  /** Written as JSON text. */
  result: unknown;
  entry: EntryId;
  /** Written as JSON text. */
  only_calls: unknown;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    policy_simulation: SimulationTable;
  }
}

export type SimulationRow = Selectable<SimulationTable>;

export async function insertSimulation(
  tx: Tx,
  row: Omit<Insertable<SimulationTable>, 'ended_at' | 'result'>,
): Promise<void> {
  await tx
    .insertInto('policy_simulation')
    .values({ ...row, ended_at: null, result: null })
    .execute();
}

export async function endSimulation(
  tx: Tx,
  organization: OrganizationId,
  id: SimulationId,
  ended: { readonly at: Date; readonly result: SimulationResult },
): Promise<void> {
  await tx
    .updateTable('policy_simulation')
    .set({ ended_at: ended.at, result: JSON.stringify(ended.result) })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .execute();
}

export async function readSimulation(
  reader: Reader,
  organization: OrganizationId,
  id: SimulationId,
): Promise<SimulationRow | undefined> {
  return reader
    .selectFrom('policy_simulation')
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .selectAll()
    .executeTakeFirst();
}

/** The newest first, without what they found. */
export async function listSimulations(
  reader: Reader,
  organization: OrganizationId,
  limit: number,
): Promise<SimulationRow[]> {
  return reader
    .selectFrom('policy_simulation')
    .where('organization_id', '=', organization)
    .selectAll()
    .orderBy('at', 'desc')
    .limit(limit)
    .execute();
}

/** What the newest ended simulation of exactly this policy for this change over all calls of some days found, if there is one. */
export async function simulationOf(
  reader: Reader,
  organization: OrganizationId,
  change: string,
  version: string,
): Promise<
  | {
      readonly judged: number;
      readonly forbidden: number;
      readonly permitted: number;
      readonly obliged: number;
    }
  | undefined
> {
  const number = (path: string) => sql<number>`(result #>> ${path}::text[])::int`;
  return reader
    .selectFrom('policy_simulation')
    .where('organization_id', '=', organization)
    .where('change_id', '=', change)
    .where('proposed_version', '=', version)
    .where('ended_at', 'is not', null)
    .where('only_calls', 'is', null)
    .select([
      number('{judged}').as('judged'),
      number('{effects,forbidden}').as('forbidden'),
      number('{effects,permitted}').as('permitted'),
      number('{effects,obliged}').as('obliged'),
    ])
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
}
