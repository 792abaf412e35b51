import { permits } from '../access/index.ts';
import { type Served, type Stop, stopOf } from '../changes/index.ts';
import type { OrganizationId } from '../ledger/index.ts';
import { Problem } from '../platform/problem.ts';
import type { GatewayParts } from './parts.ts';
import type { Plan } from './plan.ts';

type Parts = Pick<GatewayParts, 'access' | 'changes' | 'clock'>;

/** How old the knowledge may be that whoever asked may still do so. With the time between two looks: less than a second. */
const accessKnownMs = 500;

/** How often what runs is held against what is recalled. Together with the age of what is known: less than a second. */
const lookEveryMs = 200;

/** Why a plan must not run at this moment. @throws Problem `execution.stops_unknown` 503 */
export async function stopFor(
  parts: Parts,
  organization: OrganizationId,
  served: Served,
): Promise<Stop | undefined> {
  return stopOf(await parts.changes.stops(organization), served, parts.clock.now());
}

/** In doubt nothing is released. */
function accessUnknown(cause: unknown): Problem {
  return new Problem({
    code: 'execution.access_unknown',
    status: 503,
    detail: 'Whether the caller may still do this cannot be looked up at the moment. Try again in a moment.',
    cause,
  });
}

/** The refusal of what somebody asked for who may not have it any more. */
function accessEnded(): Problem {
  return new Problem({
    code: 'execution.access_ended',
    status: 403,
    detail:
      'The key or session that asked for this ended meanwhile, or lost the right to it. Sign in again, or ask an admin.',
  });
}

/** The refusal of what must not run. 422: clients of OpenAI try a 409 again. */
export function stopped(stop: Stop): Problem {
  if (stop.why === 'recalled') {
    const { recall } = stop;
    return new Problem({
      code: 'execution.recalled',
      status: 422,
      detail: `${whatIs(recall.target)} is recalled: ${recall.reason} Nothing serves it until the recall is lifted. Use another version or model, or ask whoever publishes it.`,
      more: { recall: recall.id },
    });
  }
  return new Problem({
    code: 'execution.break_glass_ended',
    status: 422,
    detail:
      'This version went live without approval, and its time is over. Use an approved version, or have this one approved.',
    more: { breakGlass: stop.breakGlass },
  });
}

/** What the record says when a person pressed Stop: not a failure of anybody's. */
function stoppedByCaller(): Problem {
  return new Problem({
    code: 'execution.stopped',
    status: 409,
    detail: 'Whoever ran it stopped it before the answer was complete. Run it again for a whole answer.',
  });
}

function whatIs(target: Extract<Stop, { why: 'recalled' }>['recall']['target']): string {
  switch (target.kind) {
    case 'model':
      return `The model ${target.model}`;
    case 'version':
      return `Version ${target.version} of ${target.path}`;
    case 'asset':
    case 'workflow':
      return target.path;
  }
}

/** Looks after one execution under way. */
export interface Guard {
  /** Aborted as soon as the plan must not go on. */
  readonly signal: AbortSignal;
  /** Resolves with the reason when it must not go on; never otherwise, never rejects. */
  readonly stopped: Promise<{ readonly stop: Problem }>;
  /** Why it must not be released now, looked at once more. */
  verdict(): Promise<Problem | undefined>;
  /** Somebody else is asked now: what is recalled is held against that model. */
  asks(model: string): void;
  /** Aborts the call without a reason of the guard's own: its intent was not recorded. */
  breakOff(): void;
  end(): void;
}

/**
 * Looks at what is recalled, and whether whoever asked may still ask, while an execution is under way, and breaks it off. When that cannot be known any more, it is
 * broken off too: in doubt nothing is released. `leaving` aborts when whoever asked wants no more of it.
 */
export function guardExecution(parts: Parts, plan: Plan, leaving?: AbortSignal): Guard {
  const { principal, action, resource } = plan;
  let { served } = plan;
  let accessKnownAt = performance.now();
  const mayStill = async (): Promise<boolean> => {
    const at = performance.now();
    if (at - accessKnownAt < accessKnownMs) return true;
    const now = await parts.access.still(principal).catch((cause: unknown) => {
      throw accessUnknown(cause);
    });
    accessKnownAt = at;
    return now !== undefined && permits(now, action, resource);
  };
  const interrupt = new AbortController();
  const look = async (): Promise<Problem | undefined> => {
    try {
      const stop = await stopFor(parts, principal.organization, served);
      if (stop !== undefined) return stopped(stop);
      return (await mayStill()) ? undefined : accessEnded();
    } catch (error) {
      if (error instanceof Problem) return error;
      throw error;
    }
  };
  const { promise, resolve } = Promise.withResolvers<{ readonly stop: Problem }>();
  const end = everyLook(async () => {
    const stop = await look();
    if (stop === undefined) return;
    end();
    resolve({ stop });
    interrupt.abort();
  });
  const leave = () => {
    resolve({ stop: stoppedByCaller() });
    interrupt.abort();
  };
  if (leaving?.aborted === true) leave();
  leaving?.addEventListener('abort', leave, { once: true });
  return {
    signal: interrupt.signal,
    stopped: promise,
    verdict: look,
    asks: (model) => {
      served = { ...served, model };
    },
    breakOff: () => interrupt.abort(),
    end: () => {
      end();
      leaving?.removeEventListener('abort', leave);
    },
  };
}

/** What looks after the executions under way on this node, each in its turn. */
const looks = new Map<() => Promise<void>, { busy: boolean }>();
let timer: NodeJS.Timeout | undefined;

/** One timer for all of them: most executions end before it comes, and thousands that do not would each need their own. */
function everyLook(look: () => Promise<void>): () => void {
  looks.set(look, { busy: false });
  timer ??= setInterval(lookAtAll, lookEveryMs).unref();
  return () => {
    looks.delete(look);
  };
}

function lookAtAll(): void {
  if (looks.size === 0) {
    clearInterval(timer);
    timer = undefined;
  }
  for (const [look, state] of looks) {
    if (state.busy) continue;
    state.busy = true;
    // A bug that it meets is met again by the last look, which throws it.
    look()
      .catch(() => undefined)
      .finally(() => {
        state.busy = false;
      });
  }
}
