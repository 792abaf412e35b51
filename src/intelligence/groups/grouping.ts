import { addDays, startOf } from '../days.ts';
import type { PeopleWeeks } from '../people/weeks.ts';
import type { Stay } from '../teams/store.ts';
import type { Group, Partition, Week } from './disclosure.ts';
import { PairSet } from './pair-set.ts';
import type { UseCell } from './store.ts';

export const dimensions = ['team', 'library', 'prompt', 'model', 'app'] as const;
export type Dimension = (typeof dimensions)[number];

/** The group that a cell is in, of one kind; undefined when it is in none. Teams are of people, not of cells. */
export function groupOf(dimension: Exclude<Dimension, 'team'>, cell: UseCell): string | undefined {
  if (dimension === 'library') return cell.library;
  if (dimension === 'prompt') return JSON.stringify([cell.library, cell.path]);
  if (dimension === 'model') return cell.model;
  return cell.app === '' ? undefined : cell.app;
}

const keyOf = (dimension: Dimension, group: string) => `${dimension} ${group}`;

/** Who was in each team at the end of a week, also by a team in it. Pure. */
export function teamsAt(stays: readonly Stay[], week: string): Map<string, Set<string>> {
  const end = new Date(startOf(addDays(week, 7)));
  const now = stays.filter(({ from, until }) => from < end && (until === null || until >= end));
  const direct = new Map<string, string[]>();
  for (const { team, member } of now) direct.set(team, [...(direct.get(team) ?? []), member]);
  return new Map(
    [...direct].map(([team, members]) => [
      team,
      new Set(
        members.flatMap((member) => (member.startsWith('tea_') ? (direct.get(member) ?? []) : [member])),
      ),
    ]),
  );
}

/** The groups of one week, with whose use they are about. Pure. */
export function groupsOf(cells: readonly UseCell[], teams: ReadonlyMap<string, ReadonlySet<string>>): Week {
  const size = cells.reduce((sum, { people }) => sum + people.length, 0);
  const people = new Int32Array(size);
  const sets = new Map<string, GroupSet>();
  const setOf = (dimension: Dimension, group: string): GroupSet => {
    const key = keyOf(dimension, group);
    const set = sets.get(key) ?? { dimension, pairs: new PairSet(size), people: new Set() };
    sets.set(key, set);
    return set;
  };
  const teamsOf = new Map<string, string[]>();
  for (const [team, members] of teams)
    for (const name of members) teamsOf.set(name, [...(teamsOf.get(name) ?? []), team]);
  const persons = new Map<string, { readonly number: number; readonly teams: GroupSet[] }>();
  const personOf = (name: string) => {
    const known = persons.get(name);
    if (known !== undefined) return known;
    const inTeams = (teamsOf.get(name) ?? []).map((team) => setOf('team', team));
    const person = { number: persons.size, teams: inTeams };
    persons.set(name, person);
    return person;
  };
  let pair = 0;
  for (const cell of cells) {
    if (cell.people.length === 0) continue;
    const own = (['library', 'prompt', 'model'] as const).map((dimension) =>
      setOf(dimension, groupOf(dimension, cell) ?? ''),
    );
    for (const name of cell.people) {
      const { number, teams: inTeams } = personOf(name);
      people[pair] = number;
      for (const set of own) put(set, pair, number);
      for (const set of inTeams) put(set, pair, number);
      pair += 1;
    }
  }
  const groups: Group[] = [...sets].map(([key, { dimension, pairs, people: who }]) => ({
    ...{ key, dimension, pairs },
    overlaps: dimension === 'team',
    people: who.size,
  }));
  return { people, groups, partitions: partitionsOf(cells, groups) };
}

interface GroupSet {
  readonly dimension: Dimension;
  readonly pairs: PairSet;
  readonly people: Set<number>;
}

function put({ pairs, people }: GroupSet, pair: number, person: number): void {
  pairs.add(pair);
  people.add(person);
}

function partitionsOf(cells: readonly UseCell[], groups: readonly Group[]): Partition[] {
  const keys = groups.map(({ key }) => key);
  const whole = (['team', 'library', 'prompt', 'model'] as const).map((dimension) => ({
    whole: null,
    parts: keys.filter((key) => key.startsWith(`${dimension} `)),
  }));
  const prompts = new Map<string, Set<string>>();
  for (const cell of cells) {
    const library = keyOf('library', cell.library);
    const set = prompts.get(library) ?? new Set();
    prompts.set(library, set.add(keyOf('prompt', groupOf('prompt', cell) ?? '')));
  }
  return [...whole, ...[...prompts].map(([library, parts]) => ({ whole: library, parts: [...parts] }))];
}

/** What one group did in the weeks in which it is shown. */
export interface GroupRow {
  readonly group: string;
  /** In how many weeks something ran at all, and in how many it is shown. */
  readonly weeks: number;
  readonly shownWeeks: number;
  readonly people: ReadonlySet<string>;
  readonly executions: number;
  readonly governed: number;
  readonly succeeded: number;
  readonly priced: number;
  readonly costMicroUsd: number;
  /** Executions of each week, by week; weeks that are not shown are not in it. */
  readonly byWeek: ReadonlyMap<string, number>;
}

type Hidden = ReadonlyMap<string, ReadonlySet<string>>;

/** Adds up the shown weeks of every group of a kind. Pure. */
export function rowsOf(
  dimension: Exclude<Dimension, 'team'>,
  cells: readonly UseCell[],
  hidden: Hidden,
): GroupRow[] {
  const rows = new Map<string, Adding>();
  for (const cell of cells) {
    const group = groupOf(dimension, cell);
    if (group === undefined) continue;
    const isHidden = hidden.get(cell.week)?.has(keyOf(dimension, group)) === true;
    addTo(rows, group, cell.week, isHidden, { ...cell, who: cell.people });
  }
  return [...rows.values()].map(ended);
}

/** The same for teams: what their people ran themselves, each in the teams of that week. Costs are not counted by person. Pure. */
export function teamRows(
  people: PeopleWeeks,
  teams: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>,
  hidden: Hidden,
): GroupRow[] {
  const rows = new Map<string, Adding>();
  for (const [week, members] of teams)
    for (const [team, inside] of members) {
      const isHidden = hidden.get(week)?.has(keyOf('team', team)) === true;
      for (const person of inside)
        for (const { executions, governed, succeeded } of (people.get(person) ?? []).filter(
          (one) => one.week === week && one.executions > 0,
        )) {
          const none = { priced: 0, costMicroUsd: 0, who: [person] };
          addTo(rows, team, week, isHidden, { executions, governed, succeeded, ...none });
        }
    }
  return [...rows.values()].map(ended);
}

interface Adding extends Counts {
  group: string;
  seen: Set<string>;
  shown: Map<string, number>;
  people: Set<string>;
}
interface Counts {
  executions: number;
  governed: number;
  succeeded: number;
  priced: number;
  costMicroUsd: number;
}

function addTo(
  rows: Map<string, Adding>,
  group: string,
  week: string,
  isHidden: boolean,
  more: Counts & { readonly who: readonly string[] },
): void {
  const none = { executions: 0, governed: 0, succeeded: 0, priced: 0, costMicroUsd: 0 };
  const row: Adding = rows.get(group) ?? {
    ...none,
    group,
    seen: new Set(),
    shown: new Map(),
    people: new Set(),
  };
  rows.set(group, row);
  row.seen.add(week);
  if (isHidden) return;
  row.shown.set(week, (row.shown.get(week) ?? 0) + more.executions);
  row.executions += more.executions;
  row.governed += more.governed;
  row.succeeded += more.succeeded;
  row.priced += more.priced;
  row.costMicroUsd += more.costMicroUsd;
  for (const person of more.who) row.people.add(person);
}

function ended({ group, seen, shown, people, ...counts }: Adding): GroupRow {
  const { executions, governed, succeeded, priced, costMicroUsd } = counts;
  return {
    ...{ group, executions, governed, succeeded, priced, costMicroUsd, people },
    weeks: seen.size,
    shownWeeks: shown.size,
    byWeek: shown,
  };
}
