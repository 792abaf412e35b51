import { describe, expect, it } from 'vitest';
import { safeBack, signInSearch } from '../access/sign-in.ts';
import { withQuery } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { executionsSearch, sinceOf } from '../gateway/filters.ts';
import { figureText, linePoints } from '../intelligence/figure.ts';
import { type Command, matching } from './commands.ts';
import { initials } from './initials.ts';

describe('the way back after signing in', () => {
  it.each(['/northwind/changes?state=draft', '/'])('leads to %s', (back) =>
    expect(safeBack(back)).toBe(back),
  );
  it.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/sign-in?back=x',
    undefined,
  ])('never leads to %s', (back) => expect(safeBack(back)).toBe('/'));
  it('ignores what is not text', () => expect(signInSearch({ back: ['x'] })).toEqual({}));
});

describe('the palette', () => {
  const command = (label: string, detail = '', group = 'Prompt'): Command => ({
    id: label,
    group,
    label,
    detail,
    run: () => undefined,
  });
  const all = [
    command('support/summarize'),
    command('marketing/triage'),
    command('Triage faster', '', 'Change'),
    command('x', 'sorts triage'),
  ];

  it('puts the start of a name first, then the start of a word', () =>
    expect(matching(all, 'tri').map(({ label }) => label)).toEqual([
      'Triage faster',
      'marketing/triage',
      'x',
    ]));
  it('wants every word', () =>
    expect(matching(all, 'triage change').map(({ label }) => label)).toEqual(['Triage faster']));
  it('shows everything before typing', () => expect(matching(all, ' ')).toHaveLength(4));
});

describe('filters', () => {
  it('cuts a period to the minute', () =>
    expect(sinceOf('24h', new Date('2026-11-23T12:00:59.999Z'))).toBe('2026-11-22T12:00:00.000Z'));
  it('keeps only what exists', () =>
    expect(executionsSearch({ status: 'done', period: '7d', prompt: 'a/b' })).toEqual({
      period: '7d',
      prompt: 'a/b',
    }));
  it('leaves empty members out of a query', () =>
    expect(withQuery('/x', { a: '', b: undefined, c: 0, d: 'é&' })).toBe('/x?c=0&d=%C3%A9%26'));
});

describe('problems', () => {
  it('reads RFC 9457', () =>
    expect(
      problemOf(409, { code: 'change.stale', title: 'T', detail: 'D', request: 'req_1', faults: [] }, null),
    ).toMatchObject({
      code: 'change.stale',
      detail: 'D',
      request: 'req_1',
    }));
  it('says something useful of any other answer', () => {
    expect(problemOf(502, undefined, 'req_2')).toMatchObject({ code: 'http.502', request: 'req_2' });
    expect(problemOf(401, { message: 'Invalid', code: 'X' }, null)).toMatchObject({ detail: 'Invalid' });
  });
});

describe('figures', () => {
  it.each([
    [0.934, 'share', '93%'],
    [3.6, 'hours', '3.6 h'],
    [1204, 'executions', '1,204'],
    [null, 'hours', '–'],
  ] as const)('%s %s is %s', (value, unit, text) => expect(figureText(value, unit)).toBe(text));
  it('draws known values only', () => {
    expect(linePoints([0, null, 10], 100, 10)).toEqual([
      [0, 10],
      [100, 0],
    ]);
    expect(linePoints([null, 4], 100, 10)).toEqual([]);
  });
});

it.each([
  ['Mara van Holt', 'MH'],
  ['Ben', 'B'],
  ['', ''],
])('initials of %j are %j', (name, letters) => expect(initials(name)).toBe(letters));
