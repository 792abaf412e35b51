import type { House } from '../../src/server.ts';
import { textAt } from './inside.ts';
import { type Call, caller, idOf, type Stage } from './stage.ts';

/** Single sign-on as Northwind is setting it up: a provider that is not switched on yet, and a directory that keeps one group. */
export async function setUpSignOn(house: House, stage: Stage): Promise<void> {
  const admin: Call = caller(stage, 'amara@northwind.example');
  const name = 'northwind.example';
  await admin('domain.create', { body: { name } });
  await admin('domain.override', {
    params: { domain: name },
    body: { reason: 'The sample organization has no DNS.' },
  });
  await admin('sso_connection.create', {
    body: {
      kind: 'oidc',
      displayName: 'Northwind account',
      settings: { issuer: 'https://login.northwind.example/', clientId: 'countersign' },
    },
  });
  await admin('group_mapping.create', { body: { group: 'Prompt engineers', role: 'contributor' } });
  await admin('group_mapping.create', { body: { group: 'Legal', team: 'legal-counsel' } });
  await admin('sso_exemption.create', { body: { person: idOf(stage, 'amara@northwind.example') } });
  const token = textAt(await admin('scim_token.create', { body: {} }), 'secret');
  const members = [{ value: idOf(stage, 'ben@northwind.example') }];
  const reply = await house.access.scimRoute.handle(
    new Request('http://127.0.0.1/scim/v2/Groups', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify({ displayName: 'Prompt engineers', members }),
    }),
  );
  if (reply.status !== 201) throw new Error(`invariant: the directory was answered ${reply.status}`);
}
