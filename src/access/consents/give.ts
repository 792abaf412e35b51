import { newId } from '../../platform/id.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { authorize } from '../authorize.ts';
import type { AccessParts } from '../parts.ts';
import { type AppId, actorOf, type Principal } from '../principal.ts';
import { theOrganization } from '../resource.ts';
import { selectApp } from '../store/apps.ts';
import { insertConsent } from '../store/consents.ts';
import type { Consent } from './consent.ts';

/**
 * Lets an app act on behalf of the person who is signed in, as far as both may. Entry `consent.give`.
 * @throws Problem `consent.give.session_needed` 403: a key proves no person, and an app that holds one must not consent for them;
 *   `consent.give.exists` 409; 404 when there is no such app
 */
export async function giveConsent(parts: AccessParts, principal: Principal, app: AppId): Promise<Consent> {
  authorize(principal, 'consent.give', theOrganization);
  const { organization, human: person } = principal;
  refuseKeys(principal);
  if ((await selectApp(parts.reader, organization, app)) === undefined) throw notFound();
  const consent = {
    id: newId('con'),
    person,
    app,
    givenAt: parts.clock.now(),
    withdrawnAt: undefined,
  };
  return parts.ledger.record(async (tx) => {
    if (!(await insertConsent(tx, organization, consent)))
      throw new Problem({
        code: 'consent.give.exists',
        status: 409,
        detail: 'This app may act on your behalf already. There is nothing to do.',
      });
    const entry = {
      organization,
      action: 'consent.give',
      actor: actorOf(principal),
      subject: { kind: 'consent', id: consent.id },
      data: { app, person },
    };
    return { entry, value: consent };
  });
}

function refuseKeys({ kind, credential }: Principal): void {
  if (kind === 'person' && credential.kind === 'session') return;
  throw new Problem({
    code: 'consent.give.session_needed',
    status: 403,
    detail: 'A person does this, signed in, and no key. Open Countersign in a browser and do it there.',
  });
}
