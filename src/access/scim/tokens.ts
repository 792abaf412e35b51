import type { Id } from '../../platform/id.ts';
import { newId } from '../../platform/id.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import type { AccessParts } from '../parts.ts';
import type { Principal } from '../principal.ts';
import { administer } from '../sso/administer.ts';
import { acted } from '../sso/entry.ts';
import { lockOrganization } from '../store/organizations.ts';
import { insertToken, selectTokens, updateTokenEnds, updateTokenRevoked } from './store/tokens.ts';
import { isGood, newToken, type ScimToken } from './token.ts';

const mostGood = 5;

export type ShownToken = ScimToken & { readonly secret: string };

/**
 * Makes a bearer token for a directory. Shown this once. Entry `scim_token.create`.
 * @throws Problem `scim_token.create.forbidden` 403, `scim_token.create.too_many` 409
 */
export async function createToken(parts: AccessParts, principal: Principal): Promise<ShownToken> {
  administer(principal, 'scim_token.create');
  const { organization } = principal;
  const { made, kept, secret } = prepared(parts, principal);
  return parts.ledger.record(async (tx) => {
    await lockOrganization(tx, organization);
    const good = (await selectTokens(tx, organization)).filter((token) => isGood(token, made.createdAt));
    if (good.length >= mostGood)
      throw new Problem({
        code: 'scim_token.create.too_many',
        status: 409,
        detail: `An organization has at most ${mostGood} tokens that are good. Revoke one first.`,
      });
    await insertToken(tx, organization, made, kept);
    const subject = { kind: 'scim_token', id: made.id };
    return { entry: acted(principal, 'scim_token.create', subject), value: { ...made, secret } };
  });
}

/**
 * Makes a token in another one's place, which ends after a while, so that the directory never stands without. Entry `scim_token.rotate`.
 * @throws Problem `scim_token.rotate.forbidden` 403; 404 when the old one is not good
 */
export async function rotateToken(
  parts: AccessParts,
  principal: Principal,
  id: Id<'sct'>,
  overlapHours: number,
): Promise<ShownToken> {
  administer(principal, 'scim_token.rotate');
  const { organization } = principal;
  const { made, kept, secret } = prepared(parts, principal);
  const now = made.createdAt;
  const end = new Date(now.getTime() + overlapHours * 3_600_000);
  return parts.ledger.record(async (tx) => {
    if (!(await updateTokenEnds(tx, organization, id, { now, end }))) throw notFound();
    await insertToken(tx, organization, made, kept);
    const data = { successor: made.id, endsAt: end.toISOString() };
    const entry = acted(principal, 'scim_token.rotate', { kind: 'scim_token', id }, data);
    return { entry, value: { ...made, secret } };
  });
}

/** Entry `scim_token.revoke`. @throws Problem `scim_token.revoke.forbidden` 403; 404 when there is none that could be revoked */
export async function revokeToken(parts: AccessParts, principal: Principal, id: Id<'sct'>): Promise<void> {
  administer(principal, 'scim_token.revoke');
  await parts.ledger.record(async (tx) => {
    if (!(await updateTokenRevoked(tx, principal.organization, id, parts.clock.now()))) throw notFound();
    return { entry: acted(principal, 'scim_token.revoke', { kind: 'scim_token', id }), value: undefined };
  });
}

function prepared({ clock }: AccessParts, principal: Principal) {
  const { text: secret, ...kept } = newToken();
  const createdAt = clock.now();
  const made: ScimToken = {
    id: newId('sct', createdAt.getTime()),
    prefix: `cs_scim_${kept.prefix}`,
    ...{ createdAt, createdBy: principal.id, expiresAt: null, revokedAt: null },
  };
  return { made, kept, secret };
}
