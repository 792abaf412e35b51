import type { OrganizationId } from '../../ledger/index.ts';
import { notFound } from '../../platform/problem.ts';
import { authorize } from '../authorize.ts';
import { setupActor } from '../create-organization.ts';
import { lately } from '../lately.ts';
import type { AccessParts } from '../parts.ts';
import { actorOf, type PersonId, type Principal } from '../principal.ts';
import { theOrganization } from '../resource.ts';
import type { SignInParts } from '../sign-in/parts.ts';
import { selectPerson } from '../store/people.ts';
import { type NewPasswordLink, passwordLinkWithin } from './link.ts';

/**
 * A link with which somebody else sets their password, for an admin to hand over. The admin does not learn the password, the person's
 * second factor stays, and the password of before is good until the link is used. Entry `password.reset`.
 * @throws Problem `password.reset.forbidden`, `password.reset.session_needed`, `password.reset.step_up_needed` 403; 404 for no such
 *   active person
 */
export async function resetPassword(
  parts: AccessParts,
  principal: Principal,
  person: PersonId,
): Promise<NewPasswordLink> {
  authorize(principal, 'password.reset', theOrganization);
  const { organization } = principal;
  const found = await selectPerson(parts.reader, organization, person);
  if (found?.active !== true) throw notFound();
  const at = parts.clock.now();
  lately(principal, 'password.reset', at);
  return parts.ledger.record(async (tx) => {
    const { link, entry } = await passwordLinkWithin(tx, {
      ...{ organization, person, at },
      by: actorOf(principal),
    });
    return { entry, value: link };
  });
}

/** For whoever runs the server, who could do more: no route leads here. */
export async function operatorsPasswordLink(
  parts: SignInParts,
  organization: OrganizationId,
  person: PersonId,
): Promise<string> {
  const at = parts.clock.now();
  const { token } = await parts.ledger.record(async (tx) => {
    const { link, entry } = await passwordLinkWithin(tx, { organization, person, by: setupActor, at });
    return { entry, value: link };
  });
  return passwordLinkAddress(parts.address, token);
}

/** The token stands behind the `#`: no server and no log sees it. */
export const passwordLinkAddress = (address: string, token: string): string => `${address}/password#${token}`;
