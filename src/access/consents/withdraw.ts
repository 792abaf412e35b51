import { notFound } from '../../platform/problem.ts';
import { authorize } from '../authorize.ts';
import type { AccessParts } from '../parts.ts';
import { actorOf, type ConsentId, type Principal } from '../principal.ts';
import { theOrganization } from '../resource.ts';
import { selectConsent, updateConsentWithdrawn } from '../store/consents.ts';

/**
 * Takes one's own consent back. From the next call on the app is refused, and what it has under way on one's behalf is broken off within a
 * second, on every node. Entry `consent.withdraw`. Again: nothing happens, and nothing is recorded.
 * @throws Problem 404 when there is no such consent or it is somebody else's
 */
export async function withdrawConsent(
  parts: AccessParts,
  principal: Principal,
  id: ConsentId,
): Promise<void> {
  authorize(principal, 'consent.withdraw', theOrganization);
  const { organization } = principal;
  const consent = await selectConsent(parts.reader, organization, id);
  if (consent?.person !== principal.id) throw notFound();
  if (consent.withdrawnAt !== undefined) return;
  const at = parts.clock.now();
  await parts.ledger.record(async (tx) => {
    // Withdrawn since we looked.
    if (!(await updateConsentWithdrawn(tx, organization, id, at))) throw notFound();
    const entry = {
      organization,
      action: 'consent.withdraw',
      actor: actorOf(principal),
      subject: { kind: 'consent', id },
      data: { app: consent.app, person: consent.person },
    };
    return { entry, value: undefined };
  });
}
