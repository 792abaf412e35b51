import type { Decision } from '../change.ts';
import type { RequiredStage } from '../requirement/requirement.ts';
import { type Facts, rightOf } from './facts.ts';
import { goneTeam, isAmong } from './roster.ts';

/** Where one required stage stands. */
export interface StageStanding extends RequiredStage {
  readonly have: number;
  /** Principals whose decisions count for it. */
  readonly by: readonly string[];
  readonly satisfied: boolean;
  /** Why nobody can satisfy it as things are; null when somebody may. */
  readonly unsatisfiable: string | null;
  /** When it became its turn; null before. */
  readonly startedAt: Date | null;
  readonly remindAt: Date | null;
  readonly escalateAt: Date | null;
  readonly lapsesAt: Date | null;
  /** Its time ran out without it: that is a no. */
  readonly lapsed: boolean;
}

/** Why a stage asks for what nobody can give, whoever is asked (AT-09); null when it does not. */
export function brokenness(stage: RequiredStage, facts: Pick<Facts, 'roster'>): string | null {
  if (stage.broken !== null) return stage.broken;
  const mend = 'Ask whoever governs this requirement to mend it.';
  if (!Number.isInteger(stage.need) || stage.need < 1)
    return `The stage "${stage.name}" asks for no whole number of people from 1. ${mend}`;
  const gone = goneTeam(stage.from, facts.roster);
  return gone === undefined
    ? null
    : `The stage "${stage.name}" asks team ${gone}, which is not there. ${mend}`;
}

/** Whether a decision that is in force may fill a place of a stage: of its kind, by whom it asks, fresh and proven as it wants. */
export function fills(decision: Decision, stage: RequiredStage, facts: Facts): boolean {
  return (
    decision.kind === stage.kind &&
    decision.verdict === (stage.kind === 'review' ? 'endorse' : 'approve') &&
    brokenness(stage, facts) === null &&
    isAmong(rightOf(decision), stage.from, facts.roster) &&
    isProven(decision, stage) &&
    isFresh(decision, stage, facts.now)
  );
}

/** Step-up: by session, and whoever it is showed so at most that long before. A clock that was set back proves nothing. */
export function isProven(
  { credential, authenticatedAt, at }: Pick<Decision, 'credential' | 'authenticatedAt' | 'at'>,
  { stepUpMs }: Pick<RequiredStage, 'stepUpMs'>,
): boolean {
  if (stepUpMs === null) return true;
  if (credential !== 'session' || authenticatedAt === null) return false;
  const ageMs = at.getTime() - authenticatedAt.getTime();
  return ageMs >= 0 && ageMs <= stepUpMs;
}

/** An approval that is older than the stage takes, or from the future, has expired (AT-13). */
export function isFresh(
  { at }: Pick<Decision, 'at'>,
  { validForMs }: Pick<RequiredStage, 'validForMs'>,
  now: Date,
): boolean {
  if (validForMs === null) return true;
  const ageMs = now.getTime() - at.getTime();
  return ageMs >= 0 && ageMs <= validForMs;
}

/** When a stage's clock runs out, from when its turn came. */
export function timesOf(stage: RequiredStage, startedAt: Date | null, satisfied: boolean, now: Date) {
  const after = (durationMs: number | null | undefined) =>
    startedAt === null || durationMs === null || durationMs === undefined
      ? null
      : new Date(startedAt.getTime() + durationMs);
  const lapsesAt = after(stage.lapseMs);
  return {
    startedAt,
    remindAt: after(stage.remindMs),
    escalateAt: after(stage.escalate?.afterMs),
    lapsesAt,
    lapsed: !satisfied && lapsesAt !== null && now >= lapsesAt,
  };
}
