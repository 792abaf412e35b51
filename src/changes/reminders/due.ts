import type { Dossier } from '../dossier.ts';
import type { StageStanding } from '../standing/stage.ts';
import { waitingNow } from '../waiting.ts';

export const reminderKinds = ['remind', 'escalate'] as const;
export type ReminderKind = (typeof reminderKinds)[number];

/** Something that waits longer than it should. */
export interface Due {
  readonly kind: ReminderKind;
  /** Null: it waits to be published. */
  readonly stage: StageStanding | null;
}

/** After how long publishers are reminded of what is approved: no requirement says another time. */
const publishAfterMs = 86_400_000;

/** What of a change is to be reminded of or escalated at this moment, whether it was before or not. Pure. */
export function dueOf({ change, standing, facts }: Pick<Dossier, 'change' | 'standing' | 'facts'>): Due[] {
  const { now } = facts;
  const waiting = waitingNow({ change, standing });
  if (waiting === null || waiting.reason === 'draft' || waiting.reason === 'sent_back') return [];
  if (waiting.reason === 'publish')
    return now.getTime() - waiting.since.getTime() >= publishAfterMs ? [{ kind: 'remind', stage: null }] : [];
  const isPast = (at: Date | null) => at !== null && now >= at;
  return standing.stages
    .filter(({ satisfied, lapsed, startedAt }) => !satisfied && !lapsed && startedAt !== null)
    .flatMap((stage) => [
      ...(isPast(stage.remindAt) ? [{ kind: 'remind' as const, stage }] : []),
      ...(isPast(stage.escalateAt) ? [{ kind: 'escalate' as const, stage }] : []),
    ]);
}
