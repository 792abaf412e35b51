import { z } from 'zod';
import { type Operation, operationsOf } from '../../../platform/http/index.ts';
import { authorize } from '../../authorize.ts';
import type { Principal } from '../../principal.ts';
import { theOrganization } from '../../resource.ts';
import { type Domain, recordName } from '../domain.ts';
import { claimDomain, dropDomain, overrideDomain, verifyDomain } from '../domains.ts';
import type { SsoParts } from '../protocol.ts';
import { selectDomains } from '../store/domains.ts';

const operation = operationsOf<Principal>('access');

const domainShape = z.object({
  name: z.string(),
  record: z.object({ name: z.string(), type: z.literal('TXT'), value: z.string() }),
  verifiedAt: z.string().nullable(),
  verifiedBy: z.enum(['dns', 'override']).nullable(),
  counts: z.boolean().meta({ description: 'Whether people with addresses of it are let in.' }),
  createdAt: z.string(),
});

function shapeOf(domain: Domain): z.input<typeof domainShape> {
  return {
    name: domain.name,
    record: { name: recordName(domain.name), type: 'TXT', value: domain.challenge },
    verifiedAt: domain.verifiedAt?.toISOString() ?? null,
    verifiedBy: domain.verifiedBy,
    counts: domain.counts,
    createdAt: domain.createdAt.toISOString(),
  };
}

const path = '/api/v1/domains';
const params = z.object({ domain: z.string() });

export function domainOperations(parts: SsoParts): readonly Operation<Principal>[] {
  const list = operation({
    id: 'domain.list',
    method: 'get',
    path,
    summary: 'The domains of e-mail addresses that the organization has claimed.',
    description: 'For admins and auditors. `record` is what their DNS must say.',
    answer: { schema: z.object({ items: z.array(domainShape) }) },
    problems: ['domain.list.forbidden'],
    handle: async ({ principal }) => {
      authorize(principal, 'domain.list', theOrganization);
      return { items: (await selectDomains(parts.reader, principal.organization)).map(shapeOf) };
    },
  });
  const create = operation({
    id: 'domain.create',
    method: 'post',
    path,
    summary: 'Claims a domain of e-mail addresses.',
    description: 'For admins. It counts once it is verified. Entry `domain.create`.',
    body: z.strictObject({ name: z.string().min(1).max(260) }),
    answer: { status: 201, schema: domainShape },
    problems: [
      'domain.create.forbidden',
      'domain.create.bad_name',
      'domain.create.claimed_already',
      'domain.create.too_many',
    ],
    handle: async ({ principal, body }) => shapeOf(await claimDomain(parts, principal, body.name)),
  });
  const verify = operation({
    id: 'domain.verify',
    method: 'post',
    path: `${path}/{domain}/verify`,
    summary: 'Looks whether the domain’s DNS says what it should.',
    description: 'For admins. Entry `domain.verify` when it does.',
    params,
    body: z.strictObject({}),
    answer: { schema: domainShape },
    problems: [
      'domain.verify.forbidden',
      'domain.verify.no_record',
      'domain.verify.no_answer',
      'domain.verify.proven_elsewhere',
    ],
    handle: async ({ principal, params: { domain } }) =>
      shapeOf(await verifyDomain(parts, principal, domain)),
  });
  const override = operation({
    id: 'domain.override',
    method: 'post',
    path: `${path}/{domain}/override`,
    summary: 'Lets a domain count on an admin’s word, without a record.',
    description:
      'For admins. Only in this organization, and until another one proves the domain. Entry `domain.override`, without the reason.',
    params,
    body: z.strictObject({ reason: z.string().trim().min(1).max(1000) }),
    answer: { schema: domainShape },
    problems: ['domain.override.forbidden', 'domain.override.proven_elsewhere'],
    handle: async ({ principal, params: { domain }, body }) =>
      shapeOf(await overrideDomain(parts, principal, domain, body.reason)),
  });
  const remove = operation({
    id: 'domain.delete',
    method: 'delete',
    path: `${path}/{domain}`,
    summary: 'Gives up a domain.',
    description: 'For admins. Whoever signed in with it stays known. Entry `domain.delete`.',
    params,
    problems: ['domain.delete.forbidden'],
    handle: async ({ principal, params: { domain } }) => {
      await dropDomain(parts, principal, domain);
      return undefined;
    },
  });
  return [list, create, verify, override, remove];
}
