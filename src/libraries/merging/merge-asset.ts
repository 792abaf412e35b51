import { type MergeResult, merge } from '../merge/index.ts';
import { assetFaults } from '../prompt-facts.ts';

/** What stands behind git's markers: branch names, as a rule. */
export interface Names {
  readonly ours: string;
  readonly theirs: string;
}

export interface AssetSides {
  readonly path: string;
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/** Merges three texts exactly as a merge of branches would. Pure. */
export function mergeAsset({ path, base, ours, theirs }: AssetSides, names: Names): MergeResult {
  const sound = [ours, theirs].every((text) => assetFaults(path, text).length === 0);
  const accepts = (text: string) => !sound || assetFaults(path, text).length === 0;
  return merge(path, base, ours, theirs, { names, accepts });
}
