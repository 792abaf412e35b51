import type { Principal } from '../access/index.ts';
import type { EntryId } from '../ledger/index.ts';
import type { Tx } from '../platform/db/index.ts';
import type { Id } from '../platform/id.ts';
import { invariant } from '../platform/invariant.ts';
import { notFound, Problem } from '../platform/problem.ts';
import { compare, type Merger } from './compare.ts';
import { unknownEnvironment } from './environments/known.ts';
import { holdEnvironments, readEnvironments } from './environments/store.ts';
import type { Listing } from './git/index.ts';
import type { Comparison, Digest, Library, Oid, PublishedVersion } from './libraries.ts';
import { protectedBranch } from './library.ts';
import { inheritOwners, insertFirstOwners } from './ownership/store.ts';
import { packPublished } from './packs/pack-published.ts';
import type { LibrariesParts } from './parts.ts';
import { renamesBetween } from './paths/renames-between.ts';
import { keepNotes } from './release.ts';
import { indexStep } from './search/index-main.ts';
import { inheritFavorites } from './search/store/favorites.ts';
import { readBlobFacts } from './store/objects.ts';
import { insertPublication } from './store/publications.ts';
import { lockBranch, moveBranch } from './store/refs.ts';
import { insertVersions, livePointers, movePointers, newestNumbers, numbersOf } from './store/versions.ts';
import { differences } from './tree-difference.ts';
import { writeCommit } from './write-commit.ts';

export interface Publication {
  readonly head: Oid;
  readonly expectedDigest: Digest;
  readonly environment: string;
  readonly change: Id<'chg'>;
  readonly publisher: Principal;
  /** Of the merge commit, when one is needed. */
  readonly message: string;
  /** Why the environment moves, for its history: the change's title. */
  readonly reason: string;
  readonly at: Date;
  /** The entry that the caller will append; a merge commit names it. */
  readonly entry: EntryId;
  /** Whether approvals stand behind it, which the caller has checked, or an emergency does. */
  readonly kind: 'publish' | 'break_glass';
  /** What it brings, for those who run it. */
  readonly notes: string;
}

/**
 * The only function that moves `main`, and beside `moveLive` the only one that moves environments. What `main` has already moves the environment only (promotion). Inside the publisher's transaction; holds the lock of `main` until it ends, so publications of
 * one library happen one after the other, and numbers have no gaps. The caller has checked approvals and records the entry.
 * @throws Problem `change.publish.stale_digest` 409, `change.publish.conflict` 409 (with `conflicts`), `change.publish.empty` 409,
 *   `environment.unknown` 422
 */
export async function publish(
  parts: LibrariesParts,
  tx: Tx,
  library: Library,
  publication: Publication,
): Promise<{ commit: Oid; versions: readonly PublishedVersion[] }> {
  await refuseUnknownEnvironment(tx, library, publication.environment);
  const main = await lockBranch(tx, library, protectedBranch);
  if (main === undefined) throw notFound();
  const { environment } = publication;
  const merger = await compare(parts, tx, library, { head: publication.head, main }, { environment });
  refuseUnfit(merger, publication.expectedDigest);
  const commit = await commitFor(tx, library, merger, publication);
  const versions = await numberVersions(parts, tx, library, merger, commit, publication);
  const { change, at, publisher, notes } = publication;
  await keepNotes(tx, library, change, notes);
  if (commit === main) return { commit, versions };
  await moveBranch(tx, library, protectedBranch, commit);
  const { number } = await insertPublication(tx, library, { commit, change, at, by: publisher.id });
  await packPublished(tx, library, number);
  const from = { commit: main, listing: merger.mainListing };
  await indexStep(parts, tx, library, { from, to: { commit, listing: merger.merged }, versions, at });
  return { commit, versions };
}

function refuseUnfit({ comparison, ahead }: Merger, expected: Digest): void {
  if (comparison.digest !== expected)
    throw new Problem({
      code: 'change.publish.stale_digest',
      status: 409,
      detail:
        'The content is not what was approved any more. Look at the change again and have it approved as it is now.',
    });
  const { conflicts } = comparison;
  if (conflicts.length > 0)
    throw new Problem({
      code: 'change.publish.conflict',
      status: 409,
      detail: `Main has changed the same files since: ${conflicts.slice(0, 5).join(', ')}. Bring main into the branch; then the change is reviewed again as it is.`,
      more: { conflicts },
    });
  if (ahead === 0 && comparison.assets.length === 0)
    throw new Problem({
      code: 'change.publish.empty',
      status: 409,
      detail:
        'main holds all of this branch already, and the environment has it too. There is nothing to publish: commit something first.',
    });
}

/** `main` as it is when it has everything already (the change promotes it). `head` itself when `main` has not moved since, else a merge commit by the publisher, who contributes no bytes with it. */
async function commitFor(tx: Tx, library: Library, merger: Merger, publication: Publication): Promise<Oid> {
  const { comparison, head, main, merged, ahead } = merger;
  if (ahead === 0) return main.oid;
  if (comparison.mergeBase === comparison.main) return head.oid;
  const { message, publisher: author, at, entry } = publication;
  const made = { listing: merged, parents: [main, head], blobs: [], paths: [], message, author, at, entry };
  return (await writeCommit(tx, library, made)).oid;
}

async function numberVersions(
  parts: LibrariesParts,
  tx: Tx,
  library: Library,
  { comparison, mainListing, merged, commits }: Merger,
  commit: Oid,
  { change, environment, publisher, at, reason, entry, kind }: Publication,
): Promise<PublishedVersion[]> {
  const changed = differences(mainListing, merged);
  const kept = changed.flatMap(({ path, after }) => (after === undefined ? [] : [{ path, oid: after.oid }]));
  const facts = await readBlobFacts(
    tx,
    library,
    kept.map(({ oid }) => oid),
  );
  const before = await newestNumbers(
    tx,
    library,
    changed.map(({ path }) => path),
  );
  const versions = kept.map(({ path, oid }) => {
    const blob = facts.get(oid);
    invariant(blob !== undefined, `facts of blob ${oid} are stored`);
    return { path, number: (before.get(path) ?? 0) + 1, digest: blob.digest, blob: oid };
  });
  const published = { commit, change, publishedAt: at, publishedBy: publisher.id };
  await insertVersions(
    tx,
    library,
    versions.map((version) => ({ ...version, ...published })),
  );
  const renamed = await renamesBetween(parts, tx, library, changed, commits);
  await inheritOwners(tx, library, renamed, { at, by: publisher.id });
  await inheritFavorites(tx, library, renamed, at);
  await insertFirstOwners(
    tx,
    library,
    kept.map(({ path }) => path),
    commits,
    { otherwise: publisher.human, at },
  );
  const moved = await movesFor(tx, library, comparison, versions, environment, mainListing);
  const move = { change, at, by: publisher.id, reason, entry, kind };
  await movePointers(tx, library, environment, moved, move);
  return moved.flatMap(({ path, number, digest }) =>
    number === null || digest === null ? [] : [{ path, number, digest }],
  );
}

interface Moved {
  readonly path: string;
  readonly number: number | null;
  readonly digest: Digest | null;
}

/**
 * Every path that was approved moves: to its new version, to the one that `main` has of these bytes already, or to nothing. What is not
 * live anyway does not end.
 */
async function movesFor(
  tx: Tx,
  library: Library,
  { assets }: Comparison,
  versions: readonly PublishedVersion[],
  environment: string,
  mainListing: Listing,
): Promise<readonly Moved[]> {
  const made = new Map(versions.map((version) => [version.path, version.number]));
  const files = assets.flatMap(({ path }) => {
    const file = mainListing.get(path);
    return file === undefined ? [] : [{ path, oid: file.oid }];
  });
  const known = await numbersOf(tx, library, files);
  const live = await livePointers(tx, library);
  return assets.flatMap(({ path, head }): Moved[] => {
    if (head === null) return live.get(path)?.has(environment) ? [{ path, number: null, digest: null }] : [];
    const number = made.get(path) ?? known.get(path);
    return number === undefined ? [] : [{ path, number, digest: head.digest }];
  });
}

/** The environment stays what it is until the transaction ends: nobody retires it while something is published to it. */
async function refuseUnknownEnvironment(tx: Tx, { organization }: Library, name: string): Promise<void> {
  await holdEnvironments(tx, organization);
  const environments = await readEnvironments(tx, organization);
  if (!environments.some((environment) => environment.name === name))
    throw unknownEnvironment(name, environments);
}
