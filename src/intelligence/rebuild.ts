import { actorOf, authorize, type Principal, theOrganization } from '../access/index.ts';
import { type Rebuilt, rebuildRollUps } from './layer/rebuild.ts';
import type { IntelligenceParts } from './parts.ts';
import { allProjections } from './projections.ts';

/**
 * Makes the roll-ups again from the log. Whoever reads meanwhile sees the numbers of before. Entry `measure.rebuild`, which says whether
 * anything came out differently.
 */
export async function rebuildMeasures(parts: IntelligenceParts, principal: Principal): Promise<Rebuilt> {
  authorize(principal, 'measure.rebuild', theOrganization);
  const { organization } = principal;
  return parts.ledger.record(async (tx) => {
    const rebuilt = await rebuildRollUps(tx, parts.ledger, organization, allProjections);
    return {
      entry: {
        organization,
        action: 'measure.rebuild',
        actor: actorOf(principal),
        subject: { kind: 'organization', id: organization },
        data: { ...rebuilt },
      },
      value: rebuilt,
    };
  });
}
