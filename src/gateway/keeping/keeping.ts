import type { AppId, LibraryId, PersonId } from '../../access/index.ts';
import type { EntryId, OrganizationId } from '../../ledger/index.ts';
import type { JsonObject } from '../../platform/canonical-json.ts';
import type { Id } from '../../platform/id.ts';
import { Problem } from '../../platform/problem.ts';
import type { ExecutionId } from '../execution.ts';

export type LegalHoldId = Id<'lgh'>;
export type ErasureId = Id<'era'>;

/** What a legal hold keeps. */
export type HoldTarget =
  | { readonly kind: 'execution'; readonly id: ExecutionId }
  | { readonly kind: 'library'; readonly id: LibraryId }
  | { readonly kind: 'principal'; readonly id: PersonId | AppId }
  | { readonly kind: 'organization' };

/** Content that must be kept, whatever retention and erasures say, until the hold is lifted. */
export interface LegalHold {
  readonly organization: OrganizationId;
  readonly id: LegalHoldId;
  readonly kind: HoldTarget['kind'];
  /** An id; empty for the organization. */
  readonly target: string;
  readonly reason: string;
  readonly by: string;
  readonly at: Date;
  readonly entry: EntryId;
  readonly lifted: {
    readonly by: string;
    readonly at: Date;
    readonly reason: string;
    readonly entry: EntryId;
  } | null;
}

/** What an erasure takes away: the content of executions, of all that somebody ran, or of all that holds these words. */
export type ErasureTarget =
  | { readonly kind: 'executions'; readonly ids: readonly ExecutionId[] }
  | { readonly kind: 'principal'; readonly id: PersonId | AppId }
  | { readonly kind: 'words'; readonly words: string };

export const erasureStates = ['asked', 'refused', 'under_way', 'done'] as const;
export type ErasureState = (typeof erasureStates)[number];

/** Erasing content takes two people: one asks, another decides. */
export interface Erasure {
  readonly organization: OrganizationId;
  readonly id: ErasureId;
  readonly kind: ErasureTarget['kind'];
  readonly targets: readonly string[];
  /** Null when it looks for none, and once it is over: the words are personal themselves. */
  readonly words: string | null;
  readonly reason: string;
  readonly state: ErasureState;
  readonly askedBy: string;
  readonly askedHuman: PersonId;
  readonly askedAt: Date;
  readonly askEntry: EntryId;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly decideEntry: EntryId | null;
  /** The last execution that was searched for words. */
  readonly lookedAt: string;
  /** Executions whose content is gone. */
  readonly erased: number;
  /** Executions that a legal hold kept. */
  readonly held: number;
  readonly endedAt: Date | null;
  readonly endEntry: EntryId | null;
}

/** For how long content is kept: of a library, of a class of data, of both, or (both null) of everything. */
export interface RetentionRule {
  readonly library: LibraryId | null;
  readonly dataClass: string | null;
  readonly days: number;
  readonly by: string;
  readonly at: Date;
}

/** Who decides about an erasure: neither who asked for it nor whose executions it takes away. @throws Problem 403, 409 */
export function mayDecide(
  erasure: Erasure,
  human: PersonId,
  action: 'erasure.approve' | 'erasure.reject',
): void {
  if (erasure.state !== 'asked')
    throw new Problem({
      code: `${action}.decided_already`,
      status: 409,
      detail: 'This erasure was decided already. Ask for a new one if something is left to erase.',
    });
  if (erasure.askedHuman === human && action === 'erasure.approve')
    throw new Problem({
      code: `${action}.same_person`,
      status: 403,
      detail: 'You asked for this erasure, so somebody else has to approve it. Ask another administrator.',
    });
  if (erasure.kind === 'principal' && erasure.targets.includes(human) && action === 'erasure.approve')
    throw new Problem({
      code: `${action}.own_executions`,
      status: 403,
      detail: 'These are your own executions, so somebody else has to approve it. Ask another administrator.',
    });
}

/** As an entry names a target. Words never stand there: they are what is to be forgotten. */
export function targetInEntry(target: ErasureTarget): JsonObject {
  if (target.kind === 'executions') return { kind: target.kind, executions: [...target.ids] };
  if (target.kind === 'principal') return { kind: target.kind, principal: target.id };
  return { kind: target.kind };
}

/** True when some text of content holds the words, whatever the case. */
export function holdsWords(texts: readonly (string | undefined)[], words: string): boolean {
  const wanted = words.toLowerCase();
  return texts.some((text) => text?.toLowerCase().includes(wanted));
}
