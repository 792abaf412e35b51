import type { PersonId } from '../../access/index.ts';
import type { Reader } from '../../platform/db/index.ts';
import { textOf } from '../comparison.ts';
import type { Listing } from '../git/index.ts';
import type { Library, Oid, Target } from '../libraries.ts';
import type { LibrariesParts } from '../parts.ts';
import { partialPaths, partialsNamed } from '../prompt-facts.ts';
import { contributorsSince } from '../store/commits.ts';
import { type LiveBlob, liveBlobs } from '../store/live-blobs.ts';
import { newestNumbers } from '../store/versions.ts';
import { byPath, type PathDifference } from '../tree-difference.ts';

/** Two revisions compared, as files. */
export interface Revisions {
  readonly base: Listing;
  readonly main: Listing;
  readonly head: Listing;
  /** What `main` would hold. */
  readonly merged: Listing;
  readonly mainCommit: Oid;
  /** What the head changed since it parted from `main`. */
  readonly changed: readonly PathDifference[];
  /** Whether the head has commits that `main` has not. If not, the change promotes what `main` holds of it. */
  readonly isAhead: boolean;
}

export interface GoingLive {
  /** Every path that would be another one in the environment: from what is live there, to what would be. */
  readonly differences: readonly PathDifference[];
  /** Who contributed what `main` holds of these and the environment does not have yet. */
  readonly contributors: readonly { readonly principal: string; readonly human: PersonId }[];
}

/**
 * What publishing would make live in an environment. An environment may be behind `main`, where other changes went to another one:
 * then the difference is from what is live there, and whoever contributed what it lacks counts as a contributor. Partials that the
 * prompts use go live with them, because a version renders with the partials of its own commit.
 */
export async function goingLive(
  { objects }: Pick<LibrariesParts, 'objects'>,
  db: Reader,
  library: Library,
  revisions: Revisions,
  target: Target,
): Promise<GoingLive> {
  const { base, head, main, merged, changed, isAhead, mainCommit } = revisions;
  const own = new Set(changed.map(({ path }) => path));
  const all = isAhead ? undefined : await stateOf(db, library, main, target, undefined);
  const paths = all === undefined ? new Set(own) : new Set(pendingPaths(revisions, all));
  const used = await partialsUsed(objects, db, library, merged, paths);
  const state = all ?? (await stateOf(db, library, main, target, [...paths, ...used]));
  for (const path of used) if (lags(path, main, state)) paths.add(path);
  const found = [...paths].sort(byPath).map((path) => {
    const after = (own.has(path) ? head : merged).get(path);
    const live = state.live.get(path);
    const fromLive = lags(path, main, state) && (live !== undefined || after !== undefined);
    return { path, before: fromLive ? live?.file : base.get(path), after };
  });
  const lagging = [...paths].filter((path) => lags(path, main, state));
  return {
    differences: found,
    contributors: await contributorsOfLag(db, library, mainCommit, lagging, state),
  };
}

interface State {
  readonly live: ReadonlyMap<string, LiveBlob>;
  /** Paths that were ever published. The first commit's README was not. */
  readonly versioned: ReadonlySet<string>;
}

/** @param paths those of interest; undefined for all that are in `main` or live */
async function stateOf(
  db: Reader,
  library: Library,
  main: Listing,
  { environment, ended }: Target,
  paths: readonly string[] | undefined,
): Promise<State> {
  const live = await liveBlobs(db, library, environment, { paths, ended });
  const versioned = await newestNumbers(db, library, paths ?? [...main.keys(), ...live.keys()]);
  return { live, versioned: new Set(versioned.keys()) };
}

/** The environment does not have what `main` has at a path. */
function lags(path: string, main: Listing, { live, versioned }: State): boolean {
  return versioned.has(path) && live.get(path)?.file.oid !== main.get(path)?.oid;
}

/** What `main` holds of the head, unchanged since, and the environment does not have yet. */
function pendingPaths({ main, head }: Revisions, state: State): string[] {
  const all = new Set([...main.keys(), ...state.live.keys()]);
  return [...all].filter((path) => main.get(path)?.oid === head.get(path)?.oid && lags(path, main, state));
}

async function partialsUsed(
  objects: LibrariesParts['objects'],
  db: Reader,
  library: Library,
  merged: Listing,
  paths: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const used = new Set<string>();
  let wanted = [...paths].filter((path) => path.endsWith('.prompt'));
  while (wanted.length > 0) {
    const oids = wanted.flatMap((path) => merged.get(path)?.oid ?? []);
    const contents = await objects.contents(db, library, oids);
    const named = new Set([...contents.values()].flatMap((bytes) => partialsNamed(textOf(bytes))));
    const found = [...named].flatMap((name) => partialPaths(name).find((path) => merged.has(path)) ?? []);
    wanted = found.filter((path) => !used.has(path) && !paths.has(path));
    for (const path of wanted) used.add(path);
  }
  return used;
}

/** Contributors of the commits since the version that is live, path by path: paths that are live from one commit are asked together. */
async function contributorsOfLag(
  db: Reader,
  library: Library,
  main: Oid,
  paths: readonly string[],
  { live }: State,
): Promise<GoingLive['contributors']> {
  const bySince = Map.groupBy(paths, (path) => live.get(path)?.commit);
  const found = [];
  for (const [since, ofThese] of bySince)
    found.push(...(await contributorsSince(db, library, main, since, ofThese)));
  return found;
}
