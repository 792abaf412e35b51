import { authorize, type Principal, theOrganization } from '../../access/index.ts';
import type { IntelligenceParts } from '../parts.ts';
import { caution, editions, frameworks } from './control.ts';
import { controls } from './facts.ts';

/** Entries of one action are counted up to here: what matters is that there are some, and which. */
const countedTo = 10_000;

/** What the product records, mapped to provisions, with how many entries show it now. Reads only. */
export async function listControls(parts: Pick<IntelligenceParts, 'ledger'>, principal: Principal) {
  authorize(principal, 'control.list', theOrganization);
  const asked = [...new Set(controls.flatMap(({ actions }) => actions))];
  const counts = await parts.ledger.countActions(principal.organization, asked, countedTo);
  return {
    caution,
    countedTo,
    frameworks: frameworks.map((name) => ({ name, edition: editions[name] })),
    items: controls.map(({ actions, ...control }) => ({
      ...control,
      evidence: actions.map((action) => ({ action, entries: counts.get(action) ?? 0 })),
    })),
    next: null,
  };
}
