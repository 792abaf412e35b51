import { z } from 'zod';
import type { OrganizationId } from '../../ledger/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { authorize } from '../authorize.ts';
import type { Consent } from '../consents/consent.ts';
import { giveConsent } from '../consents/give.ts';
import { withdrawConsent } from '../consents/withdraw.ts';
import { namesOf } from '../names.ts';
import type { AccessParts } from '../parts.ts';
import type { Principal } from '../principal.ts';
import { theOrganization } from '../resource.ts';
import { selectConsents } from '../store/consents.ts';
import { cursorOf, cut, idOf, pageOf, pageQuery, personRef, refOf } from './wire.ts';

const operation = operationsOf<Principal>('access');

const consentShape = z.object({
  id: z.string(),
  person: personRef,
  app: personRef,
  givenAt: z.string(),
  withdrawnAt: z.string().nullable(),
});

export function consentOperations(parts: AccessParts): readonly Operation<Principal>[] {
  const { reader } = parts;
  const shapesOf = async (organization: OrganizationId, consents: readonly Consent[]) => {
    const ids = consents.flatMap(({ person, app }) => [person, app]);
    const names = await namesOf(reader, organization, ids);
    return consents.map((consent) => ({
      id: consent.id,
      person: refOf(names, consent.person),
      app: refOf(names, consent.app),
      givenAt: consent.givenAt.toISOString(),
      withdrawnAt: consent.withdrawnAt?.toISOString() ?? null,
    }));
  };
  const list = operation({
    id: 'consent.list',
    method: 'get',
    path: '/api/v1/consents',
    summary: 'Who lets which app act on their behalf, oldest first, withdrawn ones too.',
    description: 'One’s own, and those to the apps that one owns; an app sees those to itself.',
    query: pageQuery,
    answer: { schema: pageOf(consentShape) },
    handle: async ({ principal, query }) => {
      authorize(principal, 'consent.list', theOrganization);
      const { organization, id } = principal;
      const page = { after: cursorOf('con', query.cursor), limit: query.limit + 1 };
      const { shown, next } = cut(await selectConsents(reader, organization, id, page), query.limit);
      return { items: await shapesOf(organization, shown), next };
    },
  });
  const give = operation({
    id: 'consent.give',
    method: 'post',
    path: '/api/v1/consents',
    summary: 'Lets an app act on one’s behalf, as far as both may.',
    description:
      'For people who are signed in. The app then calls the gateway with `countersign-on-behalf-of: per_…` or an e-mail address. Entry `consent.give`.',
    body: z.strictObject({ app: z.string().max(64) }),
    answer: { status: 201, schema: consentShape },
    problems: ['consent.give.session_needed', 'consent.give.exists'],
    handle: async ({ principal, body }) => {
      const consent = await giveConsent(parts, principal, idOf('app', body.app));
      const [shape] = await shapesOf(principal.organization, [consent]);
      if (shape === undefined) throw new Error('invariant: one consent has one shape');
      return shape;
    },
  });
  const withdraw = operation({
    id: 'consent.withdraw',
    method: 'delete',
    path: '/api/v1/consents/{consent}',
    summary: 'Takes one’s own consent back.',
    description:
      'The app is refused from its next call on; what it has under way on one’s behalf is broken off within a second. Entry `consent.withdraw`.',
    params: z.object({ consent: z.string() }),
    handle: async ({ principal, params }) => {
      await withdrawConsent(parts, principal, idOf('con', params.consent));
      return undefined;
    },
  });
  return [list, give, withdraw];
}
