import type { OrganizationId } from '../../ledger/index.ts';

/** Failures in a row after which a target is left alone for a while. */
const failuresToOpen = 5;
const firstRestMs = 5_000;
const longestRestMs = 120_000;

/**
 * Whether a target is worth asking. `closed`: it answers. `open`: it failed too often, and is left alone until `untilMs`; then one call may
 * look whether it is back (`probing`), and the others wait for what it finds.
 */
export interface Circuit {
  readonly state: 'closed' | 'open' | 'probing';
  readonly failures: number;
  readonly restMs: number;
  readonly untilMs: number;
}

export const closed: Circuit = { state: 'closed', failures: 0, restMs: firstRestMs, untilMs: 0 };

/** After a call that failed for a reason of the target's own. Pure. */
export function afterFailure(circuit: Circuit, nowMs: number): Circuit {
  const failures = circuit.failures + 1;
  if (circuit.state === 'closed' && failures < failuresToOpen) return { ...circuit, failures };
  // A call that began before it opened says nothing new.
  if (circuit.state === 'open' && nowMs < circuit.untilMs) return { ...circuit, failures };
  const restMs = circuit.state === 'closed' ? firstRestMs : Math.min(circuit.restMs * 2, longestRestMs);
  return { state: 'open', failures, restMs, untilMs: nowMs + restMs };
}

/** Whether it may be asked, without claiming the look. Pure. */
export function isWell(circuit: Circuit, nowMs: number): boolean {
  if (circuit.state === 'closed') return true;
  return nowMs >= circuit.untilMs;
}

/** The circuit of whoever asks now: the first one after the rest looks whether it is back, for as long as another rest. Pure. */
export function asking(circuit: Circuit, nowMs: number): Circuit | undefined {
  if (circuit.state === 'closed') return circuit;
  if (nowMs < circuit.untilMs) return undefined;
  return { ...circuit, state: 'probing', untilMs: nowMs + circuit.restMs };
}

/** What is known of every target on this node. In memory: after a start everybody gets another chance. */
export interface Circuits {
  /** False while it is left alone. True claims the look, so ask only when the call is made. */
  mayAsk(key: string): boolean;
  isWell(key: string): boolean;
  succeeded(key: string): void;
  failed(key: string): void;
  of(key: string): Circuit;
}

/** @param nowMs a clock that only goes forward */
export function createCircuits(nowMs: () => number): Circuits {
  const known = new Map<string, Circuit>();
  const of = (key: string): Circuit => known.get(key) ?? closed;
  return {
    of,
    isWell: (key) => isWell(of(key), nowMs()),
    mayAsk: (key) => {
      const circuit = asking(of(key), nowMs());
      if (circuit === undefined) return false;
      if (circuit.state !== 'closed') known.set(key, circuit);
      return true;
    },
    succeeded: (key) => {
      known.delete(key);
    },
    failed: (key) => {
      known.set(key, afterFailure(of(key), nowMs()));
    },
  };
}

/** How a circuit is known: models of the same name are others in another organization. */
export function circuitKey(organization: OrganizationId, model: string): string {
  return `${organization}/${model}`;
}
