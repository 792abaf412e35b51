import type { PersonId } from '../../access/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Id } from '../../platform/id.ts';

export type DelegationId = Id<'dlg'>;

/** Somebody decides for somebody who is away. */
export interface Delegation {
  readonly organization: OrganizationId;
  readonly id: DelegationId;
  /** Who is away. */
  readonly from: PersonId;
  /** Who decides instead. */
  readonly to: PersonId;
  readonly startsAt: Date;
  readonly until: Date;
  readonly reason: string;
  readonly createdBy: string;
  /** When it was ended before its time: what was decided under it counts no more. */
  readonly endedAt: Date | null;
}

/** Longest absence that one delegation covers. */
const longestMs = 90 * 86_400_000;

/** Why a delegation may not last until then, as a sentence; null when it may. */
export function lengthFault(until: Date, at: Date): string | null {
  const lengthMs = until.getTime() - at.getTime();
  if (lengthMs > 0 && lengthMs <= longestMs) return null;
  return 'A delegation ends in the future, at most 90 days ahead. Choose another day.';
}

/** Whether a delegation gives its delegate the delegator's right at an instant. */
export function isRunning(delegation: Delegation, at: Date): boolean {
  return delegation.endedAt === null && delegation.startsAt <= at && at < delegation.until;
}

/** The delegation by which `to` decides for `from` at an instant, or undefined. */
export function running(
  delegations: readonly Delegation[],
  { from, to }: Pick<Delegation, 'from' | 'to'>,
  at: Date,
): Delegation | undefined {
  return delegations.find((one) => one.from === from && one.to === to && isRunning(one, at));
}

/**
 * Why a new delegation would make a chain or a loop, or a second one for the same absence (AT-18); null when it would not. One link at
 * most: who stands in for somebody does not go away without saying, and nobody who is away stands in.
 */
export function linkFault(
  wanted: Pick<Delegation, 'from' | 'to'>,
  others: readonly Delegation[],
  at: Date,
): string | null {
  const now = others.filter((other) => isRunning(other, at));
  if (wanted.from === wanted.to) return 'Nobody stands in for oneself. Name somebody else.';
  if (now.some(({ from }) => from === wanted.from))
    return 'Somebody stands in already. End that delegation first.';
  if (now.some(({ from }) => from === wanted.to))
    return 'Whom you name is away too, and has somebody standing in. Name somebody who is here.';
  if (now.some(({ to }) => to === wanted.from))
    return 'You stand in for somebody who is away, and a right is handed on once at most. End that delegation first.';
  return null;
}
