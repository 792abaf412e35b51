import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hiddenGroups } from './disclosure.ts';
import { groupOf, groupsOf, rowsOf } from './grouping.ts';
import type { UseCell } from './store.ts';

const cell = (library: string, path: string, model: string, people: readonly string[]): UseCell => ({
  ...{ week: '2026-11-16', library, path, model, people, app: '' },
  ...{
    executions: people.length,
    governed: people.length,
    succeeded: people.length,
    priced: 0,
    costMicroUsd: 0,
  },
});
const crew = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `per_${from + index}`);
const prompt = (library: string, path: string) => `prompt ${JSON.stringify([library, path])}`;
const none = new Map<string, Set<string>>();
const hide = (cells: readonly UseCell[], teams: ReadonlyMap<string, ReadonlySet<string>> = none) =>
  hiddenGroups(groupsOf(cells, teams), 5);

describe('what is not shown of a week', () => {
  it('is a group of fewer than five people', () => {
    const hidden = hide([
      cell('a', 'x', 'm', crew(0, 4)),
      cell('b', 'y', 'm', crew(4, 20)),
      cell('c', 'z', 'm', crew(20, 40)),
    ]);
    expect([...hidden].filter((key) => key.startsWith('library')).sort()).toEqual(['library a', 'library b']);
  });

  it('nor what would let one subtract it: of all, of its library, of a model', () => {
    const inLibrary = hide([cell('a', 'x', 'm', crew(0, 3)), cell('a', 'y', 'n', crew(3, 30))]);
    expect(inLibrary).toContain(prompt('a', 'x'));
    expect(inLibrary).toContain(prompt('a', 'y'));
    // The model m is known to be what x and w are written for.
    const inModel = hide([
      cell('a', 'x', 'm', crew(0, 8)),
      cell('', '', 'm', crew(8, 10)),
      cell('', '', 'n', crew(10, 30)),
      cell('a', 'y', 'n', crew(30, 60)),
    ]);
    expect(inModel.has('model m') || inModel.has(prompt('a', 'x'))).toBe(true);
  });

  it('nor a team inside another one with few people more', () => {
    const teams = new Map([
      ['tea_inner', new Set(crew(0, 8))],
      ['tea_outer', new Set(crew(0, 10))],
    ]);
    const hidden = hide([cell('a', 'x', 'm', crew(0, 30))], teams);
    expect(hidden).toContain('team tea_inner');
    expect(hidden).not.toContain('team tea_outer');
  });

  it('is nothing where all groups are large, or nobody ran it', () => {
    expect(hide([cell('a', 'x', 'm', crew(0, 9)), cell('b', 'y', 'n', crew(9, 20))])).toEqual(new Set());
    expect(hide([{ ...cell('a', 'x', 'm', []), app: 'app_1', executions: 7 }])).toEqual(new Set());
  });
});

const cells = fc.array(
  fc.record({
    library: fc.constantFrom('', 'a', 'b'),
    path: fc.constantFrom('x', 'y', 'z'),
    model: fc.constantFrom('m', 'n'),
    people: fc.uniqueArray(fc.integer({ min: 0, max: 14 }), { maxLength: 12 }),
  }),
  { maxLength: 12 },
);
const teamSets = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 14 }), { maxLength: 12 }), {
  maxLength: 4,
});

/** By brute force, with sets of texts: whoever knows all that happened subtracts everything from everything. */
function attack(given: readonly UseCell[], teams: ReadonlyMap<string, ReadonlySet<string>>): void {
  const hidden = hide(given, teams);
  const pairs = given.flatMap((one) =>
    one.people.map((person) => ({ person, one, id: `${given.indexOf(one)} ${person}` })),
  );
  const views = new Map<string, Map<string, Set<string>>>();
  const put = (view: string, key: string, id: string) => {
    const groups = views.get(view) ?? new Map<string, Set<string>>();
    views.set(view, groups.set(key, (groups.get(key) ?? new Set()).add(id)));
  };
  for (const { person, one, id } of pairs) {
    for (const kind of ['library', 'prompt', 'model'] as const)
      put(kind, `${kind} ${groupOf(kind, one)}`, id);
    for (const [team, members] of teams) if (members.has(person)) put('team', `team ${team}`, id);
  }
  const personOf = new Map(pairs.map(({ id, person }) => [id, person]));
  const peopleOf = (ids: Iterable<string>) => new Set([...ids].map((id) => personOf.get(id))).size;
  const all = new Set(pairs.map(({ id }) => id));
  const shown = [...views].flatMap(([view, groups]) =>
    [...groups].filter(([key]) => !hidden.has(key)).map(([key, ids]) => ({ view, key, ids })),
  );
  const large = (count: number) => count === 0 || count >= 5;
  for (const { ids } of shown) expect(large(peopleOf(ids))).toBe(true);
  for (const outer of [{ view: '', key: '', ids: all }, ...shown])
    for (const inner of shown)
      if (outer.key !== inner.key && inner.ids.isSubsetOf(outer.ids))
        expect(large(peopleOf(outer.ids.difference(inner.ids)))).toBe(true);
  for (const view of views.keys()) {
    const parts = shown.filter((group) => group.view === view);
    const union = parts.reduce((sum, { ids }) => sum.union(ids), new Set<string>());
    if (parts.length > 0) expect(large(peopleOf(all.difference(union)))).toBe(true);
  }
}

it('cannot be had by subtracting one number of any view from another one, nor all parts from their whole', () => {
  fc.assert(
    fc.property(cells, teamSets, (drawn, sets) => {
      const teams = new Map(
        sets.map((set, index) => [`tea_${index}`, new Set(set.map((one) => `per_${one}`))]),
      );
      const given = new Map<string, UseCell>();
      for (const one of drawn)
        given.set(
          `${one.library} ${one.path} ${one.model}`,
          cell(
            one.library,
            one.path,
            one.model,
            one.people.map((person) => `per_${person}`),
          ),
        );
      attack([...given.values()], teams);
    }),
    { numRuns: 400 },
  );
});

it('rows add up shown weeks only', () => {
  const week = (day: string, people: readonly string[]) => ({ ...cell('a', 'x', 'm', people), week: day });
  const given = [week('2026-11-09', crew(0, 6)), week('2026-11-16', crew(0, 2))];
  const hidden = new Map([['2026-11-16', new Set(['library a'])]]);
  expect(rowsOf('library', given, hidden)).toMatchObject([
    { group: 'a', weeks: 2, shownWeeks: 1, executions: 6, byWeek: new Map([['2026-11-09', 6]]) },
  ]);
});
