import type { Principal } from '../access/index.ts';
import type { Oid } from '../libraries/index.ts';
import { act, refuseApps } from './act.ts';
import { staleRevision } from './decide.ts';
import { type ChangesParts, openDossier, outcomeOf } from './dossier.ts';
import { moveStage } from './store/changes.ts';
import { insertOutcome } from './store/outcomes.ts';

/**
 * Ends a change that should not be published, with the reason.
 * @throws Problem `change.reject.stale_revision` 409
 */
export async function rejectChange(
  parts: ChangesParts,
  principal: Principal,
  id: string,
  input: { readonly revision: Oid; readonly comment: string },
): Promise<void> {
  const dossier = await openDossier(parts, principal, id);
  await act(parts, principal, dossier, 'change.reject', async (tx, locked, _entry, at) => {
    refuseApps(principal, 'change.reject');
    const { head, main, digest } = dossier.comparison;
    if (input.revision !== head) throw staleRevision('change.reject', dossier);
    await moveStage(tx, locked, 'rejected', at, { revision: head, base: main });
    await insertOutcome(tx, locked.organization, locked.id, outcomeOf(dossier));
    return {
      value: undefined,
      data: { revision: head, digest, human: principal.human },
      detail: input.comment === '' ? 'rejected the change' : `rejected the change: ${input.comment}`,
    };
  });
}

/** Takes a change back. Its branch stays. */
export async function withdrawChange(parts: ChangesParts, principal: Principal, id: string): Promise<void> {
  const dossier = await openDossier(parts, principal, id);
  await act(parts, principal, dossier, 'change.withdraw', async (tx, locked, _entry, at) => {
    const { head, main, digest } = dossier.comparison;
    await moveStage(tx, locked, 'withdrawn', at, { revision: head, base: main });
    await insertOutcome(tx, locked.organization, locked.id, outcomeOf(dossier));
    return { value: undefined, data: { revision: head, digest }, detail: 'withdrew the change' };
  });
}
