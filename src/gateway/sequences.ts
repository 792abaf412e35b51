import type { Principal } from '../access/index.ts';
import { notFound } from '../platform/problem.ts';
import { conversationOf, firstOf } from './context/names.ts';
import { executionOfTrace, ownTrace } from './context/trace.ts';
import type { Execution } from './execution.ts';
import { filterFor, readCursor, withNames, writeCursor } from './list.ts';
import type { GatewayParts } from './parts.ts';
import type { SequenceDetailWire, SequenceWire } from './sequence-wire.ts';
import { listExecutions } from './store/list.ts';
import { newestOfEach, type SequenceKind } from './store/sequences.ts';

type Parts = Pick<GatewayParts, 'reader' | 'access' | 'libraries'>;

/** Of one trace or conversation at most; the list of executions has all of them. */
const mostShown = 500;

/**
 * Traces, or conversations, by their newest execution, newest first: of what the principal may see. What nobody went on with is none: an
 * execution that stands alone is in the list of executions.
 */
export async function listSequences(
  parts: Parts,
  principal: Principal,
  kind: SequenceKind,
  page: { readonly cursor: string | undefined; readonly limit: number },
): Promise<{ items: SequenceWire[]; next: string | null }> {
  const filter = await filterFor(parts, principal, {});
  if (filter === undefined) return { items: [], next: null };
  const after = page.cursor === undefined ? undefined : readCursor(page.cursor);
  const found = await newestOfEach(
    parts.reader,
    principal.organization,
    kind,
    { ...filter, after },
    page.limit + 1,
  );
  const newest = found.slice(0, page.limit);
  const last = newest.at(-1);
  const items = await Promise.all(
    newest.map(async (execution) =>
      sequenceWire(parts, principal, kind, await openSequence(parts, principal, kind, idOf(kind, execution))),
    ),
  );
  return { items, next: found.length > page.limit && last !== undefined ? writeCursor(last) : null };
}

/** One of them, with its executions, oldest first. An execution that stands alone is the only one of its own. @throws Problem 404 */
export async function readSequence(
  parts: Parts,
  principal: Principal,
  kind: SequenceKind,
  id: string,
): Promise<SequenceDetailWire> {
  const form = kind === 'trace' ? /^[0-9a-f]{32}$/ : /^cnv_[0-9a-z]{26}$/;
  const executions = form.test(id) ? await openSequence(parts, principal, kind, id) : [];
  if (executions.length === 0) throw notFound();
  return {
    ...(await sequenceWire(parts, principal, kind, executions)),
    items: await withNames(parts, principal, executions),
  };
}

async function openSequence(
  parts: Parts,
  principal: Principal,
  kind: SequenceKind,
  id: string,
): Promise<Execution[]> {
  const filter = await filterFor(parts, principal, kind === 'trace' ? { trace: id } : { conversation: id });
  if (filter === undefined) return [];
  const found = await listExecutions(parts.reader, principal.organization, filter, mostShown);
  const first = kind === 'trace' ? executionOfTrace(id) : firstOf(id);
  // What belongs to another one did not begin this one, whatever its number.
  return found
    .filter(
      (execution) =>
        execution.id !== first || belongsTo(kind, execution) === null || idOf(kind, execution) === id,
    )
    .toReversed();
}

const belongsTo = (kind: SequenceKind, { trace, conversation }: Execution): string | null =>
  kind === 'trace' ? (trace?.id ?? null) : conversation;

function idOf(kind: SequenceKind, execution: Execution): string {
  const own = kind === 'trace' ? ownTrace(execution.id) : conversationOf(execution.id);
  return belongsTo(kind, execution) ?? own;
}

async function sequenceWire(
  parts: Parts,
  principal: Principal,
  kind: SequenceKind,
  executions: readonly Execution[],
): Promise<SequenceWire> {
  const [first, last] = [executions[0], executions.at(-1)];
  if (first === undefined || last === undefined)
    throw new Error('invariant: what is listed has an execution');
  const [firstWire] = await withNames(parts, principal, [first]);
  if (firstWire === undefined) throw new Error('invariant: one execution has one wire form');
  const endMs = Math.max(...executions.map(({ at, durationMs }) => at.getTime() + (durationMs ?? 0)));
  const known = executions.flatMap(({ costMicroUsd }) => (costMicroUsd === null ? [] : [costMicroUsd]));
  return {
    id: idOf(kind, last),
    first: firstWire,
    startedAt: first.at.toISOString(),
    lastAt: last.at.toISOString(),
    durationMs: endMs - first.at.getTime(),
    executions: executions.length,
    more: executions.length === mostShown,
    notSucceeded: executions.filter(({ status }) => status !== 'succeeded' && status !== 'running').length,
    costMicroUsd: known.length === 0 ? null : known.reduce((sum, cost) => sum + cost, 0),
  };
}
