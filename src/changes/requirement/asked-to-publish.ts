import type { Principal } from '../../access/index.ts';
import { partyWords } from '../../libraries/index.ts';
import { Problem } from '../../platform/problem.ts';
import type { Facts } from '../standing/facts.ts';
import { isAmong } from '../standing/roster.ts';

/**
 * Rules may say who of the publishers publishes. Counted by the human behind the caller.
 * @throws Problem `change.publish.not_asked` 403
 */
export function refuseUnasked(principal: Pick<Principal, 'human'>, now: { readonly facts: Facts }): void {
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
