import type { ColumnType } from 'kysely';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Score, ScoreConfig, ScoreReason, ScoreSource, ScoreValue } from './score.ts';

interface ScoreRow {
  organization_id: OrganizationId;
  id: string;
  execution_id: string;
  config: string;
  value: ColumnType<ScoreValue, string, never>;
  reason: ScoreReason | null;
  source: ScoreSource;
  scorer_id: string;
  turn: number;
  entry: string;
  created_at: Date;
}

interface ConfigRow {
  organization_id: OrganizationId;
  name: string;
  categories: ColumnType<string[], string, never>;
  created_at: Date;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    intelligence_score: ScoreRow;
    intelligence_score_config: ConfigRow;
  }
}

/** Everything that was said of an execution, oldest first, what was superseded too. */
export async function selectScores(
  reader: Reader,
  organization: OrganizationId,
  execution: string,
): Promise<Score[]> {
  const rows = await reader
    .selectFrom('intelligence_score')
    .where('organization_id', '=', organization)
    .where('execution_id', '=', execution)
    .orderBy('created_at')
    .orderBy('turn')
    .selectAll()
    .execute();
  return rows.map(
    ({ id, execution_id, config, value, reason, source, scorer_id, turn, entry, created_at }) => ({
      ...{ id, config, value, reason, source, turn, entry },
      ...{ execution: execution_id, scorer: scorer_id, createdAt: created_at },
    }),
  );
}

/** @returns false when the scorer's same turn is there already */
export async function insertScore(tx: Tx, organization: OrganizationId, score: Score): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('intelligence_score')
    .values({
      organization_id: organization,
      id: score.id,
      execution_id: score.execution,
      config: score.config,
      value: JSON.stringify(score.value),
      reason: score.reason,
      source: score.source,
      scorer_id: score.scorer,
      turn: score.turn,
      entry: score.entry,
      created_at: score.createdAt,
    })
    .onConflict((on) =>
      on.columns(['organization_id', 'execution_id', 'config', 'scorer_id', 'turn']).doNothing(),
    )
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** The organization's own. */
export async function selectConfigs(reader: Reader, organization: OrganizationId): Promise<ScoreConfig[]> {
  const rows = await reader
    .selectFrom('intelligence_score_config')
    .where('organization_id', '=', organization)
    .orderBy('name')
    .select(['name', 'categories'])
    .execute();
  return rows.map(({ name, categories }) => ({ name, type: 'category', categories }));
}

/** @returns false when there is one of that name */
export async function insertConfig(
  tx: Tx,
  organization: OrganizationId,
  { name, categories }: ScoreConfig,
  at: Date,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('intelligence_score_config')
    .values({
      organization_id: organization,
      name,
      categories: JSON.stringify(categories),
      created_at: at,
    })
    .onConflict((on) => on.columns(['organization_id', 'name']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}
