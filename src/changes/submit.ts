import type { Principal } from '../access/index.ts';
import { Problem } from '../platform/problem.ts';
import { act } from './act.ts';
import { nothingToPublish } from './checks/inspect.ts';
import { type ChangesParts, openDossier } from './dossier.ts';
import { openForReview } from './store/changes.ts';

/**
 * Draft → in review. The branch must hold something that is not live in the environment. Who asks for it decides nothing about it.
 * @throws Problem `change.submit.empty` 422
 */
export async function submitChange(parts: ChangesParts, principal: Principal, id: string): Promise<void> {
  const dossier = await openDossier(parts, principal, id);
  await act(parts, principal, dossier, 'change.submit', async (tx, locked, _entry, at) => {
    if (dossier.comparison.assets.length === 0)
      throw new Problem({
        code: 'change.submit.empty',
        status: 422,
        detail: nothingToPublish(locked),
      });
    await openForReview(tx, locked, at, principal.human);
    const { head, digest } = dossier.comparison;
    return {
      value: undefined,
      data: {
        revision: head,
        digest,
        requirement: dossier.facts.requirement.version,
        requester: principal.human,
      },
      detail: `submitted revision ${head.slice(0, 8)} for review`,
    };
  });
}
