import { sql } from 'kysely';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader } from '../../platform/db/index.ts';

/** What one person, or one app, ran of one prompt in one week. */
export interface ValueCell {
  readonly week: string;
  readonly library: string;
  readonly path: string;
  /** Empty: an app did. */
  readonly person: string;
  readonly runs: number;
  readonly costMicroUsd: number;
}

export interface PromptOf {
  readonly library: string;
  readonly path: string;
}

/** Answered runs of some prompts, from a Monday on up to another one. */
export async function selectValueCells(
  reader: Reader,
  organization: OrganizationId,
  prompts: readonly PromptOf[],
  from: string,
  to: string,
): Promise<ValueCell[]> {
  const cells = sql<ValueCell>`(
    select week::text as week, library_id as library, path, person_id as person, sum(succeeded)::bigint as runs,
      sum(cost_micro_usd)::bigint as "costMicroUsd"
    from intelligence_week_use
    where organization_id = ${organization} and week >= ${from}::date and week < ${to}::date
      and library_id = any(${prompts.map(({ library }) => library)}::text[])
      and path = any(${prompts.map(({ path }) => path)}::text[]) and executions > 0
    group by week, library_id, path, person_id
  )`.as('cells');
  const rows = await reader.selectFrom(cells).selectAll().orderBy('week').execute();
  return rows.filter(({ library, path }) =>
    prompts.some((prompt) => prompt.library === library && prompt.path === path),
  );
}
