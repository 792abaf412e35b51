import type {
  EvidenceGrade,
  ValueAssumption,
  ValueModelDefinition,
  ValueRange,
} from '../../libraries/index.ts';
import { valueAssumptions } from '../../libraries/index.ts';

/** One number for each assumption. */
export type Assumed = Readonly<Record<ValueAssumption, number>>;

/** What of a value is believed: a survey is worth half, an assumption is a scenario and adds to no total. */
export const haircuts: Readonly<Record<EvidenceGrade, number>> = { A: 1, B: 1, C: 1, D: 0.5, E: 1 };

/** From the time that runs save to what it is worth, step by step; all in US dollars, each what is added or taken. */
export interface Steps {
  readonly saved: number;
  readonly review: number;
  readonly rework: number;
  readonly notAccepted: number;
  readonly notWork: number;
  readonly doubt: number;
  /** Their sum. */
  readonly value: number;
}

/**
 * N·a·(t₀ − t₁ − t_review − p·t_rework)·w·r, cut for its grade (measures.md, B.3), taken apart. A loss of time is a loss whole: nothing of it is
 * taken off for what is not accepted, does not become work or is doubted. Pure.
 */
export function stepsOf(runs: number, assumed: Assumed, haircut: number): Steps {
  const { before, after, review, rework, reworkShare, wage, becomesWork, accepted } = assumed;
  const minute = (runs * wage) / 60;
  const saved = (before - after) * minute;
  const reviewed = -review * minute;
  const reworked = -reworkShare * rework * minute;
  const left = saved + reviewed + reworked;
  const notAccepted = left > 0 ? -left * (1 - accepted) : 0;
  const notWork = left > 0 ? -(left + notAccepted) * (1 - becomesWork) : 0;
  const doubt = left > 0 ? -(left + notAccepted + notWork) * (1 - haircut) : 0;
  return {
    ...{ saved, review: reviewed, rework: reworked, notAccepted, notWork, doubt },
    value: left + notAccepted + notWork + doubt,
  };
}

/** The assumptions with which a run is worth least, most likely, and most: at a corner of all ranges, for the value is linear in each. Pure. */
export function casesOf(
  assumes: ValueModelDefinition['assumes'],
  haircut: number,
): Record<keyof ValueRange, Assumed> {
  const at = (pick: (name: ValueAssumption, place: number) => keyof ValueRange): Assumed => {
    const of = (name: ValueAssumption) => assumes[name][pick(name, valueAssumptions.indexOf(name))];
    return {
      ...{ before: of('before'), after: of('after'), review: of('review'), rework: of('rework') },
      ...{ reworkShare: of('reworkShare'), wage: of('wage'), becomesWork: of('becomesWork') },
      accepted: of('accepted'),
    };
  };
  const corners = Array.from({ length: 2 ** valueAssumptions.length }, (_, corner) =>
    at((_name, place) => ((corner >> place) & 1 ? 'high' : 'low')),
  );
  const valued = corners
    .map((assumed) => ({ assumed, value: stepsOf(1, assumed, haircut).value }))
    .toSorted((one, other) => one.value - other.value);
  const mid = at(() => 'mid');
  return { low: valued[0]?.assumed ?? mid, mid, high: valued.at(-1)?.assumed ?? mid };
}

/** How the value of runs moves with one assumption at its ends and all others in the middle, the most first. Pure. */
export function tornadoOf(
  runs: number,
  assumes: ValueModelDefinition['assumes'],
  haircut: number,
): { readonly assumption: ValueAssumption; readonly low: number; readonly high: number }[] {
  const { mid } = casesOf(assumes, haircut);
  const value = (assumed: Assumed) => stepsOf(runs, assumed, haircut).value;
  return valueAssumptions
    .map((assumption) => ({
      assumption,
      low: value({ ...mid, [assumption]: assumes[assumption].low }),
      high: value({ ...mid, [assumption]: assumes[assumption].high }),
    }))
    .toSorted((one, other) => Math.abs(other.high - other.low) - Math.abs(one.high - one.low));
}

const daysOfMonth = 30.4375;

/** What is declared, for so many weeks from the start on: what comes once, and what every month costs. Pure. */
export const declaredCost = (costs: ValueModelDefinition['costs'], weeks: number): number =>
  costs.reduce((sum, { once, perMonth }) => sum + once + (perMonth * 7 * weeks) / daysOfMonth, 0);

export interface WeekOfRuns {
  readonly week: string;
  readonly runs: number;
  readonly modelsUsd: number;
}

/** Net value week by week, added up. Pure. */
export function cumulated(
  weeks: readonly WeekOfRuns[],
  cases: Record<keyof ValueRange, Assumed>,
  haircut: number,
  costs: ValueModelDefinition['costs'],
): ({ readonly week: string } & ValueRange)[] {
  const sums = { low: 0, mid: 0, high: 0 };
  return weeks.map(({ week, runs, modelsUsd }, at) => {
    const spent = modelsUsd + declaredCost(costs, at + 1) - (at === 0 ? 0 : declaredCost(costs, at));
    for (const name of ['low', 'mid', 'high'] as const)
      sums[name] += stepsOf(runs, cases[name], haircut).value - spent;
    return { week, ...sums };
  });
}

/** The first week from which on the sum is not below nothing, up to the end. Null: it is not paid back yet. Pure. */
export function paidBack(
  sums: readonly ({ readonly week: string } & ValueRange)[],
  name: keyof ValueRange,
): string | null {
  const last = sums.findLastIndex((sum) => sum[name] < 0);
  return sums[last + 1]?.week ?? null;
}
