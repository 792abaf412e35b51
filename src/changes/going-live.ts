import { z } from 'zod';
import { named, type Principal } from '../access/index.ts';
import { isFreeToReview } from './break-glass/break-glass.ts';
import { breakGlassOf } from './break-glass/store.ts';
import { breakGlassPrincipals, breakGlassSchema, breakGlassWire } from './break-glass/wire.ts';
import type { ChangesParts, Dossier } from './dossier.ts';
import type { ChangeAct } from './life.ts';
import { namedSchema } from './named-wire.ts';
import { draftNotes } from './release-notes.ts';
import { pendingOf } from './schedule/store.ts';

/** How a change goes live, or went: members of its page. */
export const goingLiveMembers = {
  notes: z.string().meta({
    description: 'Release notes: those kept with the publication, or a draft from what the commits said',
  }),
  schedule: z
    .object({ at: z.string(), by: namedSchema, notes: z.string().nullable(), entry: z.string() })
    .nullable()
    .meta({ description: 'It is published at this time, if it may be then' }),
  breakGlass: breakGlassSchema.nullable().meta({ description: 'It was published without approval' }),
};
const schema = z.object(goingLiveMembers);
export type GoingLiveWire = z.output<typeof schema>;

export async function goingLiveOf(parts: ChangesParts, dossier: Dossier): Promise<GoingLiveWire> {
  const { change, library, comparison } = dossier;
  const { organization } = change;
  const [kept, schedule, broken] = await Promise.all([
    change.stage === 'published' ? parts.libraries.notes(parts.reader, library, change.id) : undefined,
    change.stage === 'open' ? pendingOf(parts.reader, organization, change.id) : undefined,
    change.stage === 'published' ? breakGlassOf(parts.reader, organization, change.id) : undefined,
  ]);
  const living = change.stage === 'draft' || change.stage === 'open';
  const messages = living ? await parts.libraries.messagesSince(library, comparison.head) : [];
  const names = await parts.people.names(organization, [
    ...(schedule === undefined ? [] : [schedule.by]),
    ...(broken === undefined ? [] : breakGlassPrincipals(broken)),
  ]);
  return {
    notes: kept ?? draftNotes(change.title, messages),
    schedule:
      schedule === undefined
        ? null
        : {
            at: schedule.at.toISOString(),
            by: named(names, schedule.by),
            notes: schedule.notes,
            entry: schedule.entry,
          },
    breakGlass: broken === undefined ? null : breakGlassWire(broken, library.name, names, parts.clock.now()),
  };
}

/** What else stands in the way of an act that makes a change go live, or looks at how it did; null when nothing does. */
export function whyNotLive(
  principal: Principal,
  dossier: Dossier,
  act: ChangeAct,
  { schedule, breakGlass }: GoingLiveWire,
): string | null {
  switch (act) {
    case 'change.schedule':
      return schedule === null ? null : 'This change is scheduled already. Call that off first.';
    case 'change.unschedule':
      return schedule === null ? 'This change is not scheduled.' : null;
    case 'break_glass.create':
      if (principal.kind === 'app') return 'An app cannot break the glass.';
      return dossier.standing.publishable ? 'This change is approved: it can be published.' : null;
    case 'break_glass.review':
      if (breakGlass === null) return 'This change was not published by break-glass.';
      if (!breakGlass.reviewDue) return 'This was reviewed already.';
      if (!isFreeToReview(principal.human, breakGlass.by.id, dossier.facts))
        return 'You broke the glass or wrote part of this change. Another approver has to review it.';
      return null;
    default:
      return null;
  }
}
