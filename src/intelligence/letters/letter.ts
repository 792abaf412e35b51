import type { PersonId, Principal } from '../../access/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Id } from '../../platform/id.ts';
import { addDays, dayOf, weekOf } from '../days.ts';

export type LetterId = Id<'let'>;
export const letterSpans = ['week', 'month'] as const;
export type LetterSpan = (typeof letterSpans)[number];

/** The overview, sent now and then to whoever asked for it. */
export interface Letter {
  readonly organization: OrganizationId;
  readonly id: LetterId;
  readonly person: PersonId;
  readonly credential: Principal['credential'];
  readonly every: LetterSpan;
  readonly nextAt: Date;
  readonly lastAt: Date | null;
  readonly createdAt: Date;
}

/** The hour of the day, UTC. */
const hour = '07:00:00.000Z';

/** The first Monday, or first of a month, at seven (UTC) that is after a moment. Pure. */
export function nextAfter(every: LetterSpan, at: Date): Date {
  const today = dayOf(at);
  const on = (day: string) => new Date(`${day}T${hour}`);
  const current = every === 'week' ? weekOf(today).week : `${today.slice(0, 7)}-01`;
  if (on(current) > at) return on(current);
  return on(every === 'week' ? addDays(current, 7) : `${addDays(current, 32).slice(0, 7)}-01`);
}
