import { addDays, type Window, weekOf } from '../days.ts';

/** What one person ran in one week, themselves. */
export interface PersonWeek {
  /** Its Monday. */
  readonly week: string;
  /** Bit N: something succeeded on day N. */
  readonly days: number;
  readonly executions: number;
  readonly governed: number;
  readonly succeeded: number;
}

/** By person. Everything about who is active is derived from this, so two pages cannot count people differently. */
export type PeopleWeeks = ReadonlyMap<string, readonly PersonWeek[]>;

/** Whether something succeeded in a window, as a question to ask of many. Pure. */
export function activeTest({ from, to }: Window): (weeks: readonly PersonWeek[]) => boolean {
  const first = weekOf(from);
  const last = weekOf(addDays(to, -1));
  const upToLast = (1 << (last.dayOfWeek + 1)) - 1;
  return (weeks) =>
    weeks.some(({ week, days }) => {
      if (week < first.week || week > last.week) return false;
      const after = week === first.week ? (days >> first.dayOfWeek) << first.dayOfWeek : days;
      return (week === last.week ? after & upToLast : after) !== 0;
    });
}

/** Who was active in a window. Pure. */
export function activeIn(people: PeopleWeeks, window: Window): string[] {
  const isActive = activeTest(window);
  return [...people].flatMap(([person, weeks]) => (isActive(weeks) ? [person] : []));
}
