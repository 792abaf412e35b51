import { encodeHex } from './bytes.ts';
import { type TrustedWitnesses, type Witnessed, witnessedBy } from './cosignature.ts';
import { malformed, openRotated, type ProvenEntry, proveEntry, readFile, readItems } from './proven.ts';
import { answering, type Refusal } from './refusal.ts';

/** The media type and the format name of a proof bundle (docs/formats.md, "Proof bundle"). */
export const bundleMediaType = 'application/vnd.countersign.proof+json';
export const bundleFormat = 'countersign.proof/1';

/**
 * `pinned` is false when the caller gave no key: then the file only agrees with itself, and whoever made it chose the key.
 * `rootHash` is hexadecimal.
 */
export type BundleAnswer =
  | {
      ok: true;
      origin: string;
      treeSize: number;
      rootHash: string;
      key: string;
      pinned: boolean;
      entries: ProvenEntry[];
      /** Who cosigned the checkpoint, when the caller trusts witnesses. */
      witnessed?: Witnessed;
    }
  | Refusal;

/** `key`: one of the log's vkeys, got by another way than the bundle; so are the witnesses', of whom enough must have cosigned. */
export type BundleOptions = { key?: string; witnesses?: TrustedWitnesses };

/**
 * Verifies a proof bundle: the checkpoint's signature, every entry's inclusion proof and form, and the handovers between the log's keys.
 * Takes the file's bytes, its text or the parsed value; give bytes or text where you have them, since only there a member named twice
 * is seen. Never throws for what a bundle may hold; refuses members that the format does not have.
 */
export function verifyBundle(bundle: unknown, options: BundleOptions = {}): Promise<BundleAnswer> {
  return answering(async () => {
    const members = ['checkpoint', 'entries', 'format', 'key', 'origin'];
    const { checkpoint, entries, key, origin, rotations } = readFile(bundle, bundleFormat, members, [
      'rotations',
    ]);
    if (typeof checkpoint !== 'string' || typeof key !== 'string' || typeof origin !== 'string')
      throw malformed('checkpoint, key and origin must be text');
    const items = readItems(entries, 'entries');
    const log = await openRotated({ checkpoint, key, origin }, rotations, options.key);
    const proven = items.map((item) => proveEntry(item, log));
    const { treeSize, rootHash } = log.head;
    const root = encodeHex(rootHash);
    const witnessed = await witnessedBy(options.witnesses, checkpoint, treeSize);
    return {
      ok: true,
      origin,
      treeSize,
      rootHash: root,
      key,
      pinned: log.pinned,
      entries: proven,
      ...(witnessed === undefined ? {} : { witnessed }),
    };
  });
}
