import type { BundleAnswer } from './bundle.ts';
import { decodeBase64, encodeBase64, encodeHex } from './bytes.ts';
import { openCheckpoint, organizationOf } from './checkpoint.ts';
import { readEntry } from './entry.ts';
import { leafHash, verifyInclusion } from './merkle.ts';
import { parseVerifierKey } from './note.ts';
import { answering, Refused } from './refusal.ts';

/**
 * The text form of one entry's proof, for other people's verifiers (c2sp.org/tlog-proof). It carries neither the entry nor the key;
 * `extra` is opaque and not authenticated.
 */
export type TlogProof = {
  index: number;
  proof: readonly Uint8Array[];
  checkpoint: string;
  extra?: Uint8Array;
};

const header = 'c2sp.org/tlog-proof@v1';

export function formatTlogProof({ index, proof, checkpoint, extra }: TlogProof): string {
  const extraLines = extra === undefined ? [] : [`extra ${encodeBase64(extra)}`];
  return [header, ...extraLines, `index ${index}`, ...proof.map(encodeBase64), '', checkpoint].join('\n');
}

/** Reads the text form; refuses what the specification does not allow. The checkpoint is taken verbatim. */
export function parseTlogProof(text: string): TlogProof {
  const malformed = (why: string): Refused =>
    new Refused('file.malformed', `The proof is malformed: ${why}.`);
  const blank = text.indexOf('\n\n');
  const [first, ...lines] = text.slice(0, Math.max(blank, 0)).split('\n');
  if (blank === -1 || first !== header)
    throw new Refused('file.unknown_format', `The file does not start with ${header}.`);
  const extraLine = lines[0]?.startsWith('extra ') ? lines.shift() : undefined;
  const extra = extraLine === undefined ? undefined : decodeBase64(extraLine.slice('extra '.length));
  if (extraLine !== undefined && extra === undefined) throw malformed('its extra data is not base64');
  const [, digits] = /^index (0|[1-9][0-9]*)$/.exec(lines.shift() ?? '') ?? [];
  const index = Number(digits ?? 'none');
  if (!Number.isSafeInteger(index)) throw malformed('it has no index');
  const proof = lines.map((line) => {
    const hash = decodeBase64(line);
    if (hash?.length !== 32) throw malformed('one of its lines is not a hash');
    return hash;
  });
  return { index, proof, checkpoint: text.slice(blank + 2), ...(extra === undefined ? {} : { extra }) };
}

/** Verifies that `leaf`, an entry's exact bytes, is in the log whose vkey is `key`. */
export function verifyTlogProof(text: string, leaf: Uint8Array, key: string): Promise<BundleAnswer> {
  return answering(async () => {
    const { index, proof, checkpoint } = parseTlogProof(text);
    const { origin, treeSize, rootHash } = await openCheckpoint(checkpoint, parseVerifierKey(key));
    if (!verifyInclusion(index, treeSize, leafHash(leaf), proof, rootHash))
      throw new Refused('entry.unproven', `Entry ${index} is not proven by this file.`, { index });
    const entry = readEntry(leaf, index, organizationOf(origin));
    const root = encodeHex(rootHash);
    return {
      ok: true,
      origin,
      treeSize,
      rootHash: root,
      key,
      pinned: true,
      entries: [{ index, entry, leaf }],
    };
  });
}
