import type { Principal } from '../access/index.ts';
import { isId } from '../platform/id.ts';
import { Problem } from '../platform/problem.ts';
import type { Execution } from './execution.ts';
import type { GatewayParts } from './parts.ts';
import { sightOf } from './sight.ts';
import { type ExecutionFilter, listExecutions } from './store/list.ts';
import { type ExecutionWire, executionWire } from './wire.ts';

type Parts = Pick<GatewayParts, 'reader' | 'access' | 'libraries'>;

/** What somebody asks for; who may see it is added. */
export interface ExecutionQuery extends Omit<ExecutionFilter, 'humans' | 'seen' | 'ids' | 'after'> {
  /** The person behind it. */
  readonly human?: string | undefined;
  /** By whom is in this team now, and by their apps. */
  readonly team?: string | undefined;
}

/** One's own executions, or everybody's with `execution.list_all`; newest first, by keyset: what arrives meanwhile shifts no page. */
export async function listExecutionsFor(
  parts: Parts,
  principal: Principal,
  query: ExecutionQuery,
  page: { readonly cursor: string | undefined; readonly limit: number },
): Promise<{ items: ExecutionWire[]; next: string | null }> {
  const filter = await filterFor(parts, principal, query);
  if (filter === undefined) return { items: [], next: null };
  const after = page.cursor === undefined ? undefined : readCursor(page.cursor);
  const asked = { ...filter, after };
  const found = await listExecutions(parts.reader, principal.organization, asked, page.limit + 1);
  const items = found.slice(0, page.limit);
  const last = items.at(-1);
  return {
    items: await withNames(parts, principal, items),
    next: found.length > page.limit && last !== undefined ? writeCursor(last) : null,
  };
}

/** What is asked for, within what the principal may see; undefined when that is nothing at all. */
export async function filterFor(
  parts: Parts,
  principal: Principal,
  { human, team, ...query }: ExecutionQuery,
): Promise<ExecutionFilter | undefined> {
  const sight = await sightOf(parts, principal);
  const humans = await humansOf(parts, principal, human, team);
  if (humans?.length === 0) return undefined;
  if (sight === 'all') return { ...query, humans };
  if (sight !== 'own') return { ...query, humans, seen: { ...sight, own: principal.id } };
  if (query.principal !== undefined && query.principal !== principal.id) return undefined;
  return { ...query, humans, principal: principal.id };
}

async function humansOf(
  { access }: Pick<Parts, 'access'>,
  { organization }: Principal,
  human: string | undefined,
  team: string | undefined,
): Promise<ExecutionFilter['humans']> {
  const one = human === undefined ? undefined : isId('per', human) ? [human] : [];
  if (team === undefined) return one;
  const found = isId('tea', team) ? await access.teamById(organization, team) : undefined;
  const members = found && (await access.teamMembers(organization, [found.name])).get(found.name);
  const all = [...(members ?? [])];
  return one === undefined ? all : all.filter((person) => one.includes(person));
}

/** The principal's newest executions, for a home page. */
export async function recentExecutions(
  parts: Parts,
  principal: Principal,
  limit: number,
): Promise<ExecutionWire[]> {
  const { organization, id } = principal;
  return withNames(
    parts,
    principal,
    await listExecutions(parts.reader, organization, { principal: id }, limit),
  );
}

export async function withNames(
  parts: Pick<GatewayParts, 'access'>,
  principal: Principal,
  executions: readonly Execution[],
): Promise<ExecutionWire[]> {
  const ids = new Set(executions.flatMap((execution) => [execution.principal, execution.human]));
  if (ids.size === 0) return [];
  const names = await parts.access.names(principal.organization, [...ids]);
  return executions.map((execution) => executionWire(execution, names));
}

export function writeCursor(execution: Execution): string {
  return Buffer.from(`${execution.at.getTime()}.${execution.id}`).toString('base64url');
}

export function readCursor(cursor: string): { at: Date; id: string } {
  const match = /^(\d{1,15})\.(exe_[0-9a-z]{26})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (match?.[1] === undefined || match[2] === undefined)
    throw new Problem({
      code: 'request.invalid',
      status: 400,
      detail: 'The cursor is not one that this list gave. Start again without it.',
    });
  return { at: new Date(Number(match[1])), id: match[2] };
}
