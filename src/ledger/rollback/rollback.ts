import type { Id } from '../../platform/id.ts';
import type { AnchorFinding } from '../anchoring/anchor.ts';
import type { EntryId } from '../entry.ts';

/** A loss of history that an operator accepted. */
export interface Rollback {
  readonly id: Id<'rbk'>;
  /** The anchor or witness that remembered what is lost. */
  readonly source: string;
  readonly lost: Lost;
  /** What the log went on from, and when that was signed. */
  readonly kept: { readonly treeSize: number; readonly rootHash: Uint8Array; readonly at: Date | undefined };
  readonly by: string;
  readonly reason: string;
  readonly at: Date;
  readonly entry: EntryId;
}

/** A head that was signed and that the database does not continue. Without root and note where it was only said. */
export interface Lost {
  readonly treeSize: number;
  readonly rootHash: Uint8Array | undefined;
  readonly note: string | undefined;
}

/** Whether this very loss was accepted: the same tree, or, where no root was shown, the same size by the same source. Pure. */
export function isAccepted(
  rollbacks: readonly Pick<Rollback, 'source' | 'lost'>[],
  source: string,
  { treeSize, rootHash }: Pick<Lost, 'treeSize' | 'rootHash'>,
): boolean {
  return rollbacks.some(({ source: from, lost }) =>
    rootHash === undefined || lost.rootHash === undefined
      ? from === source && lost.treeSize === treeSize
      : lost.treeSize === treeSize && Buffer.from(lost.rootHash).equals(rootHash),
  );
}

/** A finding of which it is known what was lost. Of a log that is not there at all, or an anchor that says nothing, nothing can be accepted. */
export type AcceptableFinding = AnchorFinding & { readonly lost: Lost };

export const isAcceptable = (finding: AnchorFinding): finding is AcceptableFinding =>
  finding.lost !== undefined && (finding.code === 'ledger.rolled_back' || finding.code === 'ledger.forked');
