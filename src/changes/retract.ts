import type { Principal } from '../access/index.ts';
import { Problem } from '../platform/problem.ts';
import { act } from './act.ts';
import { openDossier } from './dossier.ts';
import type { ChangesParts } from './parts.ts';
import { involves } from './standing/facts.ts';
import { decisionsOf, insertRetractions } from './store/decisions.ts';

/**
 * Takes back everything that the caller decided on a change, as a delegate too, and what a delegate decided for the caller. While it is
 * open: a publish that is under way holds the change's lock, so it either has the earlier entry or sees this (AT-20).
 * @throws Problem `change.retract.nothing_decided` 409
 */
export async function retractDecisions(parts: ChangesParts, principal: Principal, id: string): Promise<void> {
  const dossier = await openDossier(parts, principal, id);
  await act(parts, principal, dossier, 'change.retract', async (tx, locked, entry, at) => {
    const decisions = await decisionsOf(tx, locked.organization, [locked.id]);
    const own = decisions.filter((one) => one.retractedAt === null && involves(one, principal.human));
    if (own.length === 0)
      throw new Problem({
        code: 'change.retract.nothing_decided',
        status: 409,
        detail: 'You have decided nothing on this change that could be taken back.',
      });
    const ids = own.map((decision) => decision.id);
    await insertRetractions(tx, locked.organization, ids, { at, by: principal.id, entry });
    return {
      value: undefined,
      data: { human: principal.human, decisions: own.map((decision) => decision.entry) },
      detail: own.length === 1 ? 'took a decision back' : `took ${own.length} decisions back`,
    };
  });
}
