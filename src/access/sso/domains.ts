import { notFound, Problem } from '../../platform/problem.ts';
import type { Principal } from '../principal.ts';
import { lockOrganization } from '../store/organizations.ts';
import { administer } from './administer.ts';
import { type Domain, mostDomains, newChallenge, readDomain, recordName } from './domain.ts';
import { acted } from './entry.ts';
import type { SsoParts } from './protocol.ts';
import {
  deleteDomain,
  insertDomain,
  selectDomain,
  selectDomains,
  updateDomainVerified,
} from './store/domains.ts';

/**
 * Claims a domain of e-mail addresses. It counts once it is verified. Entry `domain.create`.
 * @throws Problem `domain.create.forbidden` 403, `domain.create.bad_name` 422, `domain.create.claimed_already` 409, `domain.create.too_many` 409
 */
export async function claimDomain(parts: SsoParts, principal: Principal, text: string): Promise<Domain> {
  administer(principal, 'domain.create');
  const name = readDomain(text);
  if (name === undefined)
    throw refusal(
      'create.bad_name',
      422,
      'This is no domain. Write what comes after the @, like example.com.',
    );
  const { organization } = principal;
  const domain = { name, challenge: newChallenge(), createdAt: parts.clock.now() };
  return parts.ledger.record(async (tx) => {
    await lockOrganization(tx, organization);
    if ((await selectDomains(tx, organization)).length >= mostDomains)
      throw refusal(
        'create.too_many',
        409,
        `An organization has at most ${mostDomains} domains. Delete one first.`,
      );
    if (!(await insertDomain(tx, organization, { ...domain, createdBy: principal.id })))
      throw refusal('create.claimed_already', 409, 'This domain is on the list already. Verify it there.');
    return {
      entry: acted(principal, 'domain.create', { kind: 'domain', id: name }),
      value: { ...domain, verifiedAt: null, verifiedBy: null, counts: false },
    };
  });
}

/**
 * Looks whether the domain's DNS says what it should. Entry `domain.verify` when it does; nothing otherwise.
 * @throws Problem `domain.verify.forbidden` 403, `domain.verify.no_record` 409, `domain.verify.no_answer` 503,
 *   `domain.verify.proven_elsewhere` 409; 404 when there is none
 */
export async function verifyDomain(parts: SsoParts, principal: Principal, name: string): Promise<Domain> {
  administer(principal, 'domain.verify');
  const domain = await selectDomain(parts.reader, principal.organization, name);
  if (domain === undefined) throw notFound();
  const found = await parts.dns.texts(recordName(name)).catch((cause: unknown) => {
    throw new Problem({
      code: 'domain.verify.no_answer',
      status: 503,
      detail:
        'No name server answered. Try again in a minute; if it stays so, ask an operator about this server’s DNS.',
      cause,
    });
  });
  if (!found.some((text) => text.trim() === domain.challenge))
    throw refusal(
      'verify.no_record',
      409,
      `There is no TXT record ${recordName(name)} with the value ${domain.challenge} yet. Add it, wait until it has spread, and try again.`,
    );
  return confirmed(parts, principal, name, { how: 'dns', action: 'domain.verify', reason: null });
}

/**
 * An admin says so, without a record. It counts for this organization only, sends nobody to an identity provider by their address where
 * there are other organizations, and ends when another organization proves the domain. Entry `domain.override`, without the reason.
 * @throws Problem `domain.override.forbidden` 403, `domain.override.proven_elsewhere` 409; 404 when there is none
 */
export async function overrideDomain(
  parts: SsoParts,
  principal: Principal,
  name: string,
  reason: string,
): Promise<Domain> {
  administer(principal, 'domain.override');
  return confirmed(parts, principal, name, { how: 'override', action: 'domain.override', reason });
}

/** Entry `domain.delete`. Whoever signed in with it stays known. @throws Problem `domain.delete.forbidden` 403; 404 when there is none */
export async function dropDomain(parts: SsoParts, principal: Principal, name: string): Promise<void> {
  administer(principal, 'domain.delete');
  await parts.ledger.record(async (tx) => {
    if (!(await deleteDomain(tx, principal.organization, name))) throw notFound();
    return { entry: acted(principal, 'domain.delete', { kind: 'domain', id: name }), value: undefined };
  });
}

async function confirmed(
  parts: SsoParts,
  principal: Principal,
  name: string,
  by: { readonly how: 'dns' | 'override'; readonly action: string; readonly reason: string | null },
): Promise<Domain> {
  const { organization } = principal;
  return parts.ledger.record(async (tx) => {
    const before = await selectDomain(tx, organization, name);
    if (before === undefined) throw notFound();
    const at = parts.clock.now();
    const done = await updateDomainVerified(tx, organization, name, { at, how: by.how, reason: by.reason });
    const after = await selectDomain(tx, organization, name);
    if (!done || after === undefined)
      throw new Problem({
        code: `${by.action}.proven_elsewhere`,
        status: 409,
        detail:
          'Another organization of this deployment has proven that this domain is theirs. Ask an operator.',
      });
    return { entry: acted(principal, by.action, { kind: 'domain', id: name }, { by: by.how }), value: after };
  });
}

function refusal(what: string, status: 409 | 422, detail: string): Problem {
  return new Problem({ code: `domain.${what}`, status, detail });
}
