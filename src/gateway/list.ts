import { type Principal, permits, theOrganization } from '../access/index.ts';
import { Problem } from '../platform/problem.ts';
import type { Execution, ExecutionStatus } from './execution.ts';
import type { GatewayParts } from './parts.ts';
import { listExecutions, listRecent } from './store/executions.ts';
import { type ExecutionWire, executionWire } from './wire.ts';

export interface ExecutionQuery {
  /** `LIBRARY/NAME` */
  readonly prompt: string | undefined;
  readonly principal: string | undefined;
  /** Raw calls only, or governed ones only. */
  readonly governed: boolean | undefined;
  readonly status: ExecutionStatus | undefined;
  readonly sampled?: boolean | undefined;
  readonly since: Date | undefined;
  readonly until: Date | undefined;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** One's own executions, or everybody's with `execution.list_all`; newest first, by keyset: what arrives meanwhile shifts no page. */
export async function listExecutionsFor(
  parts: Pick<GatewayParts, 'reader' | 'access'>,
  principal: Principal,
  query: ExecutionQuery,
): Promise<{ items: ExecutionWire[]; next: string | null }> {
  const all = permits(principal, 'execution.list_all', theOrganization);
  if (!all && query.principal !== undefined && query.principal !== principal.id)
    return { items: [], next: null };
  const [library, name] = query.prompt?.split('/') ?? [];
  const found = await listExecutions(parts.reader, principal.organization, {
    principal: all ? query.principal : principal.id,
    prompt: library === undefined || name === undefined ? undefined : { library, name },
    governed: query.governed,
    status: query.status,
    sampled: query.sampled,
    since: query.since,
    until: query.until,
    after: query.cursor === undefined ? undefined : readCursor(query.cursor),
    limit: query.limit + 1,
  });
  const items = found.slice(0, query.limit);
  const last = items.at(-1);
  return {
    items: await withNames(parts, principal, items),
    next: found.length > query.limit && last !== undefined ? writeCursor(last) : null,
  };
}

/** The principal's newest executions, for a home page. */
export async function recentExecutions(
  parts: Pick<GatewayParts, 'reader' | 'access'>,
  principal: Principal,
  limit: number,
): Promise<ExecutionWire[]> {
  return withNames(parts, principal, await listRecent(parts.reader, principal, limit));
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

function writeCursor(execution: Execution): string {
  return Buffer.from(`${execution.at.getTime()}.${execution.id}`).toString('base64url');
}

function readCursor(cursor: string): { at: Date; id: string } {
  const match = /^(\d{1,15})\.(exe_[0-9a-z]{26})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (match?.[1] === undefined || match[2] === undefined)
    throw new Problem({
      code: 'request.invalid',
      status: 400,
      detail: 'The cursor is not one that this list gave. Start again without it.',
    });
  return { at: new Date(Number(match[1])), id: match[2] };
}
