import { setTimeout as sleep } from 'node:timers/promises';
import type { Reader } from '../platform/db/index.ts';
import { invariant } from '../platform/invariant.ts';
import { notFound, Problem } from '../platform/problem.ts';
import type { EntryId, OrganizationId } from './entry.ts';
import { inForce } from './key-range.ts';
import type { ProofBundle, ProvenEntry, SignedHead } from './ledger.ts';
import { inclusionProof, leafHash, nodeHash, type ReadHashes, splitPoint } from './merkle.ts';
import { remembering } from './remembering.ts';
import { originOf, verifierKeyOf } from './signing.ts';
import type { LedgerStore, StoredLeaf } from './store/index.ts';
import { readWitnessing } from './witnesses/standing.ts';

export interface ReadParts {
  readonly reader: Reader;
  readonly store: LedgerStore;
}

const lookAgainMs = 25;
const witnessedWithinMs = 2_500;

/** The newest signed head with the key to check it. */
export async function readHead(
  parts: ReadParts,
  organization: OrganizationId,
): Promise<SignedHead | undefined> {
  const head = await parts.store.readHead(parts.reader, organization);
  if (head === undefined) return undefined;
  const { treeSize, rootHash, note } = head;
  const lines = await parts.store.readLines(parts.reader, organization, treeSize, treeSize);
  return signedHead(parts, organization, {
    ...{ treeSize, rootHash },
    checkpoint: `${note}${lines.get(treeSize) ?? ''}`,
  });
}

/** A head with the keys of its size. */
async function signedHead(
  { reader, store }: ReadParts,
  organization: OrganizationId,
  { treeSize, rootHash, checkpoint }: Pick<SignedHead, 'treeSize' | 'rootHash' | 'checkpoint'>,
): Promise<SignedHead | undefined> {
  // The keys after the head: one that was announced since signs larger trees only.
  const signed = inForce(await store.readKeys(reader, organization), treeSize);
  const [first, last] = [signed[0], signed.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  return {
    origin: originOf(organization),
    treeSize,
    rootHash,
    checkpoint,
    key: verifierKeyOf(organization, last.publicKey),
    ...(first === last ? {} : { firstKey: verifierKeyOf(organization, first.publicKey) }),
  };
}

/**
 * Proves entries under the newest head, once a checkpoint covers them all. The bytes that are handed out are the bytes that are hashed
 * here, and each proof is checked against the signed root before it leaves: what does not verify is never given away.
 * @throws Problem 404 for entries that the organization does not have, `entry.not_signed_yet` when `timeoutMs` is over
 */
export async function prove(
  parts: ReadParts,
  organization: OrganizationId,
  entries: readonly EntryId[],
  timeoutMs: number,
): Promise<ProofBundle> {
  const { reader, store } = parts;
  const placed = await waitUntilPlaced(parts, organization, [...new Set(entries)], timeoutMs);
  // Read after the positions: the checkpoint that covers them was committed together with them.
  const head = await headOver(parts, organization, Math.max(...placed.map(({ index }) => index)) + 1);
  if (head === undefined) throw notFound();
  const readHashes = remembering(store.hashReader(reader, organization));
  const proven = await provePlaced(organization, head, placed, readHashes);
  const rotations = await proveRotations(parts, organization, head, readHashes);
  const { origin, key, checkpoint } = head;
  return {
    format: 'countersign.proof/1',
    origin,
    key,
    checkpoint,
    entries: proven,
    ...(rotations.length === 0 ? {} : { rotations }),
  };
}

/**
 * The head to prove entries under: the newest that enough witnesses cosigned, if it covers them. Where witnesses are at work it is waited for
 * for a moment; a proof under the log's own signature alone is better than none.
 */
async function headOver(
  parts: ReadParts,
  organization: OrganizationId,
  size: number,
): Promise<SignedHead | undefined> {
  const deadline = performance.now() + witnessedWithinMs;
  for (;;) {
    const { head, need, witnesses } = await readWitnessing(parts.reader, organization);
    if (head !== undefined && head.treeSize >= size) return signedHead(parts, organization, head);
    const atWork = witnesses.filter(({ trouble }) => trouble === undefined).length;
    if (atWork < need || performance.now() >= deadline) return readHead(parts, organization);
    await sleep(lookAgainMs * 2);
  }
}

/** The entries, proven, that lead from a log's first key to the one that signed `head`. */
export async function proveRotations(
  { reader, store }: ReadParts,
  organization: OrganizationId,
  head: SignedHead,
  readHashes: ReadHashes,
): Promise<ProvenEntry[]> {
  if (head.firstKey === undefined) return [];
  const keys = inForce(await store.readKeys(reader, organization), head.treeSize);
  const found = await Promise.all(
    keys.flatMap(({ index }) =>
      index === undefined ? [] : [store.readRange(reader, organization, index, index + 1)],
    ),
  );
  return provePlaced(organization, head, found.flat(), readHashes);
}

async function provePlaced(
  organization: OrganizationId,
  head: SignedHead,
  placed: readonly { readonly index: number; readonly leaf: Uint8Array }[],
  readHashes: ReadHashes,
): Promise<ProvenEntry[]> {
  const proven: ProvenEntry[] = [];
  for (const { index, leaf } of placed.toSorted((left, right) => left.index - right.index)) {
    const proof = await inclusionProof(index, head.treeSize, readHashes);
    const root = rootOf(index, head.treeSize, leafHash(leaf), proof);
    invariant(
      Buffer.from(root).equals(head.rootHash),
      `entry ${index} of ${organization} does not lead to the signed root`,
    );
    proven.push({ index, leaf: base64(leaf), proof: proof.map(base64) });
  }
  return proven;
}

async function waitUntilPlaced(
  { reader, store }: ReadParts,
  organization: OrganizationId,
  ids: readonly EntryId[],
  timeoutMs: number,
): Promise<{ index: number; leaf: Uint8Array }[]> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const leaves = await store.readLeaves(reader, organization, ids);
    if (ids.length === 0 || leaves.length < ids.length) throw notFound();
    const placed = leaves.flatMap(placeOf);
    if (placed.length === ids.length) return placed;
    if (performance.now() >= deadline)
      throw new Problem({
        code: 'entry.not_signed_yet',
        status: 503,
        detail:
          'No signed checkpoint covers this entry yet. Ask again in a second; if it stays so, tell an operator to look at /readyz.',
        retryAfterSeconds: 1,
      });
    await sleep(lookAgainMs);
  }
}

const placeOf = ({ index, leaf }: StoredLeaf) => (index === undefined ? [] : [{ index, leaf }]);

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** The root that a leaf and its inclusion proof lead to (RFC 6962 §2.1.1), for a tree of `treeSize`. */
export function rootOf(
  index: number,
  treeSize: number,
  leaf: Uint8Array,
  proof: readonly Uint8Array[],
): Uint8Array {
  if (treeSize === 1) {
    invariant(proof.length === 0, 'a proof is as long as its path');
    return leaf;
  }
  const sibling = proof.at(-1);
  invariant(sibling !== undefined, 'a proof is as long as its path');
  const k = splitPoint(treeSize);
  const rest = proof.slice(0, -1);
  return index < k
    ? nodeHash(rootOf(index, k, leaf, rest), sibling)
    : nodeHash(sibling, rootOf(index - k, treeSize - k, leaf, rest));
}
