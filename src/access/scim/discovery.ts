import type { JsonObject } from '../../platform/canonical-json.ts';
import { userSchema } from './user.ts';
import { groupSchema } from './wire.ts';

/** What we are and take (RFC 7643 §5 to §7): the whole of it, so that a directory need not guess. */
export const mostPerPage = 200;

export function serviceProviderConfig(base: string): JsonObject {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: mostPerPage },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: false },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'Bearer token',
        description: 'A token of the organization, made under Single sign-on in Countersign.',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
  };
}

export function resourceTypes(base: string): readonly JsonObject[] {
  return [
    { id: 'User', endpoint: '/Users', schema: userSchema },
    { id: 'Group', endpoint: '/Groups', schema: groupSchema },
  ].map(({ id, endpoint, schema }) => ({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
    ...{ id, name: id, endpoint, schema },
    meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${id}` },
  }));
}

export function schemas(base: string): readonly JsonObject[] {
  const user = [
    attribute('userName', { required: true, uniqueness: 'server' }),
    attribute('externalId', { caseExact: true }),
    attribute('displayName', {}),
    complex(
      'name',
      false,
      ['formatted', 'givenName', 'familyName'].map((name) => attribute(name, {})),
    ),
    complex('emails', true, [
      attribute('value', { uniqueness: 'server' }),
      attribute('type', { canonicalValues: ['work'] }),
      attribute('primary', { type: 'boolean' }),
    ]),
    attribute('active', { type: 'boolean' }),
    complex('groups', true, [attribute('value', { mutability: 'readOnly' })], 'readOnly'),
  ];
  const group = [
    attribute('displayName', { required: true, uniqueness: 'server' }),
    attribute('externalId', { caseExact: true }),
    complex('members', true, [attribute('value', { caseExact: true, mutability: 'immutable' })]),
  ];
  return [schemaOf(base, userSchema, 'User', user), schemaOf(base, groupSchema, 'Group', group)];
}

function schemaOf(base: string, id: string, name: string, attributes: readonly JsonObject[]): JsonObject {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
    ...{ id, name, attributes },
    meta: { resourceType: 'Schema', location: `${base}/Schemas/${id}` },
  };
}

function attribute(name: string, more: JsonObject): JsonObject {
  return {
    ...{ name, type: 'string', multiValued: false, required: false, caseExact: false },
    ...{ mutability: 'readWrite', returned: 'default', uniqueness: 'none' },
    ...more,
  };
}

function complex(
  name: string,
  multiValued: boolean,
  subAttributes: readonly JsonObject[],
  mutability = 'readWrite',
): JsonObject {
  return { ...attribute(name, { mutability }), type: 'complex', multiValued, subAttributes };
}
