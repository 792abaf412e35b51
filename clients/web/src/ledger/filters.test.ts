import { expect, it } from 'vitest';
import { entriesSearch, wireSearch } from './filters.ts';

it('takes from an address what it knows, and makes instants of days, the last one included', () => {
  const search = entriesSearch({
    text: 'a',
    since: '2026-03-01',
    until: '2026-03-01',
    color: 'red',
    action: 7,
  });
  expect(search).toEqual({ text: 'a', since: '2026-03-01', until: '2026-03-01', action: '7' });
  const { since = '', until = '' } = wireSearch(search);
  expect(Date.parse(until) - Date.parse(since)).toBe(86_400_000);
  expect(wireSearch({ since: 'yesterday', text: 'a' })).toEqual({ text: 'a' });
});
