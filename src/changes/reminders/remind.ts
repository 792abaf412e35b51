import type { Principal } from '../../access/index.ts';
import { Problem } from '../../platform/problem.ts';
import { act } from '../act.ts';
import { askedNow } from '../asked.ts';
import { type ChangesParts, openDossier } from '../dossier.ts';
import { insertReminder, remindersOf } from './store.ts';

const everyMs = 86_400_000;
export const byHand = 'by hand';

/**
 * Reminds those whose step is next, by hand: at most once a day, whoever does it. Entry `change.remind`, which tells them.
 * @throws Problem `change.remind.too_soon` 409, `change.remind.nobody` 422
 */
export async function remindOfChange(parts: ChangesParts, principal: Principal, id: string): Promise<void> {
  const dossier = await openDossier(parts, principal, id);
  await act(parts, principal, dossier, 'change.remind', async (tx, locked, entry, at) => {
    const asked = await askedNow(parts, dossier);
    const people = (asked?.people ?? []).filter((person) => person !== principal.human);
    if (asked === null || people.length === 0)
      throw new Problem({
        code: 'change.remind.nobody',
        status: 422,
        detail:
          'Nobody else can take the next step of this change as things are. Read it for what is missing.',
      });
    const reminders = await remindersOf(tx, locked);
    const last = reminders.filter(({ stage }) => stage === byHand).map((reminder) => reminder.at.getTime());
    if (last.some((time) => at.getTime() - time < everyMs))
      throw new Problem({
        code: 'change.remind.too_soon',
        status: 409,
        detail: 'They were reminded within the last day. Write a comment if it cannot wait.',
      });
    await insertReminder(tx, locked, { stage: byHand, digest: entry, kind: 'remind', at });
    return {
      value: undefined,
      data: { people: people.slice(0, 500), ...(asked.stage === null ? {} : { stage: asked.stage }) },
      detail: `reminded ${people.length === 1 ? 'one person' : `${people.length} people`}`,
    };
  });
}
