import type { Tx } from '../../platform/db/index.ts';
import { invariant } from '../../platform/invariant.ts';
import { textOf } from '../comparison.ts';
import type { Listing } from '../git/index.ts';
import type { Library, Oid, PublishedVersion } from '../libraries.ts';
import type { LibrariesParts } from '../parts.ts';
import { signPrompts } from '../signatures/sign.ts';
import { endSignatures } from '../signatures/store.ts';
import { readBlobFacts } from '../store/objects.ts';
import { differences } from '../tree-difference.ts';
import { indexedText } from './indexed.ts';
import {
  type IndexRow,
  isIndexedAt,
  newestVersions,
  removeRows,
  writeRows,
  writeState,
} from './store/rows.ts';

type Place = Pick<Library, 'organization' | 'id'>;

/** A step of `main`, as publish makes it. */
export interface Step {
  readonly from: { readonly commit: Oid; readonly listing: Listing };
  readonly to: { readonly commit: Oid; readonly listing: Listing };
  /** What the step published, by path. */
  readonly versions: readonly PublishedVersion[];
  readonly at: Date;
}

/**
 * Brings the index along when `main` moves, in the publisher's transaction, which holds the lock of `main`. A library that was not
 * indexed where `main` stood is left alone: `indexLibrary` does it whole.
 */
export async function indexStep(
  parts: LibrariesParts,
  tx: Tx,
  library: Place,
  { from, to, versions, at }: Step,
): Promise<void> {
  if (!(await isIndexedAt(tx, library, from.commit))) return;
  const changed = differences(from.listing, to.listing);
  const numbers = new Map(versions.map(({ path, number }) => [path, number]));
  const kept = changed.flatMap(({ path, after }) => (after === undefined ? [] : [{ path, oid: after.oid }]));
  const gone = changed.filter(({ after }) => after === undefined).map(({ path }) => path);
  await removeRows(tx, library, gone);
  await endSignatures(
    tx,
    library,
    at,
    changed.map(({ path }) => path),
  );
  await writeFiles(parts, tx, library, kept, (path) => ({
    version: numbers.get(path) ?? null,
    updatedAt: at,
  }));
  await writeState(tx, library, to.commit, at);
}

/** Indexes all that stands on `main`. The transaction holds the lock of `main`, or makes the library. @returns how many files */
export async function indexWhole(
  parts: LibrariesParts,
  tx: Tx,
  library: Place & Pick<Library, 'createdAt'>,
  main: { readonly commit: Oid; readonly listing: Listing },
): Promise<number> {
  await removeRows(tx, library);
  await endSignatures(tx, library, parts.clock.now());
  const newest = await newestVersions(tx, library);
  const files = [...main.listing].map(([path, { oid }]) => ({ path, oid }));
  await writeFiles(parts, tx, library, files, (path) => {
    const version = newest.get(path);
    return { version: version?.number ?? null, updatedAt: version?.at ?? library.createdAt };
  });
  await writeState(tx, library, main.commit, parts.clock.now());
  return files.length;
}

/** So many files are in memory at once: at most 64 MiB of them, and far less as a rule. */
const filesPerBatch = 250;

async function writeFiles(
  parts: LibrariesParts,
  tx: Tx,
  library: Place,
  files: readonly { readonly path: string; readonly oid: Oid }[],
  stateOf: (path: string) => Pick<IndexRow, 'version' | 'updatedAt'>,
): Promise<void> {
  for (let at = 0; at < files.length; at += filesPerBatch) {
    const batch = files.slice(at, at + filesPerBatch);
    const oids = batch.map(({ oid }) => oid);
    const contents = await parts.objects.contents(tx, library, oids);
    const facts = await readBlobFacts(tx, library, oids);
    const texts = batch.map(({ path, oid }) => {
      const [content, blob] = [contents.get(oid), facts.get(oid)];
      invariant(content !== undefined && blob !== undefined, `blob ${oid} is stored`);
      return { path, text: textOf(content), digest: blob.digest, ...stateOf(path) };
    });
    await writeRows(
      tx,
      library,
      texts.map(({ path, text, ...state }) => ({ ...indexedText(path, text), ...state })),
    );
    await signPrompts(
      tx,
      library,
      texts.map(({ updatedAt, ...published }) => ({ ...published, since: updatedAt })),
    );
  }
}
