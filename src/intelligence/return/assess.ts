import type { ValueModelDefinition, ValueRange } from '../../libraries/index.ts';
import { type Estimate, share } from '../formulas/interval.ts';
import { fewestInArm } from '../formulas/sequential.ts';
import type { AcceptanceCell } from '../quality/versions.ts';
import type { PromptOf, ValueCell } from './store.ts';
import { casesOf, cumulated, declaredCost, haircuts, paidBack, stepsOf, tornadoOf } from './value.ts';

/** What is known of the runs that a value model is about. */
export interface Known {
  readonly prompts: readonly (PromptOf & { readonly name: string })[];
  /** Complete weeks since it started, oldest first. */
  readonly weeks: readonly string[];
  readonly cells: readonly ValueCell[];
  readonly thumbs: readonly AcceptanceCell[];
  /** Who was in each team, week by week. */
  readonly teams: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;
  /** Whether a group's number of a week is not shown anywhere. */
  isHidden(week: string, dimension: 'prompt' | 'team', group: string): boolean;
}

const keyOf = ({ library, path }: PromptOf) => JSON.stringify([library, path]);
const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, number) => total + number, 0);
const ends = ['low', 'mid', 'high'] as const;

/** A share that people said with their thumbs, once enough have; until then as the model assumes it. */
function acceptanceOf(model: ValueModelDefinition, known: Known, smallestGroup: number) {
  const mine = new Set(known.prompts.map(keyOf));
  const shown = known.thumbs.filter(
    (cell) => mine.has(keyOf(cell)) && known.weeks.includes(cell.week) && cell.people.length >= smallestGroup,
  );
  const said: Estimate = share(
    sum(shown.map(({ accepted }) => accepted)),
    sum(shown.map(({ scores }) => scores)),
  );
  const { value, low, high } = said;
  if (value === null || low === null || high === null || said.n < fewestInArm)
    return { range: model.assumes.accepted, from: 'assumed' as const, n: said.n };
  return { range: { low, mid: value, high }, from: 'thumbs' as const, n: said.n };
}

/** What the runs of a value model are worth, from weeks that are shown. Pure. */
export function assess(model: ValueModelDefinition, known: Known, smallestGroup: number) {
  const { weeks, prompts } = known;
  const accepted = acceptanceOf(model, known, smallestGroup);
  const assumes = { ...model.assumes, accepted: accepted.range };
  const haircut = haircuts[model.grade];
  const cases = casesOf(assumes, haircut);
  const cells = known.cells.filter((cell) => !known.isHidden(cell.week, 'prompt', keyOf(cell)));
  const runsIn = (some: readonly ValueCell[]) => sum(some.map(({ runs }) => runs));
  const byWeek = weeks.map((week) => {
    const mine = cells.filter((cell) => cell.week === week);
    const modelsUsd = sum(mine.map(({ costMicroUsd }) => costMicroUsd)) / 1_000_000;
    return { week, runs: runsIn(mine), modelsUsd };
  });
  const runs = runsIn(cells);
  const modelsUsd = sum(byWeek.map((week) => week.modelsUsd));
  const declaredUsd = weeks.length === 0 ? 0 : declaredCost(model.costs, weeks.length);
  const spent = modelsUsd + declaredUsd;
  const worthOf = (some: number): ValueRange => rangeOf((end) => stepsOf(some, cases[end], haircut).value);
  const net = rangeOf((end) => worthOf(runs)[end] - spent);
  const series = cumulated(byWeek, cases, haircut, model.costs);
  return {
    ...{ runs, modelsUsd, declaredUsd, net, series, cases: assumes, accepted, haircut },
    steps: stepsOf(runs, cases.mid, haircut),
    return: spent === 0 ? null : rangeOf((end) => net[end] / spent),
    // The more is accepted, the less one costs.
    perAccepted:
      runs === 0
        ? null
        : {
            low: spent / (runs * accepted.range.high),
            mid: spent / (runs * accepted.range.mid),
            high: accepted.range.low === 0 ? null : spent / (runs * accepted.range.low),
          },
    paidBack: { low: paidBack(series, 'low'), mid: paidBack(series, 'mid'), high: paidBack(series, 'high') },
    tornado: tornadoOf(runs, assumes, haircut),
    byPrompt: prompts.map((prompt) => {
      const some = runsIn(cells.filter((cell) => keyOf(cell) === keyOf(prompt)));
      return { name: prompt.name, runs: some, value: worthOf(some) };
    }),
    byTeam: teamsOf(known, cells, smallestGroup).map(({ team, runs: some }) => ({
      ...{ team, runs: some },
      value: worthOf(some),
    })),
    hiddenRuns: cells.length < known.cells.length,
  };
}

const rangeOf = (of: (end: (typeof ends)[number]) => number): ValueRange => ({
  low: of('low'),
  mid: of('mid'),
  high: of('high'),
});

/**
 * Runs of each team's people. A week of a team counts when it is shown elsewhere too, at least the smallest group of its people ran these
 * prompts, and the people who are left ran them as nobody or as at least as many. Pure.
 */
function teamsOf(known: Known, cells: readonly ValueCell[], smallestGroup: number) {
  const runs = new Map<string, number>();
  for (const [week, members] of known.teams) {
    const mine = cells.filter((cell) => cell.week === week && cell.person !== '');
    for (const [team, inside] of members) {
      const own = mine.filter(({ person }) => inside.has(person));
      const people = new Set(own.map(({ person }) => person)).size;
      const left = new Set(mine.map(({ person }) => person)).size - people;
      const isFew = people < smallestGroup || (left > 0 && left < smallestGroup);
      if (people === 0 || isFew || known.isHidden(week, 'team', team)) continue;
      runs.set(team, (runs.get(team) ?? 0) + sum(own.map((cell) => cell.runs)));
    }
  }
  return [...runs]
    .map(([team, count]) => ({ team, runs: count }))
    .toSorted((one, other) => other.runs - one.runs);
}
