import { createHash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import type pg from 'pg';

const mark = '/* its plan is kept */';

/**
 * For the end of a statement that runs for every call and always reads the same (`modifyEnd(keepPlan)`): each connection prepares it once,
 * and PostgreSQL plans it a few times instead of every time. For statements whose planning costs more than their running.
 */
export const keepPlan: RawBuilder<unknown> = sql.raw(mark);

const names = new Map<string, string>();

/** The name under which a connection keeps a statement; undefined for one that is not marked. By its text, so that no two share one. */
export function keptName(text: string): string | undefined {
  if (!text.endsWith(mark)) return undefined;
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = `kept_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
  names.set(text, name);
  return name;
}

/** Has a new connection prepare the statements that are marked. Others go as they came. */
export function keepPlans(client: pg.PoolClient): void {
  const ask = client.query;
  Reflect.set(client, 'query', (text: unknown, values: unknown, ...rest: unknown[]) => {
    const name = typeof text === 'string' ? keptName(text) : undefined;
    const given = name === undefined ? [text, values, ...rest] : [{ name, text, values }, ...rest];
    return Reflect.apply(ask, client, given);
  });
}
