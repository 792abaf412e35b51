import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isId, newId } from './id.ts';

it('makes ids that carry their kind, are unique, and sort by time', () => {
  const ids = new Set(Array.from({ length: 10_000 }, () => newId('exe')));
  expect(ids.size).toBe(10_000);
  fc.assert(
    fc.property(fc.nat(2 ** 31), fc.nat(2 ** 31), (early, later) => {
      const [first, second] = [newId('exe', early), newId('exe', early + later + 1)];
      expect(first < second).toBe(true);
      expect(isId('exe', first)).toBe(true);
    }),
  );
});

it('knows an id from another text', () => {
  for (const text of [
    '',
    'exe_',
    'exe',
    'chg_01arz3ndektsv4rrffq69g5fav',
    'exe_01ARZ3NDEKTSV4RRFFQ69G5FAV',
    `exe_${'l'.repeat(26)}`,
  ])
    expect(isId('exe', text)).toBe(false);
});
