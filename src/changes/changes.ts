import type { LibraryId, Principal } from '../access/index.ts';
import type { EntryId, OrganizationId } from '../ledger/index.ts';
import type { Id } from '../platform/id.ts';

export type ChangeId = Id<'chg'>;

/** One act in the life of a change, with the entry that proves it. */
export interface ChangeAct {
  readonly action: string;
  readonly by: string;
  readonly at: Date;
  readonly entry: EntryId;
  readonly detail: string;
}

/** What the slices to the right may ask of changes. */
export interface Changes {
  /** The story of a published version: created, reviewed, approved, published, in order, with entries. Empty when unknown. */
  story(organization: OrganizationId, change: ChangeId): Promise<readonly ChangeAct[]>;
  /** Changes that wait for this principal, oldest first (wire form of the API's Change). */
  waitingFor(principal: Principal, limit: number): Promise<readonly unknown[]>;
  /** Median hours from submit to last approval over the last `days` days, by library the principal may see; undefined without data. */
  medianApprovalHours(principal: Principal, days: number): Promise<number | undefined>;
  /** True when a live version of this library's asset was published by this change (used by the gateway's record). */
  libraryOf(organization: OrganizationId, change: ChangeId): Promise<LibraryId | undefined>;
}
