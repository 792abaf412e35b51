import { sql } from 'kysely';
import type { PersonId, Principal } from '../../access/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import './tables.ts';

interface RawWarningRow {
  organization_id: OrganizationId;
  app_id: string;
  /** `2027-03-01`. */
  day: string;
  at: Date;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    gateway_raw_warning: RawWarningRow;
  }
}

/** An app that called models without a prompt and was warned, and who answers for it. */
export interface WarnedApp {
  readonly app: Principal['id'];
  readonly owner: PersonId;
  readonly executions: number;
}

/** Apps whose raw calls since an instant were warned of, and of which nobody was told on that day yet. */
export async function warnedApps(
  reader: Reader,
  organization: OrganizationId,
  since: Date,
  day: string,
): Promise<WarnedApp[]> {
  const rows = await reader
    .selectFrom('gateway_execution as e')
    .where('e.organization_id', '=', organization)
    .where('e.at', '>=', since)
    .where('e.principal_kind', '=', 'app')
    .where('e.prompt_name', 'is', null)
    .where(sql<boolean>`e.verdict @> '{"obligations":[{"kind":"warn"}]}'`)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('gateway_raw_warning as told')
            .select('told.day')
            .where('told.organization_id', '=', organization)
            .whereRef('told.app_id', '=', 'e.principal_id')
            .where('told.day', '=', day),
        ),
      ),
    )
    .groupBy(['e.principal_id', 'e.human_id'])
    .select(({ fn }) => [
      'e.principal_id as app',
      'e.human_id as owner',
      fn.countAll<string>().as('executions'),
    ])
    .execute();
  return rows.map(({ app, owner, executions }) => ({ app, owner, executions: Number(executions) }));
}

/** @returns false when another node told of it first */
export async function insertRawWarning(tx: Tx, warning: RawWarningRow): Promise<boolean> {
  const written = await tx
    .insertInto('gateway_raw_warning')
    .values(warning)
    .onConflict((conflict) => conflict.doNothing())
    .returning('day')
    .execute();
  return written.length > 0;
}
