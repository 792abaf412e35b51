import { expect, it } from 'vitest';
import type { AssetItem } from '../api/types.ts';
import { assetRows, wayTo } from './asset-rows.ts';

const asset = (path: string, changedAt: string, production: number | null = null): AssetItem => ({
  path,
  name: path.replace('.prompt', ''),
  kind: path.endsWith('.prompt') ? 'prompt' : 'other',
  digest: '',
  title: `About ${path}`,
  version: null,
  production,
  live: {},
  changedAt,
  changedBy: { id: 'per_x', kind: 'person', displayName: 'X' },
  owner: null,
});
const assets = [
  asset('README.md', '3'),
  asset('b.prompt', '1', 2),
  asset('a.txt', '4'),
  asset('c.prompt', '2'),
];
const folders = [{ path: 'mail', name: 'mail', assets: 3 }];
const plain = { words: '', kind: '', sort: 'name' } as const;
const names = (filter: Parameters<typeof assetRows>[2]) =>
  assetRows(folders, assets, filter).map((row) => row.folder?.path ?? row.asset?.path);

it('shows folders, then prompts, then other files, without the README', () => {
  expect(names(plain)).toEqual(['mail', 'b.prompt', 'c.prompt', 'a.txt']);
});

it('filters by every word and by kind, and finds the README by its name', () => {
  expect(names({ ...plain, words: 'about C.pro' })).toEqual(['c.prompt']);
  expect(names({ ...plain, words: 'readme' })).toEqual(['README.md']);
  expect(names({ ...plain, kind: 'prompt' })).toEqual(['b.prompt', 'c.prompt']);
});

it('sorts by the last change, and by what is live', () => {
  expect(names({ ...plain, sort: 'changed' })).toEqual(['mail', 'a.txt', 'c.prompt', 'b.prompt']);
  expect(names({ ...plain, sort: 'live', kind: 'prompt' })).toEqual(['b.prompt', 'c.prompt']);
});

it('names the way to a folder', () => {
  expect(wayTo('')).toEqual([]);
  expect(wayTo('mail/long')).toEqual([
    { name: 'mail', path: 'mail' },
    { name: 'long', path: 'mail/long' },
  ]);
});
