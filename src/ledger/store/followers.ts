import { sql } from 'kysely';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { OrganizationId } from '../entry.ts';

/**
 * Entries of these actions that a follower has not reacted to, oldest first. Starts from the index of actions: what is followed is rare,
 * so the cost does not grow with the log.
 */
export async function dueLeaves(
  reader: Reader,
  organization: OrganizationId,
  follower: string,
  actions: readonly string[],
  limit: number,
): Promise<{ index: number; leaf: Uint8Array }[]> {
  return reader
    .selectFrom('ledger_leaf as l')
    .innerJoin('ledger_position as p', (on) =>
      on.onRef('p.organization_id', '=', 'l.organization_id').onRef('p.id', '=', 'l.id'),
    )
    .where('l.organization_id', '=', organization)
    .where('l.action', 'in', actions)
    .where(({ eb, fn, selectFrom, val }) =>
      eb(
        'p.index',
        '>=',
        fn.coalesce(
          selectFrom('ledger_follower')
            .where('organization_id', '=', organization)
            .where('name', '=', follower)
            .select('next_index'),
          val(0),
        ),
      ),
    )
    .orderBy('p.index')
    .limit(limit)
    .select(['p.index', 'l.leaf'])
    .execute();
}

/**
 * What is new in a log since `from`: where it ends, and which actions there are. For many followers in one question, as most of them wait
 * for what is rare. Undefined `from`: where it ends, and no actions.
 */
export async function actionsSince(
  reader: Reader,
  organization: OrganizationId,
  from: number | undefined,
): Promise<{ nextIndex: number; actions: ReadonlySet<string> }> {
  const query = sql<{ last: number | null; actions: string[] | null }>`(
    select
      (select max(index) from ledger_position where organization_id = ${organization})::float8 as last,
      (
        select array_agg(distinct l.action)
        from ledger_position p
        cross join lateral (
          select action from ledger_leaf where organization_id = ${organization} and id = p.id limit 1
        ) l
        where p.organization_id = ${organization} and p.index >= ${from ?? Number.MAX_SAFE_INTEGER}
      ) as actions)`;
  const row = await reader.selectFrom(query.as('news')).selectAll().executeTakeFirst();
  const { last = null, actions = null } = row ?? {};
  return { nextIndex: last === null ? 0 : last + 1, actions: new Set(actions ?? []) };
}

/** Whether the log reaches further than a follower has. */
export async function hasUnfollowed(
  reader: Reader,
  organization: OrganizationId,
  follower: string,
): Promise<boolean> {
  const row = await reader
    .selectFrom('ledger_position')
    .where('organization_id', '=', organization)
    .where(({ eb, fn, selectFrom, val }) =>
      eb(
        'index',
        '>=',
        fn.coalesce(
          selectFrom('ledger_follower')
            .where('organization_id', '=', organization)
            .where('name', '=', follower)
            .select('next_index'),
          val(0),
        ),
      ),
    )
    .select('index')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The follower's place, locked until the transaction ends: another node that reacts to the same entry waits here, and then finds it done. */
export async function lockFollower(tx: Tx, organization: OrganizationId, follower: string): Promise<number> {
  await sql`
    insert into ledger_follower (organization_id, name, next_index) values (${organization}, ${follower}, 0)
    on conflict do nothing`.execute(tx);
  const { next_index } = await tx
    .selectFrom('ledger_follower')
    .where('organization_id', '=', organization)
    .where('name', '=', follower)
    .select('next_index')
    .forUpdate()
    .executeTakeFirstOrThrow();
  return next_index;
}

export async function moveFollower(
  tx: Tx,
  organization: OrganizationId,
  follower: string,
  nextIndex: number,
): Promise<void> {
  await tx
    .updateTable('ledger_follower')
    .set({ next_index: nextIndex })
    .where('organization_id', '=', organization)
    .where('name', '=', follower)
    .execute();
}
