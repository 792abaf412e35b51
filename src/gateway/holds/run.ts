import type { Principal } from '../../access/index.ts';
import type { JsonObject } from '../../platform/canonical-json.ts';
import { Problem } from '../../platform/problem.ts';
import { readOrigin } from '../call-origin.ts';
import { open } from '../content.ts';
import { contextOfJson } from '../context/context.ts';
import { execute } from '../execute.ts';
import { isJsonObject, parseJson } from '../json.ts';
import type { GatewayParts } from '../parts.ts';
import type { Plan } from '../plan.ts';
import { planPrompt } from '../plan-prompt.ts';
import { planRaw } from '../plan-raw.ts';
import type { Hold } from './hold.ts';
import { holdPlace } from './open.ts';
import { findHeldContent, listOverdueHolds, updateDecided, updateFailed } from './store.ts';

/** What is sealed with a hold. Undefined once it is decided. */
export async function heldContent(
  parts: Pick<GatewayParts, 'reader' | 'vault'>,
  { organization, id }: Pick<Hold, 'organization' | 'id'>,
): Promise<JsonObject | undefined> {
  const content = await findHeldContent(parts.reader, organization, id);
  if (content === undefined) return undefined;
  const place = holdPlace(organization, id);
  const value = parseJson(open(parts.vault.unwrap(content.keyWrapped, place), place, content.sealed).text);
  return isJsonObject(value) ? value : undefined;
}

/**
 * Runs a call that was approved: planned anew for whoever asked, as their credential lets them in now, and judged anew. What keeps it from running is recorded.
 * Never rejects.
 */
export async function runHeld(parts: GatewayParts, hold: Hold, content: JsonObject): Promise<void> {
  try {
    const plan = await planHeld(parts, hold, content);
    await execute(parts, plan);
  } catch (error) {
    if (!(error instanceof Problem))
      parts.log.error({ err: error, hold: hold.id }, 'a held call could not run');
    const problem =
      error instanceof Problem
        ? { code: error.code, detail: error.detail.replaceAll('\0', '').slice(0, 1_000).toWellFormed() }
        : { code: 'hold.not_run', detail: 'Something broke on our side, so it did not run. Ask again.' };
    await failHeld(parts, hold, problem).catch((cause: unknown) =>
      parts.log.error({ err: cause, hold: hold.id }, 'the end of a held call could not be recorded'),
    );
  }
}

async function planHeld(parts: GatewayParts, hold: Hold, content: JsonObject): Promise<Plan> {
  const principal = await askedBy(parts, hold);
  const origin = readOrigin(content.origin ?? null);
  const plan =
    origin.kind === 'prompt'
      ? await planPrompt(parts, principal, origin.call, origin.dialect)
      : await planRaw(parts, principal, origin.request, origin);
  const { id, execution } = hold;
  if (execution === null) throw new Error('invariant: an approved hold has an execution');
  return { ...plan, hold: { id, execution }, context: contextOfJson(content.context) };
}

/** Whoever asked, as their credential lets them in now (AT-45). @throws Problem `execution.access_ended` */
async function askedBy(parts: GatewayParts, hold: Hold): Promise<Principal> {
  const { organization, credential: id } = hold;
  const kind = id.startsWith('key_') ? ('key' as const) : ('session' as const);
  const principal = await parts.access.still({ organization, credential: { kind, id } });
  if (principal !== undefined && principal.id === hold.principal) return principal;
  throw new Problem({
    code: 'execution.access_ended',
    status: 403,
    detail:
      'The key or session that asked for this ended meanwhile, so it was not run. Sign in again and ask anew.',
  });
}

async function failHeld(
  parts: Pick<GatewayParts, 'ledger'>,
  hold: Hold,
  problem: { readonly code: string; readonly detail: string },
): Promise<void> {
  await parts.ledger.record(async (tx) => {
    if (!(await updateFailed(tx, hold, problem))) throw new Decided();
    return {
      value: undefined,
      entry: bySystem(hold, 'hold.fail', { problem: problem.code, execution: hold.execution }),
    };
  });
}

/** Thrown inside a transaction to leave nothing behind: another node was first. */
class Decided extends Error {}

/** An approved call that did not begin within this time never will: the node that would have run it stopped. */
const beginMs = 300_000;

/**
 * Closes what waited too long, and what was approved on a node that stopped before it ran. Fails closed: neither runs. Safe on several nodes.
 * @returns how many were closed now
 */
export async function closeOverdue(
  parts: Pick<GatewayParts, 'reader' | 'ledger' | 'clock'>,
): Promise<number> {
  const now = parts.clock.now();
  const overdue = await listOverdueHolds(parts.reader, now, new Date(now.getTime() - beginMs), 100);
  let closed = 0;
  for (const hold of overdue) {
    try {
      if (hold.state === 'approved')
        await failHeld(parts, hold, {
          code: 'hold.not_run',
          detail: 'The server stopped before it ran. Whoever asked may ask again.',
        });
      else await expireHeld(parts, hold, now);
      closed += 1;
    } catch (error) {
      if (!(error instanceof Decided)) throw error;
    }
  }
  return closed;
}

async function expireHeld(parts: Pick<GatewayParts, 'ledger'>, hold: Hold, now: Date): Promise<void> {
  const expired = { state: 'expired', by: null, at: now, reason: null, salt: null, execution: null } as const;
  await parts.ledger.record(async (tx) => {
    if (!(await updateDecided(tx, hold, expired))) throw new Decided();
    return { value: undefined, entry: bySystem(hold, 'hold.expire', {}) };
  });
}

function bySystem({ organization, id }: Hold, action: string, data: JsonObject) {
  return {
    organization,
    action,
    actor: { kind: 'system' as const, id: 'gateway' },
    subject: { kind: 'hold', id },
    data,
  };
}
