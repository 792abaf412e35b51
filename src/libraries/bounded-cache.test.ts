import fc from 'fast-check';
import { expect, it } from 'vitest';
import { boundedCache } from './bounded-cache.ts';

it('never remembers more than it may, and never anything but what was put in last', () => {
  const acts = fc.array(fc.tuple(fc.boolean(), fc.constantFrom('a', 'b', 'c', 'd'), fc.nat(12)));
  fc.assert(
    fc.property(acts, fc.nat(20), (all, maxBytes) => {
      const cache = boundedCache<number>(maxBytes, (bytes) => bytes);
      const last = new Map<string, number>();
      for (const [puts, name, bytes] of all) {
        if (puts) {
          cache.set(name, bytes);
          last.set(name, bytes);
        } else expect([undefined, last.get(name)]).toContain(cache.get(name));
      }
      const kept = [...last.keys()].map((name) => cache.get(name) ?? 0);
      expect(kept.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(maxBytes);
    }),
  );
});

it('forgets the least recently used first', () => {
  const cache = boundedCache<string>(2, () => 1);
  cache.set('old', 'x');
  cache.set('used', 'y');
  cache.get('old');
  cache.set('new', 'z');
  expect([cache.get('old'), cache.get('used'), cache.get('new')]).toEqual(['x', undefined, 'z']);
});
