import type { Principal } from '../access/index.ts';
import { notFound } from '../platform/problem.ts';
import { firstOf } from './context/names.ts';
import { executionOfTrace } from './context/trace.ts';
import type { Execution } from './execution.ts';
import { filterFor, readCursor, withNames, writeCursor } from './list.ts';
import type { GatewayParts } from './parts.ts';
import type { SequenceDetailWire, SequenceWire } from './sequence-wire.ts';
import { type ExecutionFilter, listByIds, listExecutions } from './store/list.ts';
import { newestOfEach, type SequenceKind, sumsOf } from './store/sequences.ts';

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
  const ids = newest.map((execution) => belongsTo(kind, execution) ?? '');
  const items = await summed(parts, principal, kind, filter, ids);
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
  const filter = form.test(id) ? await filterFor(parts, principal, {}) : undefined;
  if (filter === undefined) throw notFound();
  const [whole] = await summed(parts, principal, kind, filter, [id]);
  if (whole === undefined) throw notFound();
  const within = { ...filter, ...(kind === 'trace' ? { trace: id } : { conversation: id }) };
  const newest = await listExecutions(parts.reader, principal.organization, within, mostShown);
  return { ...whole, items: await withNames(parts, principal, newest.toReversed()) };
}

const belongsTo = (kind: SequenceKind, { trace, conversation }: Execution): string | null =>
  kind === 'trace' ? (trace?.id ?? null) : conversation;

/** In the order of the ids; what the principal sees nothing of is left out. */
async function summed(
  parts: Parts,
  principal: Principal,
  kind: SequenceKind,
  filter: ExecutionFilter,
  ids: readonly string[],
): Promise<SequenceWire[]> {
  const { reader } = parts;
  const { organization } = principal;
  const sequences = ids.map((id) => ({
    id,
    beginning: kind === 'trace' ? (executionOfTrace(id) ?? null) : firstOf(id),
  }));
  const sums = await sumsOf(reader, organization, kind, filter, sequences, mostShown);
  const begun = await listByIds(
    reader,
    organization,
    filter,
    sums.map(({ first }) => first),
  );
  const wires = new Map((await withNames(parts, principal, begun)).map((wire) => [wire.id, wire]));
  return ids.flatMap((id) => {
    const found = sums.find((one) => one.id === id);
    const first = found && wires.get(found.first);
    if (found === undefined || first === undefined) return [];
    const { startedAt, lastAt, ...rest } = found;
    return [
      {
        ...rest,
        first,
        startedAt: startedAt.toISOString(),
        lastAt: lastAt.toISOString(),
        more: found.executions === mostShown,
      },
    ];
  });
}
