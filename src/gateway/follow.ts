import { setTimeout as sleep } from 'node:timers/promises';
import type { Principal } from '../access/index.ts';
import { isId } from '../platform/id.ts';
import { type ExecutionQuery, filterFor, withNames } from './list.ts';
import type { GatewayParts } from './parts.ts';
import { listByIds } from './store/list.ts';
import type { ExecutionWire } from './wire.ts';

/** Between two looks. The integrator signs a few times a second, and a person reads. */
const everyMs = 500;
/** Entries of one look. What comes faster is in the list; nobody reads a thousand lines a second. */
const mostAtOnce = 200;
const acts = ['execution.intend', 'execution.complete', 'execution.refuse', 'execution.abandon'];

/** What one look saw: executions as they are now, oldest first, and the place in the log to go on after. */
export interface Look {
  readonly executions: readonly ExecutionWire[];
  readonly lastIndex: number;
}

/**
 * Executions as they begin and end, by their entries in the log, from `fromIndex` on, until the signal. A look without executions comes
 * now and then, also when nothing happens, so that a reader can show that it is alive and look whether it may still read.
 */
export async function* followExecutions(
  parts: Pick<GatewayParts, 'reader' | 'access' | 'libraries' | 'ledger'>,
  principal: () => Principal,
  query: ExecutionQuery,
  fromIndex: number,
  signal: AbortSignal,
): AsyncGenerator<Look> {
  const { organization } = principal();
  let next = fromIndex;
  for (let quiet = 1; !signal.aborted; quiet += 1) {
    const treeSize = (await parts.ledger.head(organization))?.treeSize ?? next;
    const executions = treeSize > next ? await between(parts, principal(), query, next, treeSize) : [];
    next = Math.max(next, treeSize);
    if (executions.length > 0) quiet = 0;
    if (quiet % 4 === 0) yield { executions, lastIndex: next - 1 };
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

async function between(
  parts: Pick<GatewayParts, 'reader' | 'access' | 'libraries' | 'ledger'>,
  principal: Principal,
  query: ExecutionQuery,
  fromIndex: number,
  beforeIndex: number,
): Promise<ExecutionWire[]> {
  const { organization } = principal;
  const filter = await filterFor(parts, principal, query);
  if (filter === undefined) return [];
  const entries = await parts.ledger.list(organization, {
    ...{ fromIndex, beforeIndex, limit: mostAtOnce, action: 'execution.' },
    ...(filter.principal === undefined ? {} : { actorId: filter.principal }),
  });
  // Oldest first; of one that began and ended in between, once.
  const subjects = entries.flatMap(({ entry }) => (acts.includes(entry.action) ? [entry.subject.id] : []));
  const ids = [...new Set(subjects.toReversed())].filter((id) => isId('exe', id));
  const found = await listByIds(parts.reader, organization, filter, ids);
  const places = new Map(ids.map((id, place) => [String(id), place]));
  const inOrder = found.toSorted((left, right) => (places.get(left.id) ?? 0) - (places.get(right.id) ?? 0));
  return withNames(parts, principal, inOrder);
}
