import type { LibraryId, PersonId } from '../../access/index.ts';
import type { EntryId, OrganizationId } from '../../ledger/index.ts';
import type { Digest } from '../../libraries/index.ts';
import type { Id } from '../../platform/id.ts';
import type { ChangeId } from '../change.ts';
import { type Facts, isIndependent } from '../standing/facts.ts';

export type BreakGlassId = Id<'brk'>;

/** An emergency is over after at most this long, unless an approver upholds what it brought. */
export const longestMs = 8 * 3_600_000;
export const shortestReason = 20;

export interface BreakGlass {
  readonly organization: OrganizationId;
  readonly id: BreakGlassId;
  readonly change: ChangeId;
  readonly library: LibraryId;
  readonly environment: string;
  /** Over the exact content of the change. */
  readonly digest: Digest;
  readonly reason: string;
  readonly by: string;
  readonly human: PersonId;
  readonly at: Date;
  readonly expiresAt: Date;
  readonly entry: EntryId;
  /** Null until the mandatory review is done. */
  readonly review: {
    readonly verdict: 'uphold' | 'undo';
    readonly by: string;
    readonly at: Date;
    readonly comment: string;
    readonly entry: EntryId;
  } | null;
  /** When the environment went back: by undo, or by expiry. */
  readonly endedAt: Date | null;
}

/** What went live of one asset. */
export interface BrokenAsset {
  readonly path: string;
  /** Null for a deletion. */
  readonly number: number | null;
  readonly digest: Digest | null;
}

export const breakGlassStates = ['live', 'upheld', 'undone', 'expired'] as const;
export type BreakGlassState = (typeof breakGlassStates)[number];

/** Where it stands at a moment. Its time is over at the instant itself, whether or not the environment has gone back yet. */
export function stateOf({ review, endedAt, expiresAt }: BreakGlass, now: Date): BreakGlassState {
  if (review !== null) return review.verdict === 'uphold' ? 'upheld' : 'undone';
  return endedAt !== null || expiresAt <= now ? 'expired' : 'live';
}

/** Why it may not last so long, as a sentence; null when it may. */
export function expiryFault(expiresAt: Date, now: Date): string | null {
  const lasts = expiresAt.getTime() - now.getTime();
  if (lasts > longestMs) return 'An emergency lasts at most 8 hours. Choose an earlier instant.';
  return lasts > 0 ? null : 'The end of an emergency lies in the future. Choose a later instant.';
}

/** Whether somebody may review an emergency: who neither broke the glass nor wrote a part of what it brought. */
export function isFreeToReview(
  human: PersonId,
  brokenBy: string,
  facts: Pick<Facts, 'contributors' | 'change'>,
): boolean {
  return human !== brokenBy && isIndependent(human, facts);
}
