import { canonicalBytes } from '../platform/canonical-json.ts';
import { digestOf } from './asset.ts';
import type { AssetDifference, Digest } from './libraries.ts';
import type { PathDifference } from './tree-difference.ts';

/**
 * Digest over the exact content of a change, which an approval binds: SHA-256 over the RFC 8785 form of
 * `{"assets":[[PATH, DIGEST or "deleted"], …],"format":"countersign.change/1"}`, sorted by path.
 * It does not depend on commits: the same bytes in other commits have the same digest.
 */
export function changeDigest(assets: readonly Pick<AssetDifference, 'path' | 'head'>[]): Digest {
  const content = assets.map(({ path, head }) => [path, head?.digest ?? 'deleted']);
  return digestOf(canonicalBytes({ format: 'countersign.change/1', assets: content }));
}

/** The differences with their texts. @param contents the bytes of every blob that the differences name */
export function assetDifferences(
  paths: readonly PathDifference[],
  contents: ReadonlyMap<string, Uint8Array>,
): AssetDifference[] {
  const side = (oid: string | undefined) => {
    if (oid === undefined) return null;
    const bytes = contents.get(oid);
    if (bytes === undefined) throw new Error(`invariant: blob ${oid} is stored`);
    return { text: textOf(bytes), digest: digestOf(bytes) };
  };
  return paths.map(({ path, before, after }) => ({
    path,
    status: before === undefined ? 'added' : after === undefined ? 'deleted' : 'modified',
    base: side(before?.oid),
    head: side(after?.oid),
  }));
}

/** A blob as text. What is not UTF-8 can only come from a push and shows its damage; digests are always over the bytes. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
