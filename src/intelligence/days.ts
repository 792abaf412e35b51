/** Days and weeks are `YYYY-MM-DD`, in UTC; a week is named by its Monday. All of this is pure. */
const dayMs = 86_400_000;

export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
export const addDays = (day: string, days: number): string =>
  dayOf(new Date(Date.parse(`${day}T00:00:00.000Z`) + days * dayMs));
export const startOf = (day: string): string => `${day}T00:00:00.000Z`;
/** Days from one to the other. */
export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / dayMs;

/** The Monday of the week that a day is in, and the day's place from it (0 to 6). */
export function weekOf(day: string): { readonly week: string; readonly dayOfWeek: number } {
  const dayOfWeek = (new Date(startOf(day)).getUTCDay() + 6) % 7;
  return { week: addDays(day, -dayOfWeek), dayOfWeek };
}

/** Days from `from` up to, but without, `to`. */
export interface Window {
  readonly from: string;
  readonly to: string;
}

/** The last `days` days, today included. */
export const lastDays = (today: string, days: number): Window => ({
  from: addDays(today, 1 - days),
  to: addDays(today, 1),
});

/** The window of the same length right before. */
export const windowBefore = ({ from, to }: Window): Window => ({
  from: addDays(from, -daysBetween(from, to)),
  to: from,
});

export function daysIn({ from, to }: Window): string[] {
  return Array.from({ length: daysBetween(from, to) }, (_, index) => addDays(from, index));
}

/** The last `weeks` complete weeks before the one that today is in, oldest first. */
export function completeWeeks(today: string, weeks: number): string[] {
  const { week } = weekOf(today);
  return Array.from({ length: weeks }, (_, index) => addDays(week, -7 * (weeks - index)));
}
