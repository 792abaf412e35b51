import type { OrganizationId } from '../../ledger/index.ts';
import { type Comparison, kindOf } from '../../libraries/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { Change } from '../change.ts';
import { lockPublishing, lockRequirements } from '../store/changes.ts';

/** Whether a change brings other rules than those in force. */
export function touchesRequirements({ assets }: Pick<Comparison, 'assets'>): boolean {
  return assets.some(({ path }) => kindOf(path) === 'requirement');
}

/**
 * Until the transaction ends, neither what is in force nor what the library's other changes published moves: what is judged under the
 * lock holds when it is published. Before the standing is derived.
 */
export async function holdRequirements(
  tx: Tx,
  { organization, library }: Pick<Change, 'library'> & { readonly organization: OrganizationId },
  comparison: Pick<Comparison, 'assets'>,
): Promise<void> {
  await lockRequirements(tx, organization, touchesRequirements(comparison));
  await lockPublishing(tx, library);
}
