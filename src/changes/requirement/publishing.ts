import type { Principal } from '../../access/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import { type Comparison, kindOf, partyWords } from '../../libraries/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { Problem } from '../../platform/problem.ts';
import type { Change } from '../change.ts';
import type { Facts } from '../standing/facts.ts';
import { isAmong } from '../standing/roster.ts';
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

/**
 * Rules may say who of the publishers publishes. Counted by the human behind the caller.
 * @throws Problem `change.publish.not_asked` 403
 */
export function refuseUnasked(principal: Principal, now: { readonly facts: Facts }): void {
  const why = unaskedToPublish(principal, now.facts);
  if (why !== null) throw new Problem({ code: 'change.publish.not_asked', status: 403, detail: why });
}

/** The sentence for somebody who publishes elsewhere, but not this; null for who may. */
export function unaskedToPublish(
  principal: Pick<Principal, 'human'>,
  { requirement, roster }: Facts,
): string | null {
  const unmet = requirement.publish.find((from) => !isAmong(principal.human, from, roster));
  if (unmet === undefined) return null;
  return `A requirement lets only ${unmet.map(partyWords).join(' or ')} publish this. Ask one of them.`;
}
