import type { Principal } from '../access/index.ts';
import { Problem } from '../platform/problem.ts';
import { act } from './act.ts';
import { type ChangesParts, openDossier } from './dossier.ts';
import { rename } from './store/changes.ts';

/**
 * Rewords a change that is not over. What is approved is content, so decisions stand; who has the old title on the screen is asked to
 * read again before approving.
 * @throws Problem `change.update.nothing` 422
 */
export async function updateChange(
  parts: ChangesParts,
  principal: Principal,
  id: string,
  input: { readonly title?: string | undefined; readonly description?: string | undefined },
): Promise<void> {
  const dossier = await openDossier(parts, principal, id);
  await act(parts, principal, dossier, 'change.update', async (tx, locked) => {
    const { title = locked.title, description = locked.description } = input;
    const changed = [
      ...(title === locked.title ? [] : ['title']),
      ...(description === locked.description ? [] : ['description']),
    ];
    if (changed.length === 0)
      throw new Problem({
        code: 'change.update.nothing',
        status: 422,
        detail: 'Title and description are exactly this already. Give another title or description.',
      });
    await rename(tx, locked, { title, description });
    return {
      value: undefined,
      data: { changed },
      detail: title === locked.title ? 'reworded the description' : `renamed it from “${locked.title}”`,
    };
  });
}
