/** What a push and a fetch may cost. Everything is checked before the work it would cause. */
export const gitLimits = {
  /** Body of a fetch: wants, haves. */
  fetchBodyBytes: 4_194_304,
  /** Body of a push: commands and the pack. */
  pushBodyBytes: 33_554_432,
  refsPerPush: 100,
  pushOptions: 20,
  objectsPerPush: 20_000,
  /** Any object as it is when inflated; files have the smaller limit of the library. */
  objectBytes: 1_048_576,
  /** All objects of a push as they are when inflated, deltas included. */
  inflatedBytes: 100_663_296,
  deltaDepth: 250,
  /** An annotated tag, message and signature included. */
  tagBytes: 65_536,
  commitsPerPush: 5_000,
  /** Tree entries that are looked at to check a push: a tree bomb is refused here. */
  entriesPerPush: 1_000_000,
  /** Folders of one level that one commit changes: where a tree of trees of trees is stopped. */
  foldersPerLevel: 20_000,
  wantsPerFetch: 2_000,
  havesPerFetch: 20_000,
  /** Pushes and fetches that are worked on at once per node; more wait, and too many waiting are a 503. */
  atOnce: 4,
  waiting: 64,
} as const;
