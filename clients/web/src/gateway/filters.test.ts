import { expect, it } from 'vitest';
import { executionsSearch, wireSearch } from './filters.ts';

const now = new Date('2026-11-23T12:00:59.999Z');
const wire = (search: Record<string, unknown>) => {
  const members = Object.entries(wireSearch(executionsSearch(search), now));
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
};

it('asks in the API’s words what stands in the address', () => {
  expect(wire({ status: 'refused', verdict: 'forbid', kind: 'raw', model: 'm', odd: 'x' })).toEqual({
    status: 'refused',
    verdict: 'forbid',
    kind: 'raw',
    model: 'm',
  });
  expect(wire({ minCost: 0.05, maxCost: '$1,5' })).toEqual({ minCost: 50_000, maxCost: 1_500_000 });
  expect(wire({ period: '24h', from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' })).toEqual({
    since: '2026-11-22T12:00:00.000Z',
  });
});

it('leaves out what would be refused', () => {
  expect(wire({ version: 3 })).toEqual({});
  expect(wire({ version: 3, prompt: 'a/b' })).toEqual({ version: '3', prompt: 'a/b' });
  expect(wire({ minCost: 'much', status: 'done' })).toEqual({});
});
