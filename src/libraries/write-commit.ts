import type { Principal } from '../access/index.ts';
import type { EntryId } from '../ledger/index.ts';
import type { Tx } from '../platform/db/index.ts';
import { digestOf } from './asset.ts';
import { blobOf, commitOf, type GitObject, type Listing, type Signature, treesOf } from './git/index.ts';
import { titleOf } from './prompt-facts.ts';
import { type CommitRow, type Contributor, insertCommit } from './store/commits.ts';
import { type BlobFacts, insertBlobFacts, insertObjects } from './store/objects.ts';
import type { RepositoryKey } from './store/tables.ts';

/** A new blob and what lists need to know of it. */
export interface NewBlob {
  readonly object: GitObject;
  readonly facts: BlobFacts;
}

/** Makes the blob of an asset's text. Pure. */
export function newBlob(path: string, text: string): NewBlob {
  const object = blobOf(text);
  const facts = { oid: object.oid, digest: digestOf(object.content), title: titleOf(path, text) };
  return { object, facts };
}

export interface NewCommit {
  readonly listing: Listing;
  /** First parent first; none for the first commit of a library. */
  readonly parents: readonly Pick<CommitRow, 'oid' | 'generation'>[];
  readonly blobs: readonly NewBlob[];
  /** Paths that differ from every parent. */
  readonly paths: readonly string[];
  readonly message: string;
  readonly author: Principal;
  readonly at: Date;
  /** The entry that will say so. */
  readonly entry: EntryId;
  /** Who contributed its bytes; the author alone, if not given. Nobody, for a merge that brings nothing but what its parents hold. */
  readonly contributors?: readonly Contributor[];
}

/** Stores a commit with its trees and new blobs. Moves no branch. */
export async function writeCommit(tx: Tx, key: RepositoryKey, made: NewCommit): Promise<CommitRow> {
  const { listing, parents, blobs, paths, message, author, at, entry } = made;
  const { root, trees } = treesOf(listing);
  const object = commitOf({
    tree: root.oid,
    parents: parents.map(({ oid }) => oid),
    author: signatureOf(author, at),
    message,
  });
  await insertObjects(tx, key, [...blobs.map((blob) => blob.object), ...trees, object]);
  await insertBlobFacts(
    tx,
    key,
    blobs.map(({ facts }) => facts),
  );
  const commit: CommitRow = {
    oid: object.oid,
    tree: root.oid,
    parents: parents.map(({ oid }) => oid),
    generation: 1 + Math.max(0, ...parents.map(({ generation }) => generation)),
    message,
    paths,
    principal: author.id,
    human: author.human,
    at,
    entry,
  };
  await insertCommit(tx, key, commit, made.contributors);
  return commit;
}

/**
 * The author or tagger line. The address is made of our id under a domain that cannot exist (RFC 2606 §2): a real address in a git object
 * could never be erased.
 */
export function signatureOf(author: Principal, at: Date): Signature {
  const email = `${author.id}@${author.organizationName}.countersign.invalid`;
  return { name: author.displayName, email, at };
}
