import type { AssetItem, Folder } from '../api/types.ts';

/** A line of a library's table: a folder or an asset. */
export type AssetRow =
  | { readonly folder: Folder; readonly asset?: undefined }
  | { readonly asset: AssetItem; readonly folder?: undefined };

export const assetSorts = ['name', 'changed', 'live'] as const;
export type AssetSort = (typeof assetSorts)[number];

export type AssetFilter = { readonly words: string; readonly kind: string; readonly sort: AssetSort };

/** Folders first, then assets that hold every word in name or title, in the order that was chosen; prompts before other files. Pure. */
export function assetRows(
  folders: readonly Folder[],
  assets: readonly AssetItem[],
  { words, kind, sort }: AssetFilter,
): AssetRow[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const holds = (text: string) => wanted.every((word) => text.toLowerCase().includes(word));
  const kept = assets.filter(
    (asset) =>
      (kind === '' || asset.kind === kind) &&
      (wanted.length === 0 ? asset.path !== 'README.md' : holds(`${asset.path} ${asset.title}`)),
  );
  return [
    ...(kind === '' ? folders.filter(({ path }) => holds(path)) : []).map((folder) => ({ folder })),
    ...kept.sort(orders[sort]).map((asset) => ({ asset })),
  ];
}

type Order = (left: AssetItem, right: AssetItem) => number;
const promptFirst: Order = (left, right) => Number(right.kind === 'prompt') - Number(left.kind === 'prompt');
const byName: Order = (left, right) =>
  promptFirst(left, right) || (left.path < right.path ? -1 : left.path > right.path ? 1 : 0);

const orders: Readonly<Record<AssetSort, Order>> = {
  name: byName,
  changed: (left, right) =>
    left.changedAt === right.changedAt ? byName(left, right) : left.changedAt < right.changedAt ? 1 : -1,
  live: (left, right) =>
    Number(right.production !== null) - Number(left.production !== null) || byName(left, right),
};

/** The folders on the way to a folder, from the root: what breadcrumbs show. */
export function wayTo(folder: string): { readonly path: string; readonly name: string }[] {
  const names = folder.split('/').filter(Boolean);
  return names.map((name, at) => ({ name, path: names.slice(0, at + 1).join('/') }));
}
