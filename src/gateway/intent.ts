import type { JsonObject } from '../platform/canonical-json.ts';
import { newId } from '../platform/id.ts';
import { Problem } from '../platform/problem.ts';
import type { Reservation } from './budgets/budget.ts';
import { reservationsFor } from './budgets/reservations.ts';
import { contentKeyPlace, newContentKey, payloadPlace, seal } from './content.ts';
import { turnOf } from './context/turn.ts';
import { intendEntry } from './entry.ts';
import type { Execution } from './execution.ts';
import { createHearing, type Hearing } from './hearing.ts';
import { Held } from './holds/held.ts';
import { openHold } from './holds/open.ts';
import { newExecution } from './new-execution.ts';
import type { GatewayParts } from './parts.ts';
import type { Plan } from './plan.ts';
import { refuseWhenFull } from './recording.ts';
import { refusalBy } from './refusal.ts';
import { notRecorded, refusedAs } from './refuse.ts';
import { stopFor, stopped } from './stopping.ts';
import type { Treated } from './treating/treat.ts';

/** An execution under way: what its outcome needs. */
export interface Intent {
  readonly execution: Execution;
  readonly contentKey: Uint8Array;
  readonly startedMs: number;
  readonly hearing: Hearing;
  /** What it has reserved of budgets, and its outcome settles. */
  readonly reservations: readonly Reservation[];
  /** The provider is called only when the intent is durable: a rule asks for it, or a budget must hold. */
  readonly strict: boolean;
  /** Resolves when the intent is durable. Rejects with 503 `execution.not_recorded` or 429 `budget.exceeded`: then nothing may be released. */
  readonly durable: Promise<void>;
}

/** Time after the provider's own limit in which the outcome must be written. Then reconciliation may call it abandoned. */
const graceMs = 60_000;

/**
 * Asks whether it is recalled, then what policy said, and on a permit starts to record the intent (one transaction: entry, index row, sealed input).
 * @throws Problem 503 `execution.queue_full`, 422 `execution.recalled`, `execution.break_glass_ended`, 422 of an obligation that cannot be carried out, 403 `execution.create.forbidden` /
 *   `execution.create_raw.forbidden`, after recording `execution.refuse`
 */
export async function beginExecution(parts: GatewayParts, treated: Treated): Promise<Intent | Held> {
  const { plan, policy, verdict, refusal } = treated;
  const id = plan.hold?.execution ?? newId('exe');
  const stop = await stopFor(parts, plan.principal.organization, plan.served);
  const turn = await turnOf(parts, plan);
  const reserving = treated.held ? [] : await reservationsFor(parts, plan).catch(asRefusal);
  // Nothing from here to the queue waits for anything, so the bound holds however many come at once.
  refuseWhenFull(parts.recording);
  if (stop !== undefined) throw await refusedAs(parts, id, treated, turn, stopped(stop));
  if (verdict.decision === 'forbid')
    throw await refusedAs(parts, id, treated, turn, await refusalBy(parts, policy, id, plan, verdict));
  if (refusal !== null) throw await refusedAs(parts, id, treated, turn, refusal);
  if (reserving instanceof Problem) throw await refusedAs(parts, id, treated, turn, reserving);
  if (treated.held && plan.principal.onBehalfOf !== undefined)
    throw await refusedAs(parts, id, treated, turn, noHoldOnBehalf());
  if (treated.held) return new Held(await openHold(parts, treated));
  const at = parts.clock.now();
  const contentKey = newContentKey();
  const { organization } = plan.principal;
  const keyWrapped = parts.vault.wrap(contentKey, contentKeyPlace(organization, id));
  const input = JSON.stringify({ variables: plan.variables, ...askedOf(plan.body) });
  const sealed = seal(contentKey, payloadPlace(organization, id, 'input'), input);
  const execution = newExecution(id, at, treated, turn);
  const deadline = new Date(at.getTime() + parts.providerTimeoutMs + graceMs);
  const entry = intendEntry(execution, plan, verdict, sealed.commitment);
  const durable = parts.recording
    .record({ kind: 'intent', entry, execution, deadline, keyWrapped, sealed, reservations: reserving })
    .catch(async (cause: unknown) => {
      if (cause instanceof Problem && cause.code === 'budget.exceeded')
        throw await refusedAs(parts, id, treated, turn, cause);
      throw notRecorded(parts, id, cause);
    });
  // Whoever waits for it learns of it; until then a rejection is not unhandled.
  durable.catch(() => undefined);
  const startedMs = performance.now();
  const strict = treated.duties.strict || reserving.some(({ budget }) => budget.hard);
  const hearing = createHearing(startedMs);
  return { execution, contentKey, startedMs, hearing, reservations: reserving, strict, durable };
}

/** Consent is for now. By the time somebody has looked at it, the person may have thought better of it. */
function noHoldOnBehalf(): Problem {
  return new Problem({
    code: 'execution.on_behalf_of_refused',
    status: 403,
    detail:
      'A person has to look at this call first, and what waits is not run on behalf of somebody else. Ask without the header countersign-on-behalf-of.',
  });
}

function asRefusal(error: unknown): Problem {
  if (error instanceof Problem) return error;
  throw error;
}

/** What was asked, whatever dialect it is in: the conversation (or what is embedded), and everything else that was said about it. */
function askedOf({ model: _model, messages, input, ...parameters }: Plan['body']): JsonObject {
  const said = typeof input === 'string' ? [{ role: 'user', content: input }] : input;
  return { messages: messages ?? said ?? [], parameters };
}
