import { authorize, named, type Principal, theOrganization } from '../../access/index.ts';
import { isId } from '../../platform/id.ts';
import { addDays, completeWeeks, dayOf, weekOf } from '../days.ts';
import { share } from '../formulas/interval.ts';
import { placeOf } from '../layer/store.ts';
import { defineMeasure } from '../measures/measure.ts';
import type { IntelligenceParts } from '../parts.ts';
import { selectPeopleWeeks } from '../people/store.ts';
import { sightOf } from '../sight.ts';
import { selectStays } from '../teams/store.ts';
import { hiddenGroups } from './disclosure.ts';
import { type Dimension, type GroupRow, groupsOf, rowsOf, teamRows, teamsAt } from './grouping.ts';
import { selectUseCells } from './store.ts';

export const groupMeasure = defineMeasure({
  id: 'use_by_group',
  version: 1,
  title: 'Use by team, library, prompt, model or app',
  formula:
    'executions that have ended, of complete weeks, by what ran them or what was run, in the libraries that you may see; weeks in which fewer people than the smallest group ran something in a group, or in which the number could be had by subtracting, are left out; people of a team are those of that week, and its executions those that they ran themselves',
  unit: 'executions',
  grade: 'C',
  projections: ['intelligence.use', 'intelligence.teams'],
  better: null,
});

export interface Comparison {
  readonly by: Dimension;
  /** Complete weeks. */
  readonly weeks: 4 | 12;
  /** Only prompts of this library. */
  readonly library?: string | undefined;
}

/** Everybody with a role on the organization. @throws Problem `measure.compare.forbidden` 403 */
export async function compareGroups(parts: IntelligenceParts, principal: Principal, asked: Comparison) {
  authorize(principal, 'measure.compare', theOrganization);
  const { organization } = principal;
  const { reader, smallestGroup } = parts;
  const sight = await sightOf(parts, principal);
  const span = weeksOf(dayOf(parts.clock.now()), asked.weeks, smallestGroup);
  const [from = ''] = span;
  const to = addDays(span.at(-1) ?? from, 7);
  const place = await placeOf(reader, organization, groupMeasure.projections);
  const [cells, people, stays] = await Promise.all([
    selectUseCells(reader, organization, sight.libraries, from, to),
    asked.by === 'team' ? selectPeopleWeeks(reader, organization, sight.libraries, from, false) : new Map(),
    selectStays(reader, organization),
  ]);
  const teams = new Map(span.map((week) => [week, teamsAt(stays, week)]));
  const byWeek = Map.groupBy(cells, ({ week }) => week);
  const hidden = new Map(
    span.map((week) => [
      week,
      hiddenGroups(groupsOf(byWeek.get(week) ?? [], teams.get(week) ?? new Map()), smallestGroup),
    ]),
  );
  const rows = asked.by === 'team' ? teamRows(people, teams, hidden) : rowsOf(asked.by, cells, hidden);
  const name = await namesOf(parts, principal, asked.by, rows, sight.names);
  return {
    ...{ by: asked.by, weeks: span, smallestGroup },
    measure: `${groupMeasure.id}@${groupMeasure.version}`,
    log: place.nextIndex === 0 ? null : { first: 0, last: place.nextIndex - 1 },
    items: rows
      .map((row) => rowWire(row, span, name(row.group)))
      .filter(({ library }) => asked.library === undefined || library === asked.library)
      .toSorted(
        (one, other) =>
          (other.executions ?? -1) - (one.executions ?? -1) || one.name.localeCompare(other.name),
      )
      .slice(0, mostRows),
  };
}

const mostRows = 1_000;

/** Complete weeks, so that nobody sees a number grow by what one person does; with nothing to hide also the one that today is in. */
export function weeksOf(today: string, weeks: number, smallestGroup: number): string[] {
  const complete = completeWeeks(today, weeks);
  return smallestGroup > 1 ? complete : [...complete.slice(1), weekOf(today).week];
}

interface GroupName {
  readonly name: string;
  readonly library?: string | undefined;
  readonly prompt?: string | undefined;
}

function rowWire(row: GroupRow, span: readonly string[], { name, library, prompt }: GroupName) {
  const isShown = row.shownWeeks > 0;
  const people = row.people.size;
  return {
    ...{ id: row.group, name, library: library ?? null, prompt: prompt ?? null },
    ...{ weeks: row.weeks, shownWeeks: row.shownWeeks },
    people: isShown ? people : null,
    executions: isShown ? row.executions : null,
    perPerson: isShown && people > 0 ? row.executions / people : null,
    governed: isShown ? share(row.governed, row.executions) : null,
    succeeded: isShown ? share(row.succeeded, row.executions) : null,
    costUsd: isShown && row.priced > 0 ? row.costMicroUsd / 1_000_000 : null,
    byWeek: span.map((week) => row.byWeek.get(week) ?? null),
  };
}

/** What groups are called. */
async function namesOf(
  parts: IntelligenceParts,
  { organization }: Principal,
  by: Dimension,
  rows: readonly GroupRow[],
  libraries: ReadonlyMap<string, string>,
): Promise<(group: string) => GroupName> {
  if (by === 'library')
    return (id) =>
      id === '' ? { name: 'Raw calls' } : { name: libraries.get(id) ?? id, library: libraries.get(id) };
  if (by === 'prompt')
    return (id) => {
      const [library = '', path = '']: string[] = JSON.parse(id);
      const name = libraries.get(library) ?? library;
      if (library === '') return { name: 'Raw calls' };
      return { name: `${name}/${path.replace(/\.prompt$/, '')}`, library: name, prompt: path };
    };
  if (by === 'model') return (id) => ({ name: id });
  if (by === 'app') {
    const names = await parts.access.names(
      organization,
      rows.map(({ group }) => group),
    );
    return (id) => ({ name: named(names, id).displayName });
  }
  const found = await Promise.all(rows.map(({ group }) => teamNamed(parts, organization, group)));
  const names = new Map(rows.map(({ group }, index) => [group, found[index]]));
  return (id) => ({ name: names.get(id) ?? 'A team that is no more' });
}

async function teamNamed(
  { access }: IntelligenceParts,
  organization: Principal['organization'],
  id: string,
): Promise<string | undefined> {
  return isId('tea', id) ? (await access.teamById(organization, id))?.displayName : undefined;
}
