import { addDays, completeWeeks } from '../days.ts';
import type { PeopleWeeks, PersonWeek } from '../people/weeks.ts';

/** How regularly somebody runs things, over 12 complete weeks. */
export const segments = ['power', 'habitual', 'novice', 'low', 'none'] as const;
export type Segment = (typeof segments)[number];

export const segmentWeeks = 12;
/** Active in at least this many of the weeks: regular. */
const regularWeeks = 9;
/** On average at least this many successful executions a week: power. */
const powerActions = 15;

/** What they ran themselves that succeeded counts. Weeks outside the twelve are not looked at. Pure. */
export function segmentOf(
  weeks: readonly PersonWeek[],
  lastWeek: string,
  firstWeek: string = firstOf(lastWeek),
): Segment {
  let active = 0;
  let actions = 0;
  for (const { week, succeeded } of weeks) {
    if (week < firstWeek || week > lastWeek || succeeded === 0) continue;
    active += 1;
    actions += succeeded;
  }
  const average = actions / segmentWeeks;
  if (active >= regularWeeks) return average >= powerActions ? 'power' : 'habitual';
  if (average >= 1) return 'novice';
  return active > 0 ? 'low' : 'none';
}

function firstOf(lastWeek: string): string {
  return addDays(lastWeek, -7 * (segmentWeeks - 1));
}

export type SegmentCounts = Readonly<Record<Segment, number>>;

/** How many of some people are in each segment at the end of a week. Pure. */
export function countSegments(
  eligible: ReadonlySet<string>,
  people: PeopleWeeks,
  lastWeek: string,
): SegmentCounts {
  const counts = { power: 0, habitual: 0, novice: 0, low: 0, none: 0 };
  const firstWeek = firstOf(lastWeek);
  for (const person of eligible) counts[segmentOf(people.get(person) ?? [], lastWeek, firstWeek)] += 1;
  return counts;
}

/** The last complete weeks for which segments are shown, oldest first. */
export const shownWeeks = (today: string): string[] => completeWeeks(today, segmentWeeks);
