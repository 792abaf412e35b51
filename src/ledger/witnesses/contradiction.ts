import type { AnchorFinding } from '../anchoring/anchor.ts';
import type { OrganizationId } from '../entry.ts';
import { type Witness, witnessName } from './witness.ts';

/** A checkpoint that a witness shows: signed by this log's own key, and cosigned by the witness at a time. */
export interface Shown {
  readonly treeSize: number;
  readonly rootHash: Uint8Array;
  /** As it was shown. */
  readonly note: string;
  readonly at: Date;
}

/**
 * What it means that a witness refuses the head: the database was set back, or rewritten. Says exactly what was found: sizes, roots, which
 * witness, when, and whether it showed the log's own signature for it or only said so. Pure.
 * @param heard what the witness cosigned, as it says (`claimed`) and as it shows
 * @param own the root of the first so many entries here; undefined when there are fewer
 * @returns undefined when what the witness shows is in the log: then there is nothing to accuse the database of
 */
export function contradiction(
  organization: OrganizationId,
  witness: Witness,
  heard: { readonly claimed: number; readonly shown: Shown | undefined },
  treeSize: number,
  own: Uint8Array | undefined,
): AnchorFinding | undefined {
  const { shown } = heard;
  const size = shown?.treeSize ?? heard.claimed;
  const name = witnessName(witness);
  const told =
    shown === undefined
      ? `The witness ${name} says so, and shows no checkpoint for it.`
      : `The witness ${name} cosigned that at ${shown.at.toISOString()}, root ${base64(shown.rootHash)}, and shows it with this log’s own signature.`;
  const found = (code: AnchorFinding['code'], what: string): AnchorFinding => {
    const summary = `${what} ${told}`;
    const next =
      'Start with the newest copy of the database. If what is missing is lost for good, accept the loss on the record: countersign accept-rollback.';
    const lost = { treeSize: size, rootHash: shown?.rootHash, note: shown?.note };
    return {
      code,
      organization,
      anchor: name,
      summary,
      message: `${organization}: ${summary} ${next}`,
      lost,
    };
  };
  if (treeSize < size)
    return found(
      'ledger.rolled_back',
      `A log has ${treeSize} entries in the database and had ${size}: the entries ${treeSize} to ${size - 1} are gone.`,
    );
  if (shown !== undefined && own !== undefined && Buffer.from(own).equals(shown.rootHash)) return undefined;
  const root = own === undefined ? 'not there' : base64(own);
  return found(
    'ledger.forked',
    `The first ${size} entries of a log are not those that were witnessed: their root is ${root} here.`,
  );
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
