import { addDays, completeWeeks } from '../days.ts';
import { activeTest, type PeopleWeeks } from '../people/weeks.ts';

/** People who ran something for the first time in the same four weeks, and how many of them did so again later. */
export interface Cohort {
  /** The first day of its four weeks. */
  readonly from: string;
  /** Null: fewer people than are shown. */
  readonly size: number | null;
  /** How many were active in the same four weeks (the first number is the size), and in each four weeks after. Empty when not shown. */
  readonly active: readonly number[];
}

export const cohortDays = 28;
export const cohorts = 6;

/**
 * The triangle: six cohorts of four complete weeks. Cohorts of fewer than `smallest` people are not shown, nor the smallest other one
 * when those not shown have fewer than that together: they could be subtracted. Pure.
 */
export function retention(
  people: PeopleWeeks,
  firstWeeks: ReadonlyMap<string, string>,
  today: string,
  smallest: number,
): Cohort[] {
  const [start = today] = completeWeeks(today, (cohorts * cohortDays) / 7);
  const blocks = Array.from({ length: cohorts }, (_, index) => addDays(start, index * cohortDays));
  const triangle = blocks.map((from, index) => {
    const members = [...firstWeeks].flatMap(([person, week]) =>
      week >= from && week < addDays(from, cohortDays) ? [person] : [],
    );
    const active = blocks.slice(index).map((block) => {
      const isActive = activeTest({ from: block, to: addDays(block, cohortDays) });
      return members.filter((person) => isActive(people.get(person) ?? [])).length;
    });
    return { from, size: members.length, active };
  });
  const hidden = hideSmallGroups(
    triangle.map(({ size }) => size),
    smallest,
  );
  return triangle.map((cohort, index) =>
    hidden.has(index) ? { from: cohort.from, size: null, active: [] } : cohort,
  );
}

/**
 * Which of some groups without common members are not shown: those of 1 to `smallest - 1`, and further ones, the smallest first, until
 * those not shown are nobody or at least `smallest` together. Pure.
 */
export function hideSmallGroups(sizes: readonly number[], smallest: number): Set<number> {
  const hidden = new Set(sizes.flatMap((size, index) => (size > 0 && size < smallest ? [index] : [])));
  const bySize = sizes
    .map((size, index) => ({ size, index }))
    .filter(({ size, index }) => size > 0 && !hidden.has(index))
    .toSorted((one, other) => one.size - other.size);
  const sum = () => [...hidden].reduce((total, index) => total + (sizes[index] ?? 0), 0);
  for (const { index } of bySize) {
    if (sum() === 0 || sum() >= smallest) break;
    hidden.add(index);
  }
  return hidden;
}
