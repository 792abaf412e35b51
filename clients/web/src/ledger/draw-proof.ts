import { callBytes } from '../api/client.ts';
import { pathOf } from './proof-path.ts';
import { entryPath } from './queries.ts';

export type Drawn =
  | {
      index: number;
      treeSize: number;
      leaf: string;
      steps: { side: 'left' | 'right'; sibling: string; node: string }[];
    }
  | { why: string };

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));

/** Fetches an entry's proof, verifies it, and follows it: what is drawn is what was checked. */
export async function drawProof(entry: string): Promise<Drawn> {
  const [bytes, { leafHash, nodeHash, verifyBundle }] = await Promise.all([
    callBytes(`${entryPath(entry)}/proof`),
    import('@countersign/sdk/verify'),
  ]);
  const answer = await verifyBundle(bytes);
  if (!answer.ok) return { why: answer.sentence };
  const proven = answer.entries.find((one) => one.entry.id === entry);
  if (proven === undefined) return { why: 'The proof is about another entry.' };
  const file: { entries: { index: number; proof: string[] }[] } = JSON.parse(new TextDecoder().decode(bytes));
  const item = file.entries.find(({ index }) => index === proven.index);
  const leaf = leafHash(proven.leaf);
  const path = pathOf(leaf, proven.index, answer.treeSize, (item?.proof ?? []).map(bytesOf), nodeHash);
  if (path === undefined || hex(path.at(-1)?.node ?? leaf) !== answer.rootHash)
    return { why: 'The proof does not lead to the signed root.' };
  return {
    index: proven.index,
    treeSize: answer.treeSize,
    leaf: hex(leaf),
    steps: path.map(({ side, sibling, node }) => ({ side, sibling: hex(sibling), node: hex(node) })),
  };
}
