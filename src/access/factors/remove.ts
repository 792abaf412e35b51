import type { EntryDraft } from '../../ledger/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { authorize } from '../authorize.ts';
import { lately } from '../lately.ts';
import type { AccessParts } from '../parts.ts';
import { actorOf, type PasskeyId, type PersonId, type Principal } from '../principal.ts';
import { theOrganization } from '../resource.ts';
import type { SignInParts } from '../sign-in/parts.ts';
import { deleteTotp, replaceRecoveryCodes, selectSecondFactorRule } from '../store/factors.ts';
import { deletePasskey, deletePasskeysOf, selectPasskeys } from '../store/passkeys.ts';
import { selectPerson } from '../store/people.ts';
import { deleteSessionsOf } from '../store/sessions.ts';
import { lockForSession } from '../store/sign-in.ts';
import { firstCodesWithin } from './keep.ts';
import type { Holder } from './proof.ts';
import { ownFactors } from './set-up.ts';

/**
 * Signs in without an authenticator app from now on. Entry `second_factor.delete`. Recovery codes end with the last factor.
 * @throws Problem `second_factor.delete.session_needed`, `.step_up_needed` 403, `.required` 409; 404 without one
 */
export async function removeTotp(parts: SignInParts, principal: Principal): Promise<void> {
  const facts = await ownFactors(parts, principal, 'second_factor.delete');
  if (!facts.hasTotp) throw notFound();
  await remove(parts, facts, {
    action: 'second_factor.delete',
    isLast: !facts.hasPasskey,
    work: (tx) => deleteTotp(tx, facts.organization, facts.person),
    entry: {
      organization: facts.organization,
      action: 'second_factor.delete',
      actor: actorOf(principal),
      subject: { kind: 'person', id: facts.person },
      data: { kind: 'totp' },
    },
  });
}

/**
 * A passkey opens nothing any more. Entry `passkey.delete`. The device keeps its half, which is good for nothing then.
 * @throws Problem `passkey.delete.session_needed`, `.step_up_needed` 403, `.required` 409; 404 for one that is not one's own
 */
export async function removePasskey(parts: SignInParts, principal: Principal, id: PasskeyId): Promise<void> {
  const facts = await ownFactors(parts, principal, 'passkey.delete');
  const held = await selectPasskeys(parts.reader, facts.organization, facts.person);
  if (!held.some((passkey) => passkey.id === id)) throw notFound();
  await remove(parts, facts, {
    action: 'passkey.delete',
    isLast: !facts.hasTotp && held.length === 1,
    work: (tx) => deletePasskey(tx, facts.organization, facts.person, id),
    entry: {
      organization: facts.organization,
      action: 'passkey.delete',
      actor: actorOf(principal),
      subject: { kind: 'passkey', id },
      data: {},
    },
  });
}

async function remove(
  { ledger, clock }: AccessParts,
  { organization, person }: Holder,
  what: {
    readonly action: string;
    readonly isLast: boolean;
    readonly work: (tx: Tx) => Promise<boolean>;
    readonly entry: EntryDraft;
  },
): Promise<void> {
  await ledger.record(async (tx) => {
    const rule = await lockForSession(tx, organization, person);
    if (what.isLast && rule === 'required') throw required(what.action);
    if (!(await what.work(tx))) throw notFound();
    if (what.isLast) await replaceRecoveryCodes(tx, organization, person, [], clock.now());
    return { entry: what.entry, value: undefined };
  });
}

/**
 * New recovery codes; those of before are good for nothing. Entry `recovery_code.renew`.
 * @throws Problem `recovery_code.renew.session_needed`, `.step_up_needed` 403, `.no_factor` 409
 */
export async function renewRecoveryCodes(
  parts: SignInParts,
  principal: Principal,
): Promise<readonly string[]> {
  const facts = await ownFactors(parts, principal, 'recovery_code.renew');
  if (!facts.hasTotp && !facts.hasPasskey)
    throw new Problem({
      code: 'recovery_code.renew.no_factor',
      status: 409,
      detail: 'Recovery codes stand in for a second factor. Set one up first.',
    });
  const at = parts.clock.now();
  return parts.ledger.record(async (tx) => ({
    value: await firstCodesWithin(tx, facts, at),
    entry: {
      organization: facts.organization,
      action: 'recovery_code.renew',
      actor: actorOf(principal),
      subject: { kind: 'person', id: facts.person },
      data: {},
    },
  }));
}

/**
 * Takes all second factors from somebody who lost them, and ends their sessions. Where the organization requires one, they set up a new
 * one at their next sign-in. Entry `second_factor.reset`.
 * @throws Problem `second_factor.reset.forbidden`, `.session_needed`, `.step_up_needed` 403; 404 for no such active person
 */
export async function resetFactors(
  parts: AccessParts,
  principal: Principal,
  person: PersonId,
): Promise<void> {
  authorize(principal, 'second_factor.reset', theOrganization);
  const { organization } = principal;
  const found = await selectPerson(parts.reader, organization, person);
  if (found?.active !== true) throw notFound();
  const at = parts.clock.now();
  lately(principal, 'second_factor.reset', at);
  await parts.ledger.record(async (tx) => {
    const totp = await deleteTotp(tx, organization, person);
    const passkeys = await deletePasskeysOf(tx, organization, person);
    await replaceRecoveryCodes(tx, organization, person, [], at);
    const { length: sessionsEnded } = await deleteSessionsOf(tx, organization, person);
    return {
      entry: {
        organization,
        action: 'second_factor.reset',
        actor: actorOf(principal),
        subject: { kind: 'person', id: person },
        data: { totp, passkeys, sessionsEnded },
      },
      value: undefined,
    };
  });
}

/** What holds everybody of an organization. */
export const readSignInRule = (parts: AccessParts, principal: Principal) => {
  authorize(principal, 'sign_in_rule.read', theOrganization);
  return selectSecondFactorRule(parts.reader, principal.organization);
};

const required = (action: string) =>
  new Problem({
    code: `${action}.required`,
    status: 409,
    detail: 'Your organization requires a second factor, and this is your last. Set up another one first.',
  });
