import { type ColumnType, sql } from 'kysely';
import type { LibraryId, Principal } from '../../access/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Judge, JudgeRun } from './judge.ts';

interface JudgeRow {
  organization_id: OrganizationId;
  id: string;
  name: string;
  library_id: LibraryId;
  path: string;
  version: number;
  digest: string;
  target_library_id: LibraryId;
  target_path: string;
  created_by: string;
  created_at: Date;
}

interface RunRow {
  organization_id: OrganizationId;
  id: string;
  judge_id: string;
  started_by: Principal['id'];
  credential: ColumnType<Principal['credential'], string, never>;
  seed: string;
  among: JudgeRun['among'];
  both_orders: boolean;
  size: number;
  created_at: Date;
}

interface JudgementRow {
  organization_id: OrganizationId;
  run_id: string;
  execution_id: string;
  place: number;
  done_at: Date | null;
  passed: boolean | null;
  turned: boolean | null;
  problem: string | null;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    intelligence_judge: JudgeRow;
    intelligence_judge_run: RunRow;
    intelligence_judgement: JudgementRow;
  }
}

/** @returns false when there is one of that name */
export async function insertJudge(tx: Tx, organization: OrganizationId, judge: Judge): Promise<boolean> {
  const { id, name, library, path, version, digest, target } = judge;
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('intelligence_judge')
    .values({
      ...{ organization_id: organization, id, name, library_id: library, path, version, digest },
      ...{ target_library_id: target.library, target_path: target.path },
      ...{ created_by: judge.createdBy, created_at: judge.createdAt },
    })
    .onConflict((on) => on.columns(['organization_id', 'name']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Oldest first. */
export async function selectJudges(reader: Reader, organization: OrganizationId): Promise<Judge[]> {
  const rows = await reader
    .selectFrom('intelligence_judge')
    .where('organization_id', '=', organization)
    .orderBy('created_at')
    .orderBy('id')
    .selectAll()
    .execute();
  return rows.map(({ id, name, library_id, path, version, digest, ...row }) => ({
    ...{ id, name, library: library_id, path, version, digest },
    target: { library: row.target_library_id, path: row.target_path },
    ...{ createdBy: row.created_by, createdAt: row.created_at },
  }));
}

/** A run and what it is about, in the order in which it is judged. */
export async function insertRun(tx: Tx, run: JudgeRun, executions: readonly string[]): Promise<void> {
  await tx
    .insertInto('intelligence_judge_run')
    .values({
      ...{ organization_id: run.organization, id: run.id, judge_id: run.judge, started_by: run.startedBy },
      ...{ credential: JSON.stringify(run.credential), seed: run.seed, among: run.among },
      ...{ both_orders: run.bothOrders, size: run.size, created_at: run.createdAt },
    })
    .execute();
  await tx
    .insertInto('intelligence_judgement')
    .values(
      executions.map((execution, place) => ({
        ...{ organization_id: run.organization, run_id: run.id, execution_id: execution, place },
        ...{ done_at: null, passed: null, turned: null, problem: null },
      })),
    )
    .execute();
}

/** How far the runs of an organization are, newest first. */
export async function selectRuns(reader: Reader, organization: OrganizationId, limit: number) {
  return reader
    .selectFrom('intelligence_judge_run as r')
    .innerJoin('intelligence_judgement as j', (on) =>
      on.onRef('j.organization_id', '=', 'r.organization_id').onRef('j.run_id', '=', 'r.id'),
    )
    .where('r.organization_id', '=', organization)
    .groupBy(['r.id', 'r.judge_id', 'r.started_by', 'r.among', 'r.both_orders', 'r.size', 'r.created_at'])
    .select(({ fn }) => [
      'r.id',
      'r.judge_id as judge',
      'r.started_by as startedBy',
      'r.among',
      'r.both_orders as bothOrders',
      'r.size',
      'r.created_at as createdAt',
      fn.count<number>('j.done_at').as('done'),
      fn.countAll<number>().filterWhere('j.problem', 'is not', null).as('broken'),
    ])
    .orderBy('r.created_at', 'desc')
    .orderBy('r.id', 'desc')
    .limit(limit)
    .execute();
}

/** The organizations in which something waits to be judged. */
export async function selectWaiting(
  reader: Reader,
): Promise<{ readonly organization: OrganizationId; readonly run: string }[]> {
  return reader
    .selectFrom('intelligence_judgement')
    .where('done_at', 'is', null)
    .where('organization_id', 'is not', null)
    .groupBy(['organization_id', 'run_id'])
    .select(['organization_id as organization', 'run_id as run'])
    .orderBy('run_id')
    .execute();
}

/** The next item of a run that nobody else judges now: its lock is the claim until the transaction ends. */
export async function claimJudgement(
  tx: Tx,
  organization: OrganizationId,
  run: string,
): Promise<{ readonly execution: string; readonly run: JudgeRun } | undefined> {
  const row = await tx
    .selectFrom('intelligence_judgement')
    .where('organization_id', '=', organization)
    .where('run_id', '=', run)
    .where('done_at', 'is', null)
    .orderBy('place')
    .limit(1)
    .select('execution_id')
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const found = await tx
    .selectFrom('intelligence_judge_run')
    .where('organization_id', '=', organization)
    .where('id', '=', run)
    .selectAll()
    .executeTakeFirstOrThrow();
  return {
    execution: row.execution_id,
    run: {
      ...{ organization, id: run, judge: found.judge_id, startedBy: found.started_by, seed: found.seed },
      ...{ credential: found.credential, among: found.among, bothOrders: found.both_orders },
      ...{ size: found.size, createdAt: found.created_at },
    },
  };
}

/** Says something on a transaction's connection, so that it is not taken for forgotten. */
export async function touch(tx: Tx): Promise<void> {
  await sql`select 1`.execute(tx);
}

export async function updateJudgement(
  tx: Tx,
  organization: OrganizationId,
  { run, execution }: { readonly run: string; readonly execution: string },
  outcome: Pick<JudgementRow, 'done_at' | 'passed' | 'turned' | 'problem'>,
): Promise<void> {
  await tx
    .updateTable('intelligence_judgement')
    .set(outcome)
    .where('organization_id', '=', organization)
    .where('run_id', '=', run)
    .where('execution_id', '=', execution)
    .execute();
}

/** Executions of a prompt that people gave a thumb which stands. */
export async function selectScored(
  reader: Reader,
  organization: OrganizationId,
  library: string,
  path: string,
): Promise<string[]> {
  const items = sql<{ execution: string }>`(
    select execution_id as execution from intelligence_item_people
    where organization_id = ${organization} and library_id = ${library} and path = ${path}
    group by execution_id having sum(up) <> sum(down)
  )`.as('items');
  const rows = await reader.selectFrom(items).selectAll().execute();
  return rows.map(({ execution }) => execution);
}
