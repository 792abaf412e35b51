import { z } from 'zod';
import { type Operation, operationsOf } from '../../../platform/http/index.ts';
import { authorize } from '../../authorize.ts';
import { namesOf } from '../../names.ts';
import type { AccessParts } from '../../parts.ts';
import { named, type PersonRef } from '../../person.ts';
import type { Principal } from '../../principal.ts';
import { theOrganization } from '../../resource.ts';
import { idOf, personRef } from '../../routes/wire.ts';
import { selectCounts } from '../store/people.ts';
import { selectTokens } from '../store/tokens.ts';
import { isGood, type ScimToken } from '../token.ts';
import { createToken, revokeToken, rotateToken, type ShownToken } from '../tokens.ts';

const operation = operationsOf<Principal>('access');

const tokenShape = z.object({
  id: z.string(),
  prefix: z.string(),
  good: z.boolean(),
  createdBy: personRef,
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
});
const shownShape = tokenShape.extend({ secret: z.string() });
const params = z.object({ token: z.string() });
const path = '/api/v1/scim/tokens';

export function tokenOperations(
  parts: AccessParts & { readonly address: string },
): readonly Operation<Principal>[] {
  const { reader, clock, address } = parts;
  const shapeOf = (token: ScimToken, names: ReadonlyMap<string, PersonRef>) => ({
    id: token.id,
    prefix: token.prefix,
    good: isGood(token, clock.now()),
    createdBy: named(names, token.createdBy),
    createdAt: token.createdAt.toISOString(),
    expiresAt: token.expiresAt?.toISOString() ?? null,
    revokedAt: token.revokedAt?.toISOString() ?? null,
  });
  const shown = async ({ organization }: Principal, token: ShownToken) => {
    const names = await namesOf(reader, organization, [token.createdBy]);
    return { ...shapeOf(token, names), secret: token.secret };
  };
  const list = operation({
    id: 'scim_token.list',
    method: 'get',
    path,
    summary: 'The tokens for provisioning, newest first, and what provisioning has done.',
    description: 'For admins and auditors. Never secrets.',
    answer: {
      schema: z.object({
        baseUrl: z.string(),
        people: z.number().int(),
        groups: z.number().int(),
        lastChangeAt: z.string().nullable(),
        items: z.array(tokenShape),
      }),
    },
    problems: ['scim_token.list.forbidden'],
    handle: async ({ principal }) => {
      authorize(principal, 'scim_token.list', theOrganization);
      const { organization } = principal;
      const tokens = await selectTokens(reader, organization);
      const names = await namesOf(
        reader,
        organization,
        tokens.map(({ createdBy }) => createdBy),
      );
      const { people, groups, lastChangeAt } = await selectCounts(reader, organization);
      return {
        baseUrl: new URL('/scim/v2', address).href,
        ...{ people, groups, lastChangeAt: lastChangeAt?.toISOString() ?? null },
        items: tokens.map((token) => shapeOf(token, names)),
      };
    },
  });
  const create = operation({
    id: 'scim_token.create',
    method: 'post',
    path,
    summary: 'Makes a bearer token for a directory.',
    description: 'For admins. `secret` is shown this once. Entry `scim_token.create`.',
    body: z.strictObject({}),
    answer: { status: 201, schema: shownShape },
    problems: ['scim_token.create.forbidden', 'scim_token.create.too_many'],
    handle: async ({ principal }) => shown(principal, await createToken(parts, principal)),
  });
  const rotate = operation({
    id: 'scim_token.rotate',
    method: 'post',
    path: `${path}/{token}/rotate`,
    summary: 'Makes a token in another one’s place, which ends after a while.',
    description: 'For admins. `secret` is shown this once. Entry `scim_token.rotate`.',
    params,
    body: z.strictObject({ overlapHours: z.number().int().min(0).max(168).default(24) }),
    answer: { status: 201, schema: shownShape },
    problems: ['scim_token.rotate.forbidden'],
    handle: async ({ principal, params: { token }, body }) => {
      authorize(principal, 'scim_token.rotate', theOrganization);
      return shown(principal, await rotateToken(parts, principal, idOf('sct', token), body.overlapHours));
    },
  });
  const revoke = operation({
    id: 'scim_token.revoke',
    method: 'delete',
    path: `${path}/{token}`,
    summary: 'Ends a token.',
    description: 'For admins. In force from the next request on. Entry `scim_token.revoke`.',
    params,
    problems: ['scim_token.revoke.forbidden'],
    handle: async ({ principal, params: { token } }) => {
      authorize(principal, 'scim_token.revoke', theOrganization);
      await revokeToken(parts, principal, idOf('sct', token));
      return undefined;
    },
  });
  return [list, create, rotate, revoke];
}
