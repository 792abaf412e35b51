import type { Tx } from '../../platform/db/index.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { grantsPermit } from '../authorize.ts';
import type { PersonId, Principal } from '../principal.ts';
import { theOrganization } from '../resource.ts';
import { permissionsOfRole } from '../roles/find.ts';
import { selectHeldBy } from '../store/held.ts';
import { lockOrganization } from '../store/organizations.ts';
import { selectPerson } from '../store/people.ts';
import { administer } from './administer.ts';
import { acted } from './entry.ts';
import type { SsoParts } from './protocol.ts';
import type { SsoSetting } from './setting.ts';
import { selectConnections } from './store/connections.ts';
import {
  deleteExemption,
  deleteForeignSessions,
  insertExemption,
  selectExemptions,
  selectSetting,
  upsertSetting,
} from './store/settings.ts';

/**
 * Sets how single sign-on is used. To enforce it needs a provider that is switched on and was tried out, and somebody who can get in when it is
 * down; it ends the sessions that began otherwise, but the caller's own. Entry `sso_setting.update`.
 * @throws Problem `sso_setting.update.forbidden` 403, `sso_setting.update.not_tested` 409, `sso_setting.update.no_way_back` 409
 */
export async function changeSetting(
  parts: SsoParts,
  principal: Principal,
  change: Partial<SsoSetting>,
): Promise<SsoSetting> {
  administer(principal, 'sso_setting.update');
  const { organization } = principal;
  return parts.ledger.record(async (tx) => {
    await lockOrganization(tx, organization);
    if (typeof change.defaultRole === 'string') await permissionsOfRole(tx, organization, change.defaultRole);
    const before = await selectSetting(tx, organization);
    const after = { ...before, ...change };
    const begins = after.enforced && !before.enforced;
    if (begins) await refuseLockOut(tx, principal);
    await upsertSetting(tx, organization, after, parts.clock.now());
    const kept = principal.credential.kind === 'session' ? principal.credential.id : '';
    const sessionsEnded = begins ? await deleteForeignSessions(tx, organization, kept) : 0;
    const data = { ...after, ...(begins ? { sessionsEnded } : {}) };
    const subject = { kind: 'organization', id: organization };
    return { entry: acted(principal, 'sso_setting.update', subject, data), value: after };
  });
}

async function refuseLockOut(tx: Tx, { organization }: Principal): Promise<void> {
  const connections = await selectConnections(tx, organization);
  if (!connections.some((one) => one.active && one.test !== null && one.test.outcome !== 'refused'))
    throw new Problem({
      code: 'sso_setting.update.not_tested',
      status: 409,
      detail:
        'No identity provider that is switched on has let anybody in yet. Switch one on and test it first.',
    });
  if ((await selectExemptions(tx, organization)).length === 0)
    throw new Problem({
      code: 'sso_setting.update.no_way_back',
      status: 409,
      detail: 'Nobody could get in when the identity provider is down. Name an admin for that first.',
    });
}

/**
 * Names an admin who may still sign in with a password when single sign-on is enforced. Each use is recorded and told to all admins.
 * Entry `sso_exemption.create`.
 * @throws Problem `sso_exemption.create.forbidden` 403, `sso_exemption.create.no_admin` 422, `sso_exemption.create.named_already` 409;
 *   404 when there is no such active person
 */
export async function nameExempt(parts: SsoParts, principal: Principal, person: PersonId): Promise<void> {
  administer(principal, 'sso_exemption.create');
  const { organization } = principal;
  await parts.ledger.record(async (tx) => {
    await lockOrganization(tx, organization);
    if ((await selectPerson(tx, organization, person))?.active !== true) throw notFound();
    const grants = await selectHeldBy(tx, organization, person, parts.clock.now());
    if (!grantsPermit(grants, 'sso_setting.update', theOrganization))
      throw new Problem({
        code: 'sso_exemption.create.no_admin',
        status: 422,
        detail:
          'Only an admin can mend single sign-on when it is down. Name an admin, or make this person one first.',
      });
    const named = { person, createdBy: principal.id, createdAt: parts.clock.now() };
    if (!(await insertExemption(tx, organization, named)))
      throw new Problem({
        code: 'sso_exemption.create.named_already',
        status: 409,
        detail: 'This person is named already. Nothing needs to be done.',
      });
    return {
      entry: acted(principal, 'sso_exemption.create', { kind: 'person', id: person }),
      value: undefined,
    };
  });
}

/**
 * Entry `sso_exemption.delete`.
 * @throws Problem `sso_exemption.delete.forbidden` 403, `sso_exemption.delete.last` 409; 404 when this person is not named
 */
export async function unnameExempt(parts: SsoParts, principal: Principal, person: PersonId): Promise<void> {
  administer(principal, 'sso_exemption.delete');
  const { organization } = principal;
  await parts.ledger.record(async (tx) => {
    await lockOrganization(tx, organization);
    if (!(await deleteExemption(tx, organization, person))) throw notFound();
    const { enforced } = await selectSetting(tx, organization);
    if (enforced && (await selectExemptions(tx, organization)).length === 0)
      throw new Problem({
        code: 'sso_exemption.delete.last',
        status: 409,
        detail:
          'Single sign-on is enforced, and nobody else could get in when it is down. Name somebody else first.',
      });
    return {
      entry: acted(principal, 'sso_exemption.delete', { kind: 'person', id: person }),
      value: undefined,
    };
  });
}
