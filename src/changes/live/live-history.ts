import type { LiveMove } from '../../libraries/index.ts';

/** The moves of one asset in one environment, oldest first. Pure functions read it; the database holds it still meanwhile. */
export type LiveHistory = readonly LiveMove[];

/** What is live: a number, or null when nothing is. */
export function liveNow(history: LiveHistory): number | null {
  return history.at(-1)?.number ?? null;
}

/**
 * The newest move that says a version is approved for this environment: it was published there under its requirement, or an approver
 * upheld what an emergency brought. That it was live there some other way is not enough (AT-12, AT-19).
 */
export function approvalOf(history: LiveHistory, number: number): LiveMove | undefined {
  return history.findLast(
    (move) => move.number === number && (move.kind === 'publish' || move.kind === 'uphold'),
  );
}

/** The move that retired the asset, if it is retired, and what was live before. */
export function retirementOf(
  history: LiveHistory,
): { readonly retired: LiveMove; readonly before: LiveMove } | undefined {
  const retired = history.at(-1);
  const before = history.at(-2);
  if (retired?.kind !== 'retire' || before === undefined || before.number === null) return undefined;
  return { retired, before };
}

/** The newest state of the environment that no emergency made: where it goes back to. Null when nothing was live. */
export function lastApproved(history: LiveHistory): LiveMove | undefined {
  return history.findLast((move) =>
    move.number === null ? move.kind !== 'break_glass' : approvalOf(history, move.number) !== undefined,
  );
}

/** Whether what an emergency brought is still what is live, and nobody approved it since: its number, or null for a deletion. */
export function standsStill(history: LiveHistory, number: number | null): boolean {
  const last = history.at(-1);
  if (last === undefined || liveNow(history) !== number) return false;
  return number === null ? last.kind === 'break_glass' : approvalOf(history, number) === undefined;
}
