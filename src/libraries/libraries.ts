import type { LibraryAction, LibraryId, PersonId, Principal } from '../access/index.ts';
import type { EntryId, OrganizationId } from '../ledger/index.ts';
import type { JsonObject } from '../platform/canonical-json.ts';
import type { Reader, Tx } from '../platform/db/index.ts';
import type { Id } from '../platform/id.ts';
import type { AssetKind, Digest } from './asset.ts';
import type { EnvironmentMove, LiveMove } from './environments/move.ts';
import type { Oid } from './git/index.ts';

export type { Digest } from './asset.ts';
export type { Oid } from './git/index.ts';

export interface Library {
  readonly organization: OrganizationId;
  readonly id: LibraryId;
  /** URL name, unique in the organization. */
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly visibility: 'open' | 'restricted';
  readonly createdAt: Date;
}

/** One published state of one asset: immutable, numbered per asset from 1. */
export interface Version {
  readonly library: LibraryId;
  readonly path: string;
  readonly number: number;
  readonly digest: Digest;
  readonly commit: Oid;
  readonly publishedAt: Date;
  readonly publishedBy: string;
  readonly change: Id<'chg'>;
}

export interface AssetDifference {
  readonly path: string;
  readonly status: 'added' | 'modified' | 'deleted';
  readonly base: { readonly text: string; readonly digest: Digest } | null;
  readonly head: { readonly text: string; readonly digest: Digest } | null;
}

/** What a revision would do to `main`, computed against the merge base, or to an environment, against what is live there. */
export interface Comparison {
  readonly main: Oid;
  readonly mergeBase: Oid;
  readonly head: Oid;
  /** When the head was committed. */
  readonly headAt: Date;
  readonly assets: readonly AssetDifference[];
  /** Digest over the exact content of the change: sorted (path, head digest or "deleted"). An approval binds it. */
  readonly digest: Digest;
  /** Everybody who contributed bytes between the merge base and head, as we authenticated them: principals and their human roots. */
  readonly contributors: readonly { readonly principal: string; readonly human: PersonId }[];
  /** Paths that changed on both sides since the merge base: empty means it can be published. */
  readonly conflicts: readonly string[];
}

/** Where a change is to go live, as it is there now, or as it was when a change that has ended did. */
export interface Target {
  readonly environment: string;
  readonly ended?: { readonly change: Id<'chg'>; readonly at: Date } | undefined;
}

export interface PublishedVersion {
  readonly path: string;
  readonly number: number;
  readonly digest: Digest;
}

/** One commit in the making of a version. */
export interface Contribution {
  readonly commit: Oid;
  readonly message: string;
  /** Who contributed it, as we authenticated them. */
  readonly principal: string;
  readonly human: PersonId;
  /** Who contributed its bytes beside them: whoever suggested it, or wrote what was picked. */
  readonly others: readonly string[];
  readonly at: Date;
  readonly entry: EntryId;
}

/** Somebody whose bytes a commit holds, who did not make the commit. */
export interface CoAuthor {
  readonly principal: string;
  readonly human: PersonId;
  readonly displayName: string;
}

/** One state of a branch. */
export interface Revision {
  readonly commit: Oid;
  /** First lines of the commits that came with it, oldest first. */
  readonly messages: readonly string[];
  readonly principal: string;
  readonly at: Date;
  readonly entry: EntryId;
}

/** A published asset that is much like another text. */
export interface SimilarAsset {
  /** The library's URL name. */
  readonly library: string;
  readonly path: string;
  readonly name: string;
  readonly title: string | null;
  readonly version: number | null;
  /** How much of the text they share, from 0 to 1. */
  readonly score: number;
}

/** A prompt as it stands, or stood, on `main`, with what it is compared by. */
export interface SignedPrompt {
  readonly library: LibraryId;
  readonly path: string;
  readonly since: Date;
  /** Null: it stands there now. */
  readonly until: Date | null;
  readonly version: number | null;
  readonly digest: Digest;
  readonly tokenizer: number;
  readonly normalized: string;
  /** Words and variables. */
  readonly tokens: number;
  readonly minHash: Uint32Array;
  readonly title: string | null;
  readonly model: string | null;
  readonly risk: string | null;
  readonly redirect: string | null;
}

/** A governed prompt as the gateway runs it. */
export interface ResolvedPrompt {
  readonly library: Library;
  readonly path: string;
  /** Without `.prompt`. */
  readonly name: string;
  readonly version: number | null;
  readonly digest: Digest;
  readonly commit: Oid;
  readonly text: string;
  /** Environment it was resolved through or is live in; null for an unpublished revision. */
  readonly environment: string | null;
  readonly published: boolean;
  /** The change that published it; null for an unpublished revision. */
  readonly change: Id<'chg'> | null;
  /** Partials of the same commit: name → source. */
  readonly partials: ReadonlyMap<string, string>;
  /** What was asked for, and sent its callers on, first to last. Absent: this is what was asked for. */
  readonly redirectedFrom?: readonly Redirected[];
}

/** A published version that sends its callers to another prompt. */
export interface Redirected {
  readonly library: Library;
  readonly path: string;
  readonly version: number | null;
  readonly digest: Digest;
  /** The change that published it. */
  readonly change: Id<'chg'> | null;
}

/** One file that is live. */
export interface LiveText {
  readonly path: string;
  readonly text: string;
  readonly digest: Digest;
  /** When these bytes went live there. */
  readonly since: Date;
}

/** What other slices may ask of libraries. Everything that takes a principal answers only what that principal may see. */
export interface Libraries {
  /** By URL name; the identical 404 when there is none or the principal may not know of it. Authorizes `library.read`. */
  find(principal: Principal, name: string): Promise<Library>;
  byId(organization: OrganizationId, id: LibraryId): Promise<Library | undefined>;
  /** All libraries the principal may see. */
  visible(principal: Principal): Promise<Library[]>;
  /** Head of a branch, or undefined. */
  head(library: Library, branch: string): Promise<Oid | undefined>;
  /**
   * Compares `head` with `main`, or with what `main` was at `base` (for a change that has ended). With a target: what publishing would
   * make live there, from what is live there; a head that `main` has already promotes what the environment lacks of it.
   */
  compare(library: Library, head: Oid, base?: Oid, target?: Target): Promise<Comparison>;
  /**
   * The only function that moves `main`: merges `head` (tree level: refuses conflicting paths with 409 `change.publish.conflict`), numbers the
   * versions, moves `environment`'s pointers. Inside the publisher's transaction; locks the library's refs; refuses with 409 when `expected.main`
   * or the content digest is not as given. The caller has checked approvals and records the entry.
   */
  publish(
    tx: Tx,
    library: Library,
    publication: {
      readonly head: Oid;
      readonly expectedDigest: Digest;
      readonly environment: string;
      readonly change: Id<'chg'>;
      readonly publisher: Principal;
      readonly message: string;
      /** Why the environment moves, for its history. */
      readonly reason: string;
      readonly at: Date;
      /** The entry that the caller will record: a merge commit names it. */
      readonly entry: EntryId;
      /** Whether approvals stand behind it, or an emergency does. */
      readonly kind: 'publish' | 'break_glass';
      /** What it brings, for those who run it: kept with the publication. */
      readonly notes: string;
    },
  ): Promise<{ commit: Oid; versions: readonly PublishedVersion[] }>;
  /**
   * Commits files to a branch inside the caller's transaction, as its author and with further contributors of its bytes. The caller has
   * authorized, and records the entry with what this gives for its data.
   * @throws Problem as `commit.create`: `branch.protected` 409, `commit.stale_head` 409, `commit.empty` 422, `KIND.unparsable` 422
   */
  commit(
    tx: Tx,
    library: Library,
    commit: {
      readonly branch: string;
      readonly expectedHead: Oid;
      readonly message: string;
      readonly files: readonly { readonly path: string; readonly text: string }[];
      readonly author: Principal;
      /** Whose bytes these are beside the author's, as authenticated: all fall under the separation of duties (AT-05). */
      readonly contributors: readonly CoAuthor[];
      readonly entry: EntryId;
      readonly at: Date;
    },
  ): Promise<{ commit: Oid; data: JsonObject }>;
  /**
   * The states that a branch had one after the other, `head` the last, since it left `main`: what came with one entry (a push of many
   * commits) is one of them. At most 200, the newest.
   */
  revisions(library: Library, head: Oid, main: Oid): Promise<readonly Revision[]>;
  /** The text of a file at a commit of this library; undefined when either is not there. The caller has authorized. */
  textAt(library: Library, commit: Oid, path: string): Promise<string | undefined>;
  /** Until the transaction ends, nothing is published in the library and no environment moves. @throws Problem `environment.unknown` 422 */
  lockLive(tx: Tx, library: Library, environment: string): Promise<void>;
  /** Every move of one asset in one environment, oldest first. Under `lockLive` it holds until the transaction ends. */
  moves(db: Reader, library: Library, path: string, environment: string): Promise<readonly LiveMove[]>;
  /** Moves an environment without a merge; under `lockLive`. Only changes calls it: it has checked that the move is allowed. */
  moveLive(tx: Tx, library: Library, move: EnvironmentMove): Promise<void>;
  /** Who answers for these assets. What was never published has no owner. */
  owners(db: Reader, library: Library, paths: readonly string[]): Promise<ReadonlyMap<string, PersonId>>;
  /** The first lines of the messages of the commits that a head has and `main` has not, oldest first. */
  messagesSince(library: Library, head: Oid): Promise<readonly string[]>;
  /** The release notes that were kept with a change's publication. */
  notes(db: Reader, library: Library, change: Id<'chg'>): Promise<string | undefined>;
  /** Resolves `LIBRARY/NAME[@7|@production|@sha256:…|@branch:NAME]` for a principal. Authorizes; unpublished references need `branch.list`. 404 otherwise. */
  resolve(principal: Principal, reference: string): Promise<ResolvedPrompt>;
  /** Versions of an asset, newest first. */
  versions(library: Library, path: string): Promise<Version[]>;
  /** The commits that brought a version's bytes since the version before it, newest first, with the entries that say so. Empty when unknown. */
  contributions(library: Library, path: string, version: number): Promise<readonly Contribution[]>;
  /** References (`LIBRARY/NAME@environment`) of the prompts that are live there and on whose library the principal holds `action`, sorted. */
  livePrompts(principal: Principal, environment: string, action: LibraryAction): Promise<readonly string[]>;
  /** By URL name, whoever asks: for what governs everybody. */
  byName(organization: OrganizationId, name: string): Promise<Library | undefined>;
  /** Every library of the organization, whoever asks. */
  all(organization: OrganizationId): Promise<readonly Library[]>;
  /** What of a kind is live in an environment, by path. Through a transaction when the answer must be of its moment. */
  liveTexts(db: Reader, library: Library, environment: string, kind: AssetKind): Promise<readonly LiveText[]>;
  /** What is live in an environment under one path; undefined when nothing is. */
  liveText(db: Reader, library: Library, environment: string, path: string): Promise<string | undefined>;
  /** As `liveTexts`, of every file whose path ends so. */
  liveTextsEnding(
    db: Reader,
    library: Library,
    environment: string,
    suffix: string,
  ): Promise<readonly LiveText[]>;
  /** Paths that these changes moved in an environment. */
  pathsMoved(
    db: Reader,
    library: Library,
    environment: string,
    changes: readonly Id<'chg'>[],
  ): Promise<readonly string[]>;
  /**
   * Published assets of the same kind that are much like a text, the most like first: in `library` and in open ones, of those that the
   * principal may read. The caller has authorized `library`.
   */
  similar(
    principal: Principal,
    library: Library,
    asset: { readonly path: string; readonly text: string },
  ): Promise<readonly SimilarAsset[]>;
  /** Prompts of the libraries that the principal may see, and those that stood there after a moment. */
  signed(principal: Principal, after: Date): Promise<readonly SignedPrompt[]>;
  /** Shingles of contents that `signed` told of, by digest. */
  shingles(principal: Principal, digests: readonly Digest[]): Promise<ReadonlyMap<Digest, Float64Array>>;
  /** Names of the organization's environments, in the order in which lists show them. */
  environments(organization: OrganizationId): Promise<readonly string[]>;
}
