import type { LibraryId, PersonId, Principal } from '../access/index.ts';
import type { EntryId, OrganizationId } from '../ledger/index.ts';
import type { Digest, Oid } from '../libraries/index.ts';
import type { Id } from '../platform/id.ts';

export type ChangeId = Id<'chg'>;
export type DecisionId = Id<'dec'>;
export type CommentId = Id<'com'>;

export const changeStates = [
  'draft',
  'in_review',
  'changes_requested',
  'approved',
  'published',
  'rejected',
  'withdrawn',
] as const;
export type ChangeState = (typeof changeStates)[number];

/** How far a change has come by explicit acts. What follows from decisions (`changes_requested`, `approved`) is derived, never stored. */
export const stages = ['draft', 'open', 'published', 'rejected', 'withdrawn'] as const;
export type Stage = (typeof stages)[number];

/** A proposal to publish what a branch holds. Its revision is the branch's head. */
export interface Change {
  readonly organization: OrganizationId;
  readonly id: ChangeId;
  readonly library: LibraryId;
  /** Per library, from 1. */
  readonly number: number;
  readonly title: string;
  readonly description: string;
  readonly branch: string;
  readonly environment: string;
  readonly stage: Stage;
  readonly createdBy: string;
  readonly createdHuman: PersonId;
  /** The human root of who submitted it for review: asking for it makes one a requester too. Null for a draft. */
  readonly submittedHuman: PersonId | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly submittedAt: Date | null;
  readonly publishedAt: Date | null;
  /** The head that was published, or at which the change ended. Null while the branch may still move it. */
  readonly finalRevision: Oid | null;
  /** What `main` was when the change ended. */
  readonly finalBase: Oid | null;
}

export const verdicts = ['endorse', 'request_changes', 'approve'] as const;
export type DecisionVerdict = (typeof verdicts)[number];

/** What one person decided about one exact content. Never edited; a newer one by the same person counts instead. */
export interface Decision {
  readonly id: DecisionId;
  readonly change: ChangeId;
  readonly kind: 'review' | 'approval';
  readonly verdict: DecisionVerdict;
  readonly by: string;
  readonly human: PersonId;
  readonly at: Date;
  readonly comment: string;
  /** What it binds: the revision, the digest over the exact content, the environment, the requirement's version. */
  readonly revision: Oid;
  readonly digest: Digest;
  readonly environment: string;
  readonly requirementVersion: string;
  /** Digest of what the decider was shown; null for a review. */
  readonly shown: Digest | null;
  readonly credential: Principal['credential']['kind'];
  /** When the decider had last proved who they are; null when a key did. */
  readonly authenticatedAt: Date | null;
  /** Whose right it uses, when not the decider's own; and the delegation that gave it. */
  readonly onBehalfOf: PersonId | null;
  readonly delegation: Id<'dlg'> | null;
  /** When it was taken back. */
  readonly retractedAt: Date | null;
  readonly entry: EntryId;
}
