import { Problem } from '../../platform/problem.ts';
import type { Action } from '../action.ts';
import { authorize } from '../authorize.ts';
import { isWholeAdmin } from '../hand-out.ts';
import type { Principal } from '../principal.ts';
import { theOrganization } from '../resource.ts';

/**
 * Whoever decides which identity provider is believed, and for which addresses, could come as anybody. So it takes an admin of the
 * organization, whole: no key that is narrowed, and no role that was made of this permission alone.
 * @throws Problem `<action>.forbidden` 403
 */
export function administer(principal: Principal, action: Action): void {
  authorize(principal, action, theOrganization);
  if (isWholeAdmin(principal)) return;
  throw new Problem({
    code: `${action}.forbidden`,
    status: 403,
    detail: `This decides who may come in as whom, so it takes an admin with all of an admin’s rights (${action}). Ask one, or use a key that is not narrowed.`,
  });
}
