import { z } from 'zod';
import { type Operation, operationsOf } from '../../../platform/http/index.ts';
import { authorize } from '../../authorize.ts';
import type { Principal } from '../../principal.ts';
import { theOrganization } from '../../resource.ts';
import { displayName, idOf } from '../../routes/wire.ts';
import {
  type Connection,
  certificateEnds,
  connectionTest,
  oidcSettings,
  samlSettings,
} from '../connection.ts';
import { changeConnection, createConnection, removeConnection } from '../connections.ts';
import { callbackOf, type SsoParts } from '../protocol.ts';
import { entityIdOf } from '../saml-pages.ts';
import { selectConnections } from '../store/connections.ts';

const operation = operationsOf<Principal>('access');

const secret = z.string().min(1).max(2000);
const facts = {
  id: z.string(),
  displayName: z.string(),
  active: z.boolean(),
  callbackUrl: z.string().meta({ description: 'What the identity provider must be told.' }),
  entityId: z.string().meta({ description: 'What we are to a SAML provider; also where our metadata is.' }),
  certificateEnds: z.string().nullable(),
  createdAt: z.string(),
  testedAt: z.string().nullable(),
  test: connectionTest.nullable(),
};
const connectionShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('oidc'), ...facts, settings: oidcSettings }),
  z.object({ kind: z.literal('saml'), ...facts, settings: samlSettings }),
]);

function shapeOf(address: string, connection: Connection): z.input<typeof connectionShape> {
  const shown = {
    id: connection.id,
    displayName: connection.displayName,
    active: connection.active,
    callbackUrl: callbackOf(address, connection),
    entityId: entityIdOf(address, connection),
    certificateEnds: certificateEnds(connection)?.toISOString() ?? null,
    createdAt: connection.createdAt.toISOString(),
    testedAt: connection.testedAt?.toISOString() ?? null,
    test: connection.test,
  };
  return connection.kind === 'oidc'
    ? { ...shown, kind: 'oidc', settings: connection.settings }
    : { ...shown, kind: 'saml', settings: connection.settings };
}

const path = '/api/v1/sso/connections';
const params = z.object({ connection: z.string() });

export function connectionOperations(parts: SsoParts): readonly Operation<Principal>[] {
  const list = operation({
    id: 'sso_connection.list',
    method: 'get',
    path,
    summary: 'The identity providers of the organization.',
    description: 'For admins and auditors. Never secrets. `test` is what came of the last try.',
    answer: { schema: z.object({ items: z.array(connectionShape) }) },
    problems: ['sso_connection.list.forbidden'],
    handle: async ({ principal }) => {
      authorize(principal, 'sso_connection.list', theOrganization);
      const all = await selectConnections(parts.reader, principal.organization);
      return { items: all.map((connection) => shapeOf(parts.address, connection)) };
    },
  });
  const create = operation({
    id: 'sso_connection.create',
    method: 'post',
    path,
    summary: 'Sets an identity provider up, switched off.',
    description:
      'For admins. Tell the provider `callbackUrl` (and `entityId` for SAML), try it out with `/auth/sso/start/{id}?purpose=test`, then switch it on. Entry `sso_connection.create`.',
    body: z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('oidc'),
        displayName,
        settings: oidcSettings,
        clientSecret: secret.optional(),
      }),
      z.strictObject({ kind: z.literal('saml'), displayName, settings: samlSettings }),
    ]),
    answer: { status: 201, schema: connectionShape },
    problems: [
      'sso_connection.create.forbidden',
      'sso_connection.create.too_many',
      'sso_connection.host_not_allowed',
    ],
    handle: async ({ principal, body }) =>
      shapeOf(parts.address, await createConnection(parts, principal, body.displayName, body)),
  });
  const update = operation({
    id: 'sso_connection.update',
    method: 'patch',
    path: `${path}/{connection}`,
    summary: 'Changes an identity provider, or switches it on or off.',
    description:
      'For admins. Settings are replaced whole, and have to be tested again. Entry `sso_connection.update`.',
    params,
    body: z.strictObject({
      displayName: displayName.optional(),
      active: z.boolean().optional(),
      oidc: oidcSettings.optional(),
      saml: samlSettings.optional(),
      clientSecret: secret.optional(),
    }),
    answer: { schema: connectionShape },
    problems: [
      'sso_connection.update.forbidden',
      'sso_connection.update.other_kind',
      'sso_connection.update.last_active',
      'sso_connection.host_not_allowed',
    ],
    handle: async ({ principal, params: { connection }, body }) => {
      authorize(principal, 'sso_connection.update', theOrganization);
      return shapeOf(parts.address, await changeConnection(parts, principal, idOf('sso', connection), body));
    },
  });
  const remove = operation({
    id: 'sso_connection.delete',
    method: 'delete',
    path: `${path}/{connection}`,
    summary: 'Takes an identity provider away, with whom it knows.',
    description: 'For admins. Sessions that it began go on. Entry `sso_connection.delete`.',
    params,
    problems: ['sso_connection.delete.forbidden', 'sso_connection.delete.last_active'],
    handle: async ({ principal, params: { connection } }) => {
      authorize(principal, 'sso_connection.delete', theOrganization);
      await removeConnection(parts, principal, idOf('sso', connection));
      return undefined;
    },
  });
  return [list, create, update, remove];
}
