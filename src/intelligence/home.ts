import type { Principal } from '../access/index.ts';
import type { Changes } from '../changes/index.ts';
import type { DayOfActivity, Gateway } from '../gateway/index.ts';
import type { Clock } from '../platform/clock.ts';
import { type Figure, figures } from './measure.ts';

export interface IntelligenceParts {
  readonly gateway: Pick<Gateway, 'activity' | 'activePeople' | 'recent'>;
  readonly changes: Pick<Changes, 'waitingFor' | 'medianApprovalHours'>;
  readonly clock: Clock;
}

const dayMs = 86_400_000;

/** What a person's home page answers: what waits for me, what I ran, how the organization does. Reads only, through the slices' doors. */
export async function readHome(parts: IntelligenceParts, principal: Principal) {
  const { gateway, changes, clock } = parts;
  const { organization } = principal;
  const today = new Date(Math.floor(clock.now().getTime() / dayMs) * dayMs);
  const since = (days: number) => new Date(today.getTime() - (days - 1) * dayMs);
  const [waiting, recent, activity, people, approvalHours] = await Promise.all([
    changes.waitingFor(principal, 20),
    gateway.recent(principal, 10),
    gateway.activity(organization, since(28)),
    gateway.activePeople(organization, since(7)),
    changes.medianApprovalHours(principal, 28),
  ]);
  const days = everyDay(activity, since(28), today);
  return {
    waiting: [...waiting],
    recent: [...recent],
    figures: figures(days, people, approvalHours ?? null) satisfies Figure[],
  };
}

/** Fills in the days on which nothing ran, so that a series has no holes. Pure. */
export function everyDay(activity: readonly DayOfActivity[], from: Date, to: Date): DayOfActivity[] {
  const known = new Map(activity.map((day) => [day.day, day]));
  const days: DayOfActivity[] = [];
  for (let at = from.getTime(); at <= to.getTime(); at += dayMs) {
    const day = new Date(at).toISOString().slice(0, 10);
    days.push(known.get(day) ?? { day, executions: 0, governed: 0, people: 0 });
  }
  return days;
}
