import type { OrganizationId } from '../ledger/index.ts';
import { addDays, completeWeeks, dayOf, lastDays, startOf } from './days.ts';
import {
  type ChangeTimes,
  type PublicationTimes,
  selectPublications,
  selectPublishedChanges,
} from './governance/store.ts';
import { placeOf } from './layer/store.ts';
import type { LogRange } from './measures/figure.ts';
import type { IntelligenceParts } from './parts.ts';
import { type PersonTimes, selectPeople, selectPeopleWeeks, selectUsedLibraries } from './people/store.ts';
import type { PeopleWeeks } from './people/weeks.ts';
import { allProjections } from './projections.ts';
import type { Sight } from './sight.ts';
import { type DayTotal, selectDayTotals } from './store/totals.ts';

/** What figures are computed from: read once for a page, so that all its figures are of one moment. */
export interface Basis {
  /** UTC. */
  readonly today: string;
  /** Days with executions of the last `weeks` weeks, oldest first. */
  readonly days: readonly DayTotal[];
  readonly people: readonly PersonTimes[];
  readonly weeks: PeopleWeeks;
  /** What went live, oldest first. */
  readonly changes: readonly ChangeTimes[];
  readonly publications: readonly PublicationTimes[];
  /** The log as far as it is folded. */
  readonly log: LogRange | null;
  /** Until when, in the time of the log. */
  readonly at: Date | null;
}

/** Complete weeks that every page reads: two spans of 84 days, for figures that have one before. */
export const basisWeeks = 25;

/** Reads what somebody's figures rest on, of so many complete weeks and the one that today is in. */
export async function readBasis(
  parts: Pick<IntelligenceParts, 'reader' | 'clock'>,
  organization: OrganizationId,
  sight: Sight,
  weeks: number,
): Promise<Basis> {
  const { reader, clock } = parts;
  const today = dayOf(clock.now());
  const [since = today] = completeWeeks(today, weeks);
  const to = addDays(today, 1);
  // The place first: what is folded meanwhile is newer than the range says, never older.
  const place = await placeOf(
    reader,
    organization,
    allProjections.map(({ name }) => name),
  );
  const used = await selectUsedLibraries(reader, organization);
  const all = used.every((library) => sight.libraries.includes(library));
  const span = [new Date(startOf(since)), new Date(startOf(to))] as const;
  const [days, people, byWeek, changes, publications] = await Promise.all([
    selectDayTotals(reader, organization, sight.libraries, { from: since, to }),
    selectPeople(reader, organization),
    selectPeopleWeeks(reader, organization, sight.libraries, since, all),
    selectPublishedChanges(reader, organization, sight.libraries, ...span),
    selectPublications(reader, organization, sight.libraries, ...span),
  ]);
  const { nextIndex, at } = place;
  const log = nextIndex === 0 ? null : { first: 0, last: nextIndex - 1 };
  return { today, days, people, weeks: byWeek, changes, publications, log, at };
}

export const last7 = (basis: Basis) => lastDays(basis.today, 7);
export const last28 = (basis: Basis) => lastDays(basis.today, 28);
