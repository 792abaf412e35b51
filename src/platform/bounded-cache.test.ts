import { expect, it } from 'vitest';
import { boundedCache } from './bounded-cache.ts';

it('makes a value once, keeps the ones used last, and forgets a failure', async () => {
  const cache = boundedCache<number>(2);
  let made = 0;
  const make = async () => {
    made += 1;
    return made;
  };
  expect(await Promise.all([cache.get('a', make), cache.get('a', make)])).toEqual([1, 1]);
  await cache.get('b', make);
  await cache.get('a', make);
  await cache.get('c', make);
  expect(made).toBe(3);
  expect(await cache.get('a', make)).toBe(1);
  expect(await cache.get('b', make)).toBe(4);
  await expect(cache.get('d', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await cache.get('d', make)).toBe(5);
});
