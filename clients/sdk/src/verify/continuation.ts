import { encodeHex, equalBytes } from './bytes.ts';
import { type Checkpoint, openCheckpoint } from './checkpoint.ts';
import { type TrustedWitnesses, type Witnessed, witnessedBy } from './cosignature.ts';
import { verifyConsistency } from './merkle.ts';
import { malformed, openRotated, readFile, readHashes } from './proven.ts';
import { answering, type Refusal, Refused } from './refusal.ts';

/** The format name of a proof that one signed tree continues another (docs/formats.md, "Consistency proof"). */
export const consistencyFormat = 'countersign.consistency/1';

export type ContinuationOptions = {
  /** One of the log's vkeys, got by another way than the file. */
  key?: string;
  /** The signed checkpoint that the caller kept: the proof must be about that very tree. */
  earlierCheckpoint?: string;
  /** Witnesses, of whom enough must have cosigned the newer checkpoint. */
  witnesses?: TrustedWitnesses;
};

/** `olderSize` is the size of the tree that is shown to be the beginning of this one. */
export type ContinuationAnswer =
  | {
      ok: true;
      origin: string;
      olderSize: number;
      treeSize: number;
      rootHash: string;
      key: string;
      pinned: boolean;
      witnessed?: Witnessed;
    }
  | Refusal;

/**
 * Verifies a consistency proof: both checkpoints' signatures, and that the newer tree begins with the older one. Never throws for what a
 * file may hold.
 */
export function verifyContinuation(
  file: unknown,
  options: ContinuationOptions = {},
): Promise<ContinuationAnswer> {
  return answering(async () => {
    const members = ['format', 'key', 'newer', 'older', 'origin', 'proof'];
    const value = readFile(file, consistencyFormat, members, ['rotations']);
    const { key, newer, older, origin, proof, rotations } = value;
    if (
      typeof key !== 'string' ||
      typeof newer !== 'string' ||
      typeof older !== 'string' ||
      typeof origin !== 'string'
    )
      throw malformed('key, newer, older and origin must be text');
    const hashes = readHashes(proof);
    const claim = { checkpoint: newer, key, origin };
    const { head, chain, pinned } = await openRotated(claim, rotations, options.key);
    const begin = await openCheckpoint(older, chain.at(sizeOf(older)).key);
    const { earlierCheckpoint: kept } = options;
    if (kept !== undefined) expectSame(await openCheckpoint(kept, chain.at(sizeOf(kept)).key), begin);
    if (begin.treeSize > head.treeSize) throw rolledBack(begin, head);
    if (!verifyConsistency(begin.treeSize, head.treeSize, begin.rootHash, head.rootHash, hashes))
      throw rewritten(begin);
    const { treeSize, rootHash } = head;
    const root = encodeHex(rootHash);
    const witnessed = await witnessedBy(options.witnesses, newer, treeSize);
    return {
      ok: true,
      origin,
      olderSize: begin.treeSize,
      treeSize,
      rootHash: root,
      key,
      pinned,
      ...(witnessed === undefined ? {} : { witnessed }),
    };
  });
}

/** The size that a note names, before anything in it is believed: it only chooses the key to check it with. */
export function sizeOf(note: string): number {
  return Number(/^[^\n]*\n([0-9]{1,16})\n/.exec(note)?.[1] ?? 0);
}

function expectSame(kept: Checkpoint, older: Checkpoint): void {
  if (kept.treeSize !== older.treeSize)
    throw new Refused(
      'checkpoint.mismatch',
      `The proof begins at ${older.treeSize} entries, the checkpoint you hold at ${kept.treeSize}: ask for a proof since ${kept.treeSize}.`,
    );
  if (!equalBytes(kept.rootHash, older.rootHash))
    throw new Refused(
      'log.forked',
      `Two different trees of ${kept.treeSize} entries are signed: the one you hold and the one in the file. Keep both; together they prove that the log shows different readers different histories.`,
      { index: 0, range: { first: 0, last: Math.max(0, kept.treeSize - 1) } },
    );
}

function rolledBack(older: Checkpoint, newer: Checkpoint): Refused {
  return new Refused(
    'log.rolled_back',
    `The tree is smaller than the earlier one: ${newer.treeSize} < ${older.treeSize}; first missing index ${newer.treeSize}.`,
    { index: newer.treeSize },
  );
}

function rewritten({ treeSize }: Checkpoint): Refused {
  return new Refused(
    'log.rewritten',
    `The newer tree does not begin with the ${treeSize} entries of the earlier one: the log was rewritten, or the proof is not about these two.`,
    { index: 0, range: { first: 0, last: Math.max(0, treeSize - 1) } },
  );
}
