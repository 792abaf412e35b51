import type { Principal } from '../access/index.ts';
import { Problem } from '../platform/problem.ts';
import type { Dossier } from './dossier.ts';
import { refuseUnasked } from './requirement/asked-to-publish.ts';

interface Known {
  readonly comparison: Pick<Dossier['comparison'], 'conflicts'>;
  readonly standing: Pick<Dossier['standing'], 'state' | 'publishable' | 'missing'>;
  readonly facts: Dossier['facts'];
}

/**
 * Approved under the requirement in force, exactly so, and to be published by this one.
 * @throws Problem `change.publish.not_approved` 409 with what is missing, `change.publish.conflict` 409, `change.publish.not_asked` 403
 */
export function refuseUnapproved(now: Known, principal: Pick<Principal, 'human'>): void {
  const { comparison, standing } = now;
  if (standing.state === 'approved' && comparison.conflicts.length > 0) throw conflict(now);
  if (!standing.publishable) throw notApproved(now);
  refuseUnasked(principal, now);
}

function notApproved({ standing }: Known): Problem {
  return new Problem({
    code: 'change.publish.not_approved',
    status: 409,
    detail: `This content is not approved yet. ${standing.missing.join(' ')}`.trim(),
    more: { missing: standing.missing },
  });
}

/** The approvals stand, but `main` has moved under them. The same refusal as for a `main` that moves while we publish. */
function conflict({ comparison: { conflicts } }: Known): Problem {
  return new Problem({
    code: 'change.publish.conflict',
    status: 409,
    detail: `Main has changed the same files since: ${conflicts.slice(0, 5).join(', ')}. Bring main into the branch; then the change is reviewed again as it is.`,
    more: { conflicts },
  });
}
