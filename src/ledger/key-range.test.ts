import { describe, expect, it } from 'vitest';
import { announced, inForce, keyFor } from './key-range.ts';

const first = { name: 'first', entry: null, index: undefined };
const second = { name: 'second', entry: 'ent_2', index: 9 };
const third = { name: 'third', entry: 'ent_3', index: 20 };
const waiting = { name: 'waiting', entry: 'ent_4', index: undefined };
const keys = [third, waiting, first, second];

describe('keys by range', () => {
  it.each([
    [0, 'first'],
    [9, 'first'],
    [10, 'first'],
    [11, 'second'],
    [21, 'second'],
    [22, 'third'],
    [1000, 'third'],
  ])('the checkpoint of %i entries is signed by the %s', (treeSize, name) => {
    expect(keyFor(keys, treeSize)?.name).toBe(name);
  });

  it('names those up to a size in their order, and the one that waits', () => {
    expect(inForce(keys, 21)).toEqual([first, second]);
    expect(announced(keys)).toBe(waiting);
    expect(announced([first, second])).toBeUndefined();
    expect(keyFor([], 5)).toBeUndefined();
  });
});
