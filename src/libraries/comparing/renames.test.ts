import { expect, it } from 'vitest';
import { differences } from '../tree-difference.ts';
import { withRenames } from './renames.ts';

const listing = (files: Record<string, string>) =>
  new Map(Object.entries(files).map(([path, oid]) => [path, { mode: '100644' as const, oid }]));
const changes = (before: Record<string, string>, after: Record<string, string>) =>
  withRenames(differences(listing(before), listing(after))).map(({ path, status, fromPath }) =>
    fromPath === null ? `${status} ${path}` : `${status} ${fromPath} to ${path}`,
  );

it('tells moves of the same bytes from what was added, changed and deleted', () => {
  expect(changes({ a: '1', b: '2', c: '3' }, { a: '1', b: '9', d: '3', e: '5' })).toEqual([
    'modified b',
    'renamed c to d',
    'added e',
  ]);
  expect(changes({ a: '1' }, { b: '2' })).toEqual(['deleted a', 'added b']);
});

it('takes the one with the same file name when several have the same bytes, each once', () => {
  expect(changes({ 'x/a': '1', 'x/b': '1' }, { 'y/b': '1', 'y/c': '1', 'y/d': '1' })).toEqual([
    'renamed x/b to y/b',
    'renamed x/a to y/c',
    'added y/d',
  ]);
  expect(changes({ a: '1' }, { a: '1', b: '1' })).toEqual(['added b']);
});
