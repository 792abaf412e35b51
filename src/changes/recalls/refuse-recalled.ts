import type { Digest, Library } from '../../libraries/index.ts';
import type { Reader } from '../../platform/db/index.ts';
import { Problem } from '../../platform/problem.ts';
import { recallOf } from './stops.ts';
import { readStops } from './store.ts';

/**
 * Refuses to make recalled bytes live. Read in the transaction that would: a recall that was answered before holds.
 * @throws Problem `<action>.recalled` 409
 */
export async function refuseRecalled(
  db: Reader,
  action: string,
  library: Library,
  assets: readonly { readonly path: string; readonly digest: Digest }[],
): Promise<void> {
  const { recalls } = await readStops(db, library.organization);
  for (const { path, digest } of assets) {
    const recall = recallOf(recalls, library.id, digest);
    if (recall !== undefined)
      throw new Problem({
        code: `${action}.recalled`,
        status: 409,
        detail: `These bytes of ${path} are recalled: ${recall.reason} Choose another version, or have the recall lifted first.`,
        more: { recall: recall.id },
      });
  }
}
