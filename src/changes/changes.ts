import type { Action, LibraryId, Principal } from '../access/index.ts';
import type { EntryId, OrganizationId } from '../ledger/index.ts';
import type { Library } from '../libraries/index.ts';
import type { Reader } from '../platform/db/index.ts';
import type { ChangeId } from './change.ts';
import type { FoundByServer } from './checks/report.ts';
import type { OpenRecall } from './recalls/open-recall.ts';
import type { Recall } from './recalls/recall.ts';
import type { Stops } from './recalls/stops.ts';
import type { Candidate } from './tried.ts';
import type { ChangeWire } from './wire.ts';

/** One act in the life of a change, with the entry that proves it. */
export interface ChangeStory {
  readonly action: string;
  readonly by: string;
  readonly at: Date;
  readonly entry: EntryId;
  readonly detail: string;
}

/** What the slices to the right may ask of changes. */
export interface Changes {
  /** The story of a change: created, reviewed, approved, published, in order, with entries. Empty when unknown. */
  story(organization: OrganizationId, change: ChangeId): Promise<readonly ChangeStory[]>;
  /** A change that the principal may read, for evidence: what it is called and where. @throws Problem 404 */
  named(
    principal: Principal,
    change: string,
  ): Promise<{ readonly id: ChangeId; readonly title: string; readonly library: string }>;
  /** Changes whose next step is this principal's: the riskiest first, then the longest waiting. */
  waitingFor(principal: Principal, limit: number): Promise<readonly ChangeWire[]>;
  /** The change that lives (draft or in review) on a branch, if one does. */
  on(library: Library, branch: string): Promise<ChangeId | undefined>;
  /** What a push means: the living change gets its next revision; with the option `change` a draft is opened. @throws Problem `change.create.…` */
  proposePush(
    principal: Principal,
    library: Library,
    branch: string,
    options: readonly string[],
  ): Promise<ChangeId | undefined>;
  /** Which test cases of the organization's policy a branch would break, for whoever pushed it; undefined when none. */
  policyTests(library: Library, branch: string): Promise<string | undefined>;
  /** Ends now what nobody decided on in time, which happens by itself now and then. Gives how many it ended. */
  endLapsed(): Promise<number>;
  /** What must not run in an organization, never older than a second. @throws Problem `execution.stops_unknown` 503 */
  stops(organization: OrganizationId): Promise<Stops>;
  recall(db: Reader, organization: OrganizationId, id: string): Promise<Recall | undefined>;
  /** A recall, for an action on it. @throws Problem 404, 403 */
  openRecall(principal: Principal, id: string, action: Action): Promise<OpenRecall>;
  /** The texts that a change proposes, by path, if it is one of that library; null for what it deletes. @throws Problem 404 */
  proposedTexts(
    principal: Principal,
    id: string,
    library: string,
  ): Promise<ReadonlyMap<string, string | null>>;
  /**
   * What a living change would make live, for whoever holds `action` on its library: to be tried before it is approved.
   * @throws Problem 404, 403, `evaluation.run.ended` 409
   */
  candidate(principal: Principal, id: string, action: Action): Promise<Candidate>;
  /** What the server itself found in exactly what a change holds, by whoever asked for it. @throws Problem as `check.report` */
  reportFound(principal: Principal, id: ChangeId, found: FoundByServer): Promise<void>;
  libraryOf(organization: OrganizationId, change: ChangeId): Promise<LibraryId | undefined>;
}
