import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Action, actions, type Role, roles } from '../src/access/index.ts';
import {
  type Asking,
  addressOf,
  at,
  type Input,
  listAt,
  type Reply,
  startHouse,
  type TestHouse,
  textAt,
} from './support/house.ts';
import { promptText, propose, publishPrompt } from './support/proposals.ts';
import { listenToStatements, type Statements } from './support/statements.ts';

/**
 * Every operation with every credential. What is expected follows from the table in `src/access/action.ts`, read here independently of
 * `authorize`; an operation without a row fails the suite.
 */

/** What an operation is about: the caller's own organization, a library, or one thing that its owner and some roles may see. */
type About = 'organization' | 'library' | 'own';

interface Row {
  /** What the caller must hold. */
  readonly action: Action;
  readonly about: About;
  /** A call that gets past the door: it succeeds, or is refused for a reason that only those inside are told. */
  readonly sample: (place: Place) => Input;
  /** What those inside are answered. */
  readonly inside: readonly number[];
}

/** Where a row is tried. */
interface Place {
  readonly library: string;
  readonly change: string;
  readonly recall: string;
  readonly prompt: string;
}

const noOid = '0'.repeat(40);
const noDigest = `sha256:${'0'.repeat(64)}`;
const inLibrary = ({ library }: Place) => ({ params: { library } });
const ofChange =
  (body: unknown) =>
  ({ change }: Place): Input => ({ params: { change }, body });
let serial = 0;
const fresh = (prefix: string) => {
  serial += 1;
  return `${prefix}-${serial}`;
};
const plain = () => ({});
const missing = (name: string, kind: string) => () => ({
  params: { [name]: `${kind}_${'0'.repeat(26)}` },
});
const noPasskey = {
  ...{ id: 'x', rawId: 'x', type: 'public-key', clientExtensionResults: {} },
  response: { clientDataJSON: 'x', attestationObject: 'x' },
};
const noTeam = (body: unknown) => (): Input => ({ params: { team: 'never-was' }, body });

const rows: Readonly<Record<string, Row>> = {
  'session.read': { action: 'session.read', about: 'organization', sample: plain, inside: [200] },
  // How one signs in is no key's business, whoever holds it.
  'account.read': { action: 'account.read', about: 'organization', sample: plain, inside: [403] },
  'password.change': {
    action: 'password.change',
    about: 'organization',
    sample: () => ({ body: { current: 'x', password: 'long enough to be one' } }),
    inside: [403],
  },
  'second_factor.start': {
    action: 'second_factor.start',
    about: 'organization',
    sample: () => ({ body: {} }),
    inside: [403],
  },
  'second_factor.create': {
    action: 'second_factor.create',
    about: 'organization',
    sample: () => ({ body: { offer: 'x', code: '123456' } }),
    inside: [403],
  },
  'second_factor.delete': {
    action: 'second_factor.delete',
    about: 'organization',
    sample: plain,
    inside: [403],
  },
  'recovery_code.renew': {
    action: 'recovery_code.renew',
    about: 'organization',
    sample: () => ({ body: {} }),
    inside: [403],
  },
  'passkey.start': {
    action: 'passkey.start',
    about: 'organization',
    sample: () => ({ body: { origin: 'http://localhost' } }),
    inside: [403],
  },
  'passkey.create': {
    action: 'passkey.create',
    about: 'organization',
    sample: () => ({ body: { offer: 'x', displayName: 'P', passkey: noPasskey } }),
    inside: [403],
  },
  'passkey.delete': {
    action: 'passkey.delete',
    about: 'organization',
    sample: missing('passkey', 'pas'),
    inside: [403],
  },
  'session.list': { action: 'session.list', about: 'organization', sample: plain, inside: [200] },
  'session.revoke': {
    action: 'session.revoke',
    about: 'organization',
    sample: missing('session', 'ses'),
    inside: [404],
  },
  'session.revoke_others': {
    action: 'session.revoke',
    about: 'organization',
    sample: () => ({ body: {} }),
    inside: [200],
  },
  'password.reset': {
    action: 'password.reset',
    about: 'organization',
    sample: () => ({ ...missing('person', 'per')(), body: {} }),
    inside: [404],
  },
  'second_factor.reset': {
    action: 'second_factor.reset',
    about: 'organization',
    sample: () => ({ ...missing('person', 'per')(), body: {} }),
    inside: [404],
  },
  'sign_in_rule.read': { action: 'sign_in_rule.read', about: 'organization', sample: plain, inside: [200] },
  'sign_in_rule.update': {
    action: 'sign_in_rule.update',
    about: 'organization',
    sample: () => ({ body: { secondFactor: 'required' } }),
    inside: [403],
  },
  'person.list': { action: 'person.list', about: 'organization', sample: plain, inside: [200] },
  'person.create': {
    action: 'person.create',
    about: 'organization',
    sample: () => ({
      body: {
        displayName: 'New',
        email: 'not an address',
        password: 'long enough to be one',
        role: 'viewer',
      },
    }),
    inside: [400],
  },
  'person.deactivate': {
    action: 'person.deactivate',
    about: 'organization',
    sample: () => ({ ...missing('person', 'per')(), body: {} }),
    inside: [404],
  },
  'domain.list': { action: 'domain.list', about: 'organization', sample: plain, inside: [200] },
  'domain.create': {
    action: 'domain.create',
    about: 'organization',
    sample: () => ({ body: { name: `${fresh('domain')}.example` } }),
    inside: [201],
  },
  'domain.verify': {
    action: 'domain.verify',
    about: 'organization',
    sample: () => ({ params: { domain: 'never.example' }, body: {} }),
    inside: [404],
  },
  'domain.override': {
    action: 'domain.override',
    about: 'organization',
    sample: () => ({ params: { domain: 'never.example' }, body: { reason: 'Because' } }),
    inside: [404],
  },
  'domain.delete': {
    action: 'domain.delete',
    about: 'organization',
    sample: () => ({ params: { domain: 'never.example' } }),
    inside: [404],
  },
  'sso_connection.list': {
    action: 'sso_connection.list',
    about: 'organization',
    sample: plain,
    inside: [200],
  },
  'sso_connection.create': {
    action: 'sso_connection.create',
    about: 'organization',
    sample: () => ({
      body: { kind: 'oidc', displayName: 'X', settings: { issuer: 'http://10.0.0.1/', clientId: 'x' } },
    }),
    inside: [422],
  },
  'sso_connection.update': {
    action: 'sso_connection.update',
    about: 'organization',
    sample: () => ({ ...missing('connection', 'sso')(), body: { active: true } }),
    inside: [404],
  },
  'sso_connection.delete': {
    action: 'sso_connection.delete',
    about: 'organization',
    sample: missing('connection', 'sso'),
    inside: [404],
  },
  'group_mapping.list': {
    action: 'group_mapping.list',
    about: 'organization',
    sample: plain,
    inside: [200],
  },
  'group_mapping.create': {
    action: 'group_mapping.create',
    about: 'organization',
    sample: () => ({ body: { group: fresh('group'), role: 'viewer' } }),
    inside: [201],
  },
  'group_mapping.delete': {
    action: 'group_mapping.delete',
    about: 'organization',
    sample: missing('mapping', 'map'),
    inside: [404],
  },
  'sso_setting.read': { action: 'sso_setting.read', about: 'organization', sample: plain, inside: [200] },
  'sso_setting.update': {
    action: 'sso_setting.update',
    about: 'organization',
    sample: () => ({ body: { provisioning: true } }),
    inside: [200],
  },
  'sso_exemption.create': {
    action: 'sso_exemption.create',
    about: 'organization',
    sample: () => ({ body: { person: `per_${'0'.repeat(26)}` } }),
    inside: [404],
  },
  'sso_exemption.delete': {
    action: 'sso_exemption.delete',
    about: 'organization',
    sample: missing('person', 'per'),
    inside: [404],
  },
  'scim_token.list': { action: 'scim_token.list', about: 'organization', sample: plain, inside: [200] },
  'scim_token.create': {
    action: 'scim_token.create',
    about: 'organization',
    sample: () => ({ body: {} }),
    inside: [201, 409],
  },
  'scim_token.rotate': {
    action: 'scim_token.rotate',
    about: 'organization',
    sample: () => ({ ...missing('token', 'sct')(), body: {} }),
    inside: [404],
  },
  'scim_token.revoke': {
    action: 'scim_token.revoke',
    about: 'organization',
    sample: missing('token', 'sct'),
    inside: [404],
  },
  'team.list': { action: 'team.list', about: 'organization', sample: plain, inside: [200] },
  'team.read': { action: 'team.read', about: 'organization', sample: noTeam(undefined), inside: [404] },
  'team.create': {
    action: 'team.create',
    about: 'organization',
    sample: () => ({ body: { name: fresh('team') } }),
    inside: [201],
  },
  'team.update': {
    action: 'team.update',
    about: 'organization',
    sample: noTeam({ displayName: 'T' }),
    inside: [404],
  },
  'team.retire': { action: 'team.retire', about: 'organization', sample: noTeam({}), inside: [404] },
  'team.add_member': {
    action: 'team.add_member',
    about: 'organization',
    sample: noTeam({ member: `per_${'0'.repeat(26)}` }),
    inside: [404],
  },
  'team.remove_member': {
    action: 'team.remove_member',
    about: 'organization',
    sample: () => ({ params: { team: 'never-was', member: `per_${'0'.repeat(26)}` } }),
    inside: [404],
  },
  'access.explain': {
    action: 'access.explain',
    about: 'organization',
    sample: () => ({ query: { action: 'person.create' } }),
    inside: [200],
  },
  'access_review.preview': {
    action: 'access_review.preview',
    about: 'organization',
    sample: plain,
    inside: [200],
  },
  'access_review.list': { action: 'access_review.list', about: 'organization', sample: plain, inside: [200] },
  'access_review.read': {
    action: 'access_review.read',
    about: 'organization',
    sample: missing('review', 'arv'),
    inside: [404],
  },
  'access_review.create': {
    action: 'access_review.create',
    about: 'organization',
    sample: () => ({ body: { digest: noDigest, findings: 'Fine' } }),
    inside: [409],
  },
  'role.list': { action: 'role.list', about: 'organization', sample: plain, inside: [200] },
  'role.create': {
    action: 'role.create',
    about: 'organization',
    sample: () => ({ body: { name: fresh('role'), permissions: ['policy.read'] } }),
    inside: [201],
  },
  'role.update': {
    action: 'role.update',
    about: 'organization',
    sample: () => ({ params: { role: 'never-was' }, body: { displayName: 'R' } }),
    inside: [404],
  },
  'role.retire': {
    action: 'role.retire',
    about: 'organization',
    sample: () => ({ params: { role: 'never-was' }, body: {} }),
    inside: [404],
  },
  'grant.list': { action: 'grant.list', about: 'organization', sample: plain, inside: [200] },
  'grant.create': {
    action: 'grant.create',
    about: 'organization',
    sample: () => ({
      body: { principal: `per_${'0'.repeat(26)}`, role: 'viewer', scope: { kind: 'organization' } },
    }),
    inside: [404],
  },
  'grant.revoke': {
    action: 'grant.revoke',
    about: 'organization',
    sample: missing('grant', 'gra'),
    inside: [404],
  },
  'app.list': { action: 'app.list', about: 'organization', sample: plain, inside: [200] },
  'app.create': {
    action: 'app.create',
    about: 'organization',
    sample: () => ({ body: { displayName: 'App', role: 'viewer' } }),
    inside: [201],
  },
  'consent.list': { action: 'consent.list', about: 'organization', sample: plain, inside: [200] },
  // A key proves no person.
  'consent.give': {
    action: 'consent.give',
    about: 'organization',
    sample: () => ({ body: { app: `app_${'0'.repeat(26)}` } }),
    inside: [403],
  },
  'consent.withdraw': {
    action: 'consent.withdraw',
    about: 'organization',
    sample: missing('consent', 'con'),
    inside: [404],
  },
  'key.list': { action: 'key.list', about: 'organization', sample: plain, inside: [200] },
  'key.create': {
    action: 'key.create',
    about: 'organization',
    sample: () => ({ body: { displayName: 'Key' } }),
    inside: [201],
  },
  'key.rotate': {
    action: 'key.rotate',
    about: 'organization',
    sample: () => ({ ...missing('key', 'key')(), body: {} }),
    inside: [404],
  },
  'key.revoke': {
    action: 'key.revoke',
    about: 'organization',
    sample: missing('key', 'key'),
    inside: [404],
  },
  'library.list': { action: 'library.list', about: 'organization', sample: plain, inside: [200] },
  'template.list': { action: 'library.list', about: 'organization', sample: plain, inside: [200] },
  'prompt.convert': {
    action: 'library.list',
    about: 'organization',
    sample: () => ({ body: { text: 'Hello {name}' } }),
    inside: [200],
  },
  'library.create': {
    action: 'library.create',
    about: 'organization',
    sample: () => ({ body: { name: fresh('made'), visibility: 'open' } }),
    inside: [201],
  },
  'library.read': { action: 'library.read', about: 'library', sample: inLibrary, inside: [200] },
  'owner.list': {
    action: 'owner.list',
    about: 'organization',
    sample: missing('person', 'per'),
    inside: [404],
  },
  'owner.assign': {
    action: 'owner.assign',
    about: 'library',
    sample: (place) => ({
      ...inLibrary(place),
      body: { path: 'nothing.prompt', owner: `per_${'0'.repeat(26)}` },
    }),
    inside: [404],
  },
  'owner.hand_over': {
    action: 'owner.hand_over',
    about: 'organization',
    sample: () => ({
      ...missing('person', 'per')(),
      body: { to: `per_${'0'.repeat(26)}` },
    }),
    inside: [404],
  },
  'environment.list': { action: 'environment.list', about: 'organization', sample: plain, inside: [200] },
  'environment.create': {
    action: 'environment.create',
    about: 'organization',
    sample: () => ({ body: { name: '7' } }),
    inside: [422],
  },
  'environment.update': {
    action: 'environment.update',
    about: 'organization',
    sample: () => ({ params: { environment: 'staging' }, body: { description: 'For trying.' } }),
    inside: [200],
  },
  'environment.retire': {
    action: 'environment.retire',
    about: 'organization',
    sample: () => ({ params: { environment: 'production' }, body: {} }),
    inside: [409],
  },
  'environment.history': {
    action: 'environment.list',
    about: 'organization',
    sample: () => ({ params: { environment: 'production' } }),
    inside: [200],
  },
  'environment.live': {
    action: 'environment.list',
    about: 'organization',
    sample: () => ({ params: { environment: 'production' } }),
    inside: [200],
  },
  'version.live': {
    action: 'version.list',
    about: 'library',
    sample: (place) => ({ ...inLibrary(place), query: { path: 'README.md' } }),
    inside: [200],
  },
  'branch.list': { action: 'branch.list', about: 'library', sample: inLibrary, inside: [200] },
  'branch.create': {
    action: 'branch.create',
    about: 'library',
    sample: (place) => ({ ...inLibrary(place), body: { name: fresh('branch') } }),
    inside: [201],
  },
  'tag.list': { action: 'tag.list', about: 'library', sample: inLibrary, inside: [200] },
  'tag.create': {
    action: 'tag.create',
    about: 'library',
    sample: (place) => ({ ...inLibrary(place), body: { name: fresh('tag') } }),
    inside: [201],
  },
  'tag.delete': {
    action: 'tag.delete',
    about: 'library',
    sample: (place) => ({ ...inLibrary(place), query: { name: 'no-such-tag' } }),
    inside: [404],
  },
  'commit.create': {
    action: 'commit.create',
    about: 'library',
    sample: (place) => ({
      ...inLibrary(place),
      body: { branch: 'main', expectedHead: noOid, message: 'M', files: [{ path: 'a.txt', text: 'a' }] },
    }),
    inside: [409],
  },
  'library.import': {
    action: 'library.import',
    about: 'library',
    sample: (place) => ({
      ...inLibrary(place),
      body: { source: 'files', files: [{ path: fresh('imported'), text: 'a' }] },
    }),
    inside: [200],
  },
  'branch.preview_merge': {
    action: 'branch.list',
    about: 'library',
    sample: (place) => ({ ...inLibrary(place), query: { branch: 'main' } }),
    inside: [200],
  },
  'branch.merge': {
    action: 'branch.merge',
    about: 'library',
    sample: (place) => ({
      ...inLibrary(place),
      body: { branch: 'main', from: 'main', expectedHead: noOid, expectedFrom: noOid },
    }),
    inside: [409],
  },
  'branch.delete': {
    action: 'branch.delete',
    about: 'library',
    sample: (place) => ({ ...inLibrary(place), query: { name: 'main' } }),
    inside: [409],
  },
  'commit.preview_revert': {
    action: 'branch.list',
    about: 'library',
    sample: ({ library }) => ({ params: { library, commit: noOid }, query: { branch: 'main' } }),
    inside: [404],
  },
  'commit.preview_cherry_pick': {
    action: 'branch.list',
    about: 'library',
    sample: ({ library }) => ({ params: { library, commit: noOid }, query: { branch: 'main' } }),
    inside: [404],
  },
  'commit.revert': {
    action: 'commit.revert',
    about: 'library',
    sample: ({ library }) => ({
      params: { library, commit: noOid },
      body: { branch: 'main', expectedHead: noOid },
    }),
    inside: [409],
  },
  'commit.cherry_pick': {
    action: 'commit.cherry_pick',
    about: 'library',
    sample: ({ library }) => ({
      params: { library, commit: noOid },
      body: { branch: 'main', expectedHead: noOid },
    }),
    inside: [409],
  },
  'asset.merge': {
    action: 'asset.merge',
    about: 'organization',
    sample: () => ({ body: { path: 'a.prompt', base: 'a', ours: 'b', theirs: 'a' } }),
    inside: [200],
  },
  'library.graph': { action: 'commit.list', about: 'library', sample: inLibrary, inside: [200] },
  'commit.list': { action: 'commit.list', about: 'library', sample: inLibrary, inside: [200] },
  'asset.list': { action: 'asset.list', about: 'library', sample: inLibrary, inside: [200] },
  'asset.read': {
    action: 'asset.read',
    about: 'library',
    sample: (place) => ({ ...inLibrary(place), query: { path: 'README.md' } }),
    inside: [200],
  },
  'asset.activity': {
    action: 'branch.list',
    about: 'library',
    sample: (place) => ({ ...inLibrary(place), query: { path: 'README.md' } }),
    inside: [200],
  },
  'asset.move': {
    action: 'asset.move',
    about: 'library',
    sample: (place) => ({
      ...inLibrary(place),
      body: { branch: 'main', expectedHead: noOid, from: 'a.txt', to: 'b.txt' },
    }),
    inside: [409],
  },
  'asset.redirect': {
    action: 'asset.redirect',
    about: 'library',
    sample: (place) => ({
      ...inLibrary(place),
      body: { branch: 'main', expectedHead: noOid, path: 'a.prompt', to: 'b/c' },
    }),
    inside: [409],
  },
  'asset.restore': {
    action: 'asset.restore',
    about: 'library',
    sample: (place) => ({
      ...inLibrary(place),
      body: { branch: 'main', expectedHead: noOid, path: 'a.txt', from: '@1' },
    }),
    inside: [409],
  },
  'asset.list_deleted': {
    action: 'asset.list',
    about: 'library',
    sample: inLibrary,
    inside: [200],
  },
  'asset.compare': {
    action: 'asset.read',
    about: 'library',
    sample: (place) => ({ ...inLibrary(place), query: { path: 'README.md', from: 'main', to: 'main' } }),
    inside: [200],
  },
  'asset.blame': {
    action: 'asset.read',
    about: 'library',
    sample: (place) => ({ ...inLibrary(place), query: { path: 'README.md' } }),
    inside: [200],
  },
  'library.compare': {
    action: 'asset.list',
    about: 'library',
    sample: (place) => ({ ...inLibrary(place), query: { from: 'main', to: 'main' } }),
    inside: [200],
  },
  'asset.search': {
    action: 'asset.search',
    about: 'organization',
    sample: () => ({ query: { q: 'hello' } }),
    inside: [200],
  },
  'favorite.list': { action: 'favorite.list', about: 'organization', sample: plain, inside: [200] },
  'favorite.create': {
    action: 'favorite.create',
    about: 'library',
    sample: ({ library }) => ({ body: { library, path: 'hello.prompt' } }),
    inside: [204],
  },
  'favorite.delete': {
    action: 'favorite.delete',
    about: 'library',
    sample: ({ library }) => ({ query: { library, path: 'hello.prompt' } }),
    inside: [204],
  },
  'asset.similar': {
    action: 'asset.read',
    about: 'library',
    sample: (place) => ({ ...inLibrary(place), body: { path: 'a.prompt', text: 'Be kind.' } }),
    inside: [200],
  },
  'asset.check': {
    action: 'asset.read',
    about: 'library',
    sample: (place) => ({ ...inLibrary(place), body: { path: 'a.workflow.yaml', text: 'kind: Workflow' } }),
    inside: [200],
  },
  'version.list': {
    action: 'version.list',
    about: 'library',
    sample: (place) => ({ ...inLibrary(place), query: { path: 'README.md' } }),
    inside: [200],
  },
  'version.prove': {
    action: 'version.list',
    about: 'library',
    sample: (place) => ({ ...inLibrary(place), query: { path: 'no-such.prompt', number: '1' } }),
    inside: [404],
  },
  'prompt.render': {
    action: 'prompt.render',
    about: 'library',
    sample: (place) => ({ ...inLibrary(place), body: { text: 'Hello', variables: {} } }),
    inside: [200],
  },
  'policy.read': { action: 'policy.read', about: 'organization', sample: plain, inside: [200] },
  'policy.read_schema': { action: 'policy.read', about: 'organization', sample: plain, inside: [200] },
  'wait.read': { action: 'wait.read', about: 'organization', sample: plain, inside: [200] },
  'change.remind': {
    action: 'change.remind',
    about: 'library',
    sample: ofChange({}),
    inside: [200, 409, 422],
  },
  'notice.list': { action: 'notice.list', about: 'organization', sample: plain, inside: [200] },
  'notice.read': {
    action: 'notice.read',
    about: 'organization',
    sample: () => ({ body: { upTo: `not_${'0'.repeat(26)}` } }),
    inside: [200],
  },
  'notice_setting.read': {
    action: 'notice_setting.read',
    about: 'organization',
    sample: plain,
    inside: [200],
  },
  'notice_setting.update': {
    action: 'notice_setting.update',
    about: 'organization',
    sample: () => ({ body: { asked: 'all', progress: 'mine', talk: 'none' } }),
    inside: [200],
  },
  'webhook.list': { action: 'webhook.list', about: 'organization', sample: plain, inside: [200] },
  'webhook.create': {
    action: 'webhook.create',
    about: 'organization',
    sample: () => ({ body: { url: 'https://hooks.example.com/x', kinds: ['change.publish'] } }),
    inside: [422],
  },
  'webhook.update': {
    action: 'webhook.update',
    about: 'organization',
    sample: () => ({ ...missing('webhook', 'whk')(), body: {} }),
    inside: [404],
  },
  'webhook.rotate': {
    action: 'webhook.rotate',
    about: 'organization',
    sample: () => ({ ...missing('webhook', 'whk')(), body: {} }),
    inside: [404],
  },
  'webhook.delete': {
    action: 'webhook.delete',
    about: 'organization',
    sample: missing('webhook', 'whk'),
    inside: [404],
  },
  'webhook.test': {
    action: 'webhook.test',
    about: 'organization',
    sample: () => ({ ...missing('webhook', 'whk')(), body: {} }),
    inside: [404],
  },
  'delivery.list': {
    action: 'delivery.list',
    about: 'organization',
    sample: missing('webhook', 'whk'),
    inside: [404],
  },
  'delivery.redeliver': {
    action: 'delivery.redeliver',
    about: 'organization',
    sample: () => ({ params: { webhook: `whk_${'0'.repeat(26)}`, delivery: 'dlv_x' }, body: {} }),
    inside: [404],
  },
  'change.list': {
    action: 'change.list',
    about: 'library',
    sample: ({ library }) => ({ query: { library } }),
    inside: [200],
  },
  'change.create': {
    action: 'change.create',
    about: 'library',
    sample: ({ library }) => ({ body: { library, branch: 'no-such-branch', title: 'T' } }),
    inside: [422],
  },
  'change.compare': {
    action: 'change.read',
    about: 'library',
    sample: ({ change }) => ({ params: { change }, query: { path: 'no-such.prompt' } }),
    inside: [404],
  },
  'change.read': { action: 'change.read', about: 'library', sample: ofChange(undefined), inside: [200] },
  'change.update': { action: 'change.update', about: 'library', sample: ofChange({}), inside: [422, 409] },
  'change.submit': { action: 'change.submit', about: 'library', sample: ofChange({}), inside: [409] },
  'change.review': {
    action: 'change.review',
    about: 'library',
    sample: ofChange({ revision: noOid, verdict: 'endorse' }),
    inside: [409],
  },
  'change.approve': {
    action: 'change.approve',
    about: 'library',
    sample: ofChange({ revision: noOid, digest: noDigest, shown: noDigest }),
    inside: [409],
  },
  'change.retract': {
    action: 'change.retract',
    about: 'library',
    sample: ofChange({}),
    inside: [409],
  },
  'decision.list': { action: 'decision.list', about: 'library', sample: inLibrary, inside: [200] },
  'requirement.read': { action: 'requirement.read', about: 'library', sample: inLibrary, inside: [200] },
  'requirement.preview': {
    action: 'requirement.preview',
    about: 'library',
    sample: (place) => ({ ...inLibrary(place), body: {} }),
    inside: [200],
  },
  'delegation.list': { action: 'delegation.list', about: 'organization', sample: plain, inside: [200] },
  'delegation.create': {
    action: 'delegation.create',
    about: 'organization',
    sample: () => ({
      body: { to: `per_${'0'.repeat(26)}`, until: '2030-01-01T00:00:00Z', reason: 'Away' },
    }),
    inside: [422],
  },
  'delegation.end': {
    action: 'delegation.end',
    about: 'organization',
    sample: () => ({ ...missing('delegation', 'dlg')(), body: {} }),
    inside: [404],
  },
  'change.reject': {
    action: 'change.reject',
    about: 'library',
    sample: ofChange({ revision: noOid }),
    inside: [409],
  },
  // Last of its kind: the first one inside ends the change, and the next one is told so.
  'change.withdraw': {
    action: 'change.withdraw',
    about: 'library',
    sample: ofChange({}),
    inside: [200, 409],
  },
  'change.publish': {
    action: 'change.publish',
    about: 'library',
    sample: ofChange({ revision: noOid, digest: noDigest }),
    inside: [409],
  },
  'check.list': { action: 'check.list', about: 'library', sample: ofChange(undefined), inside: [200] },
  // Those inside are told that no role is enough.
  'check.report': {
    action: 'check.report',
    about: 'library',
    sample: ({ change }) => ({
      params: { change, check: 'evaluations' },
      body: { digest: noDigest, state: 'passed' },
    }),
    inside: [403],
  },
  'change.comment': {
    action: 'change.comment',
    about: 'library',
    sample: ofChange({ text: 'A word' }),
    inside: [201],
  },
  'comment.withdraw': {
    action: 'comment.withdraw',
    about: 'library',
    sample: ({ change }) => ({ params: { change, comment: 'com_x' }, body: {} }),
    inside: [404],
  },
  'thread.resolve': {
    action: 'thread.resolve',
    about: 'library',
    sample: ({ change }) => ({ params: { change, thread: 'thr_x' }, body: {} }),
    inside: [404],
  },
  'thread.reopen': {
    action: 'thread.reopen',
    about: 'library',
    sample: ({ change }) => ({ params: { change, thread: 'thr_x' }, body: {} }),
    inside: [404],
  },
  'suggestion.accept': {
    action: 'suggestion.accept',
    about: 'library',
    sample: ofChange({ revision: noOid, suggestions: ['com_x'] }),
    inside: [409],
  },
  'reviewer.request': {
    action: 'reviewer.request',
    about: 'library',
    sample: ofChange({ reviewer: 'per_x' }),
    inside: [422, 409],
  },
  'reviewer.dismiss': {
    action: 'reviewer.dismiss',
    about: 'library',
    sample: ({ change }) => ({ params: { change, reviewer: 'per_x' }, body: {} }),
    inside: [404, 409],
  },
  'subscription.create': {
    action: 'subscription.create',
    about: 'library',
    sample: ofChange({}),
    inside: [200],
  },
  'subscription.end': { action: 'subscription.end', about: 'library', sample: ofChange({}), inside: [200] },
  'change.schedule': {
    action: 'change.schedule',
    about: 'library',
    sample: ofChange({ revision: noOid, digest: noDigest, at: '2100-01-01T00:00:00Z' }),
    inside: [409],
  },
  'change.unschedule': {
    action: 'change.unschedule',
    about: 'library',
    sample: ofChange({}),
    inside: [409],
  },
  'break_glass.create': {
    action: 'break_glass.create',
    about: 'library',
    sample: ofChange({
      revision: noOid,
      digest: noDigest,
      reason: 'Everything is on fire here.',
      expiresAt: '2100-01-01T00:00:00Z',
    }),
    inside: [409],
  },
  'break_glass.review': {
    action: 'break_glass.review',
    about: 'library',
    sample: ofChange({ verdict: 'undo', digest: noDigest, comment: 'It was not needed' }),
    inside: [409],
  },
  'break_glass.list': {
    action: 'break_glass.list',
    about: 'library',
    sample: ({ library }) => ({ query: { library } }),
    inside: [200],
  },
  'rollback.create': {
    action: 'rollback.create',
    about: 'library',
    sample: ({ library }) => ({
      body: {
        library,
        path: 'no-such.prompt',
        environment: 'production',
        version: 1,
        reason: 'It was better',
      },
    }),
    inside: [409],
  },
  'retirement.create': {
    action: 'retirement.create',
    about: 'library',
    sample: ({ library }) => ({
      body: { library, path: 'no-such.prompt', environment: 'production', reason: 'Nobody needs it' },
    }),
    inside: [409],
  },
  'retirement.end': {
    action: 'retirement.end',
    about: 'library',
    sample: ({ library }) => ({
      body: { library, path: 'no-such.prompt', environment: 'production', reason: 'Somebody does' },
    }),
    inside: [409],
  },
  'recall.create': {
    action: 'recall.create',
    about: 'library',
    sample: ({ library }) => ({
      body: { target: { kind: 'asset', library, path: 'no-such.prompt' }, reason: 'It is wrong' },
    }),
    inside: [422],
  },
  'recall.list': {
    action: 'recall.list',
    about: 'library',
    sample: ({ library }) => ({ query: { library } }),
    inside: [200],
  },
  'recall.read': {
    action: 'recall.read',
    about: 'library',
    sample: ({ recall }) => ({ params: { recall } }),
    inside: [200],
  },
  'recall.uses': {
    action: 'recall.uses',
    about: 'library',
    sample: ({ recall }) => ({ params: { recall } }),
    inside: [200],
  },
  // The first one inside lifts it, and the next one is told so.
  'recall.lift': {
    action: 'recall.lift',
    about: 'library',
    sample: ({ recall }) => ({ params: { recall }, body: { reason: 'It is well' } }),
    inside: [200, 409],
  },
  'execution.create': {
    action: 'execution.create',
    about: 'library',
    sample: ({ prompt }) => ({ body: { prompt, variables: { topic: 'rain' } } }),
    inside: [201],
  },
  'execution.list': { action: 'execution.list', about: 'organization', sample: plain, inside: [200] },
  'execution.read': {
    action: 'execution.list_all',
    about: 'own',
    sample: () => ({ params: { execution } }),
    inside: [200],
  },
  'trace.list': { action: 'trace.list', about: 'organization', sample: plain, inside: [200] },
  'trace.read': {
    action: 'execution.list_all',
    about: 'own',
    sample: () => ({ params: { trace } }),
    inside: [200],
  },
  'conversation.list': { action: 'conversation.list', about: 'organization', sample: plain, inside: [200] },
  'conversation.read': {
    action: 'execution.list_all',
    about: 'own',
    sample: () => ({ params: { conversation: execution.replace('exe_', 'cnv_') } }),
    inside: [200],
  },
  'policy.read_use': { action: 'policy.read', about: 'organization', sample: plain, inside: [200] },
  'policy.list_packs': { action: 'policy.read', about: 'organization', sample: plain, inside: [200] },
  'policy.test': {
    action: 'policy.test',
    about: 'organization',
    sample: () => ({ body: { files: [{ path: 'a.policy-test.yaml', text: 'tests: []' }] } }),
    inside: [200],
  },
  'policy.simulate': {
    action: 'policy.simulate',
    about: 'organization',
    sample: () => ({ body: { days: 1 } }),
    inside: [201],
  },
  'policy.list_simulations': {
    action: 'policy.simulate',
    about: 'organization',
    sample: plain,
    inside: [200],
  },
  'policy.read_simulation': {
    action: 'policy.simulate',
    about: 'organization',
    sample: () => ({ params: { simulation: 'no-such' } }),
    inside: [404],
  },
  'policy.replay': {
    action: 'execution.list_all',
    about: 'own',
    sample: () => ({ params: { execution } }),
    inside: [200],
  },
  'execution.read_content': {
    action: 'execution.list_all',
    about: 'own',
    sample: () => ({ params: { execution }, body: { reason: 'An audit' } }),
    inside: [200],
  },
  'execution.prove': {
    action: 'execution.list_all',
    about: 'own',
    sample: () => ({ params: { execution } }),
    inside: [200],
  },
  'class.list': { action: 'class.list', about: 'organization', sample: plain, inside: [200] },
  'detector.list': { action: 'detector.list', about: 'organization', sample: plain, inside: [200] },
  'detector.create': {
    action: 'detector.create',
    about: 'organization',
    sample: () => ({ body: { name: 'D', url: 'https://detector.example.com/', onFailure: 'refuse' } }),
    inside: [422],
  },
  'detector.test': {
    action: 'detector.test',
    about: 'organization',
    sample: () => ({ ...missing('detector', 'det')(), body: { text: 'x' } }),
    inside: [404],
  },
  'detector.end': {
    action: 'detector.end',
    about: 'organization',
    sample: missing('detector', 'det'),
    inside: [404],
  },
  'register.list_models': {
    action: 'register.list_models',
    about: 'organization',
    sample: plain,
    inside: [200],
  },
  'register.list_use_cases': {
    action: 'register.list_use_cases',
    about: 'organization',
    sample: plain,
    inside: [200],
  },
  'class.try': {
    action: 'class.try',
    about: 'organization',
    sample: () => ({ body: { text: 'jane@acme.com' } }),
    inside: [200],
  },
  // There is no evaluation about what the change alters, which only those inside are told.
  'evaluation.run': {
    action: 'evaluation.run',
    about: 'library',
    sample: ({ change }) => ({ body: { change } }),
    // The change may have ended in an earlier row.
    inside: [409, 422],
  },
  'evaluation.list': {
    action: 'evaluation.list',
    about: 'library',
    sample: ({ library }) => ({ query: { library } }),
    inside: [200],
  },
  'evaluation.read': {
    action: 'evaluation.read',
    about: 'organization',
    sample: missing('evaluation', 'evr'),
    inside: [404],
  },
  'hold.list': { action: 'hold.list', about: 'organization', sample: plain, inside: [200] },
  'hold.read': { action: 'hold.read', about: 'organization', sample: missing('hold', 'hol'), inside: [404] },
  'hold.approve': {
    action: 'hold.approve',
    about: 'organization',
    sample: () => ({ ...missing('hold', 'hol')(), body: { reason: 'I looked at it' } }),
    // Admins do not decide, elsewhere either.
    inside: [404, 403],
  },
  'hold.refuse': {
    action: 'hold.refuse',
    about: 'organization',
    sample: () => ({ ...missing('hold', 'hol')(), body: { reason: 'I looked at it' } }),
    // Admins do not decide, elsewhere either.
    inside: [404, 403],
  },
  'provider.list': { action: 'provider.list', about: 'organization', sample: plain, inside: [200] },
  'provider.create': {
    action: 'provider.create',
    about: 'organization',
    sample: () => ({ body: { name: fresh('provider'), kind: 'simulated', models: [fresh('model')] } }),
    inside: [201],
  },
  'provider.update': {
    action: 'provider.update',
    about: 'organization',
    sample: () => ({ ...missing('provider', 'pro')(), body: { region: 'eu' } }),
    inside: [404],
  },
  'provider.rotate': {
    action: 'provider.rotate',
    about: 'organization',
    sample: () => ({ ...missing('provider', 'pro')(), body: { credential: 'another' } }),
    inside: [404],
  },
  'provider.test': {
    action: 'provider.test',
    about: 'organization',
    sample: () => ({ ...missing('provider', 'pro')(), body: {} }),
    inside: [404],
  },
  'route.list': { action: 'route.list', about: 'organization', sample: plain, inside: [200] },
  'route.set': {
    action: 'route.set',
    about: 'organization',
    sample: () => ({
      params: { route: fresh('route') },
      body: { targets: [{ model: 'simulated-fast' }] },
    }),
    inside: [200],
  },
  'route.delete': {
    action: 'route.delete',
    about: 'organization',
    sample: () => ({ params: { route: fresh('route') } }),
    inside: [404],
  },
  'model.list': { action: 'model.list', about: 'organization', sample: plain, inside: [200] },
  'ledger.head': { action: 'ledger.head', about: 'organization', sample: plain, inside: [200] },
  'ledger.prove': {
    action: 'ledger.prove',
    about: 'organization',
    sample: () => ({ query: { since: '0' } }),
    inside: [200],
  },
  'ledger.rotate_key': {
    action: 'ledger.rotate_key',
    about: 'organization',
    sample: () => ({ body: {} }),
    inside: [201, 409],
  },
  'witness.list': { action: 'witness.list', about: 'organization', sample: plain, inside: [200] },
  // With a key they are refused: a person does this, who proved lately who they are.
  'witness.add': {
    action: 'witness.add',
    about: 'organization',
    sample: () => ({ body: { key: 'a+00000000+BA==', url: 'https://witness.example' } }),
    inside: [403],
  },
  'witness.end': {
    action: 'witness.end',
    about: 'organization',
    sample: () => ({ ...missing('witness', 'wit')(), body: {} }),
    inside: [403],
  },
  'witness.require': {
    action: 'witness.require',
    about: 'organization',
    sample: () => ({ body: { need: 1 } }),
    inside: [403],
  },
  'witnessed_log.list': { action: 'witnessed_log.list', about: 'organization', sample: plain, inside: [200] },
  'witnessed_log.add': {
    action: 'witnessed_log.add',
    about: 'organization',
    sample: () => ({ body: { key: 'log.example+00000000+AQ==' } }),
    inside: [403],
  },
  'witnessed_log.end': {
    action: 'witnessed_log.end',
    about: 'organization',
    sample: () => ({ ...missing('log', 'wlo')(), body: {} }),
    inside: [403],
  },
  'entry.list': { action: 'entry.list', about: 'organization', sample: plain, inside: [200] },
  'entry.read': {
    action: 'entry.read',
    about: 'organization',
    sample: () => ({ params: { entry } }),
    inside: [200],
  },
  'entry.prove': {
    action: 'entry.read',
    about: 'organization',
    sample: () => ({ params: { entry } }),
    inside: [200],
  },
  // Whoever may, may only in a session; the matrix asks with keys.
  'export_target.list': { action: 'export_target.list', about: 'organization', sample: plain, inside: [200] },
  'export_target.create': {
    action: 'export_target.create',
    about: 'organization',
    sample: () => ({ body: { name: 'SIEM', kind: 'https', url: 'https://siem.example.com/x' } }),
    inside: [403],
  },
  'export_target.update': {
    action: 'export_target.update',
    about: 'organization',
    sample: () => ({ ...missing('target', 'tgt')(), body: {} }),
    inside: [403],
  },
  'export_target.end': {
    action: 'export_target.end',
    about: 'organization',
    sample: missing('target', 'tgt'),
    inside: [403],
  },
  'export_target.test': {
    action: 'export_target.test',
    about: 'organization',
    sample: () => ({ ...missing('target', 'tgt')(), body: {} }),
    inside: [403],
  },
  'saved_search.list': { action: 'saved_search.list', about: 'organization', sample: plain, inside: [200] },
  'saved_search.create': {
    action: 'saved_search.create',
    about: 'organization',
    sample: () => ({ body: { name: fresh('search'), query: { action: 'change.approve' } } }),
    inside: [201],
  },
  'saved_search.delete': {
    action: 'saved_search.delete',
    about: 'organization',
    sample: missing('search', 'sea'),
    inside: [404],
  },
  'attestation.list': { action: 'attestation.list', about: 'organization', sample: plain, inside: [200] },
  'attestation.create': {
    action: 'attestation.create',
    about: 'organization',
    sample: () => ({ body: { from: 0, treeSize: 999_999, conclusion: 'nothing', findings: 'All is well' } }),
    inside: [409],
  },
  'control.list': { action: 'control.list', about: 'organization', sample: plain, inside: [200] },
  'evidence.export': {
    action: 'execution.list_all',
    about: 'own',
    sample: () => ({ body: { subject: { kind: 'execution', execution }, format: 'json' } }),
    inside: [200],
  },
  'legal_hold.list': { action: 'legal_hold.list', about: 'organization', sample: plain, inside: [200] },
  'legal_hold.place': {
    action: 'legal_hold.place',
    about: 'organization',
    sample: () => ({ body: { target: { kind: 'execution', execution: 'exe_x' }, reason: 'A lawsuit' } }),
    inside: [422],
  },
  'legal_hold.lift': {
    action: 'legal_hold.lift',
    about: 'organization',
    sample: () => ({ ...missing('hold', 'lgh')(), body: { reason: 'It is over' } }),
    inside: [404],
  },
  'erasure.list': { action: 'erasure.list', about: 'organization', sample: plain, inside: [200] },
  'erasure.request': {
    action: 'erasure.request',
    about: 'organization',
    sample: () => ({
      body: { target: { kind: 'principal', id: `per_${'0'.repeat(26)}` }, reason: 'She asked for it' },
    }),
    inside: [201],
  },
  'erasure.approve': {
    action: 'erasure.approve',
    about: 'organization',
    sample: () => ({ ...missing('erasure', 'era')(), body: {} }),
    inside: [404],
  },
  'erasure.reject': {
    action: 'erasure.reject',
    about: 'organization',
    sample: () => ({ ...missing('erasure', 'era')(), body: {} }),
    inside: [404],
  },
  'budget.list': { action: 'budget.list', about: 'organization', sample: plain, inside: [200] },
  'budget.create': {
    action: 'budget.create',
    about: 'organization',
    sample: () => ({
      body: { scope: 'model', target: `never-${randomUUID()}`, unit: 'executions', period: 'day', limit: 5 },
    }),
    inside: [201],
  },
  'budget.update': {
    action: 'budget.update',
    about: 'organization',
    sample: () => ({ ...missing('budget', 'bud')(), body: { limit: 5, hard: true } }),
    inside: [404],
  },
  'budget.end': {
    action: 'budget.end',
    about: 'organization',
    sample: missing('budget', 'bud'),
    inside: [404],
  },
  'retention.list': { action: 'retention.list', about: 'organization', sample: plain, inside: [200] },
  'retention.update': {
    action: 'retention.update',
    about: 'organization',
    sample: () => ({ body: { library: null, dataClass: 'never-found', days: 400 } }),
    inside: [200],
  },
  'measure.read': { action: 'measure.read', about: 'organization', sample: plain, inside: [200] },
  'measure.list': { action: 'measure.list', about: 'organization', sample: plain, inside: [200] },
  'measure.overview': { action: 'measure.overview', about: 'organization', sample: plain, inside: [200] },
  'measure.adoption': { action: 'measure.adoption', about: 'organization', sample: plain, inside: [200] },
  'measure.compare': {
    action: 'measure.compare',
    about: 'organization',
    sample: () => ({ query: { by: 'team' } }),
    inside: [200],
  },
  'finding.list': { action: 'finding.list', about: 'organization', sample: plain, inside: [200] },
  'finding.assign': {
    action: 'finding.assign',
    about: 'organization',
    sample: () => ({ params: { finding: `fin_${'0'.repeat(26)}` }, body: { person: null } }),
    inside: [404],
  },
  'finding.snooze': {
    action: 'finding.snooze',
    about: 'organization',
    sample: () => ({ params: { finding: `fin_${'0'.repeat(26)}` }, body: { days: 7, reason: 'later' } }),
    inside: [404],
  },
  'finding.wake': {
    action: 'finding.wake',
    about: 'organization',
    sample: () => ({ params: { finding: `fin_${'0'.repeat(26)}` }, body: {} }),
    inside: [404],
  },
  'finding.resolve': {
    action: 'finding.resolve',
    about: 'organization',
    sample: () => ({
      params: { finding: `fin_${'0'.repeat(26)}` },
      body: { change: `chg_${'0'.repeat(26)}` },
    }),
    inside: [404],
  },
  'measure.debt': { action: 'measure.debt', about: 'organization', sample: plain, inside: [200] },
  'measure.return': { action: 'measure.return', about: 'organization', sample: plain, inside: [200] },
  'measure.quality': { action: 'measure.quality', about: 'organization', sample: plain, inside: [200] },
  'score.list': {
    action: 'execution.list_all',
    about: 'own',
    sample: () => ({ params: { execution } }),
    inside: [200],
  },
  'score.create': {
    action: 'execution.list_all',
    about: 'own',
    sample: () => ({ params: { execution }, body: { config: 'acceptance', value: true } }),
    inside: [201],
  },
  'correction.list': {
    action: 'execution.list_all',
    about: 'own',
    sample: () => ({ params: { execution } }),
    inside: [200],
  },
  'correction.create': {
    action: 'execution.list_all',
    about: 'own',
    sample: () => ({ params: { execution }, body: { text: 'What should have come out.' } }),
    inside: [201],
  },
  'consistency.create': {
    action: 'consistency.create',
    about: 'organization',
    sample: () => ({ body: { prompt: 'no-such/prompt', reason: 'to know' } }),
    inside: [404],
  },
  'consistency.list': { action: 'consistency.list', about: 'organization', sample: plain, inside: [200] },
  'drift.list': { action: 'drift.list', about: 'organization', sample: plain, inside: [200] },
  'judge.list': { action: 'judge.list', about: 'organization', sample: plain, inside: [200] },
  'judge.create': {
    action: 'judge.create',
    about: 'organization',
    sample: () => ({ body: { name: fresh('judge'), prompt: 'no-such/judge', target: 'no-such/answer' } }),
    inside: [404],
  },
  'judge_run.create': {
    action: 'judge_run.create',
    about: 'organization',
    sample: () => ({ params: { judge: `jdg_${'0'.repeat(26)}` }, body: { reason: 'calibration' } }),
    inside: [404],
  },
  'score_config.list': { action: 'score_config.list', about: 'organization', sample: plain, inside: [200] },
  'score_config.create': {
    action: 'score_config.create',
    about: 'organization',
    sample: () => ({ body: { name: fresh('score'), categories: ['one', 'two'] } }),
    inside: [201],
  },
  'view.list': { action: 'view.list', about: 'organization', sample: plain, inside: [200] },
  'view.create': {
    action: 'view.create',
    about: 'organization',
    sample: () => ({ body: { name: fresh('view'), page: 'groups', filters: { by: 'team' } } }),
    inside: [201],
  },
  'view.delete': {
    action: 'view.delete',
    about: 'organization',
    sample: () => ({ params: { view: `vie_${'0'.repeat(26)}` } }),
    inside: [404],
  },
  'letter.list': { action: 'letter.list', about: 'organization', sample: plain, inside: [200] },
  // This house sends no e-mail.
  'letter.create': {
    action: 'letter.create',
    about: 'organization',
    sample: () => ({ body: { every: 'week' } }),
    inside: [409],
  },
  'letter.delete': {
    action: 'letter.delete',
    about: 'organization',
    sample: () => ({ params: { letter: `let_${'0'.repeat(26)}` } }),
    inside: [404],
  },
  'measure.rebuild': {
    action: 'measure.rebuild',
    about: 'organization',
    sample: () => ({ body: {} }),
    inside: [201],
  },
};

let house: TestHouse;
let open: Place;
let restricted: Place;
const never: Place = {
  library: 'never-was',
  change: `chg_${'0'.repeat(26)}`,
  recall: `rcl_${'0'.repeat(26)}`,
  prompt: 'never-was/hello',
};
/** Ran by the viewer. */
let execution = '';
let trace = '';
let entry = '';
/** Keys that open nothing any more. */
const dead = { expired: '', revoked: '', deactivated: '' };
/** An admin's, narrowed to reading the policy. */
let narrowed = '';
let statements: Statements;

beforeAll(async () => {
  statements = listenToStatements();
  house = await startHouse();
  const { admin, contributor, viewer } = house.northwind.people;
  const makeLibrary = (name: string, visibility: string) =>
    house.done(admin.key, 'library.create', { body: { name, visibility } });
  await makeLibrary('open-shelf', 'open');
  await makeLibrary('closed-shelf', 'restricted');
  const scope = { kind: 'library', library: 'closed-shelf' };
  const worker = await house.person(house.northwind, 'worker', 'viewer');
  for (const role of ['contributor', 'reviewer', 'approver', 'publisher'])
    await house.done(admin.key, 'grant.create', { body: { principal: worker.id, role, scope } });
  await publishPrompt(house, 'open-shelf', 'hello.prompt', promptText('Hello'));
  await publishPrompt(house, 'open-shelf', 'recalled.prompt', promptText('Wrong'));
  for (const role of ['contributor', 'reviewer', 'approver', 'publisher'] as const)
    await house.done(admin.key, 'grant.create', {
      body: { principal: house.northwind.people[role].id, role, scope },
    });
  await publishPrompt(house, 'closed-shelf', 'hello.prompt', promptText('Hush'));
  await publishPrompt(house, 'closed-shelf', 'recalled.prompt', promptText('Wrong'));
  await dropLibraryGrants(worker.id);
  const opened = await propose(house, contributor.key, 'open-shelf');
  const closed = await propose(house, worker.key, 'closed-shelf');
  const shelf = async (library: string, change: string): Promise<Place> => ({
    library,
    change,
    recall: await recallOf(library),
    prompt: `${library}/hello`,
  });
  open = await shelf('open-shelf', opened.change);
  restricted = await shelf('closed-shelf', closed.change);
  const ran = await house.done(viewer.key, 'execution.create', {
    body: { prompt: 'open-shelf/hello', variables: { topic: 'snow' } },
  });
  execution = textAt(ran, 'id');
  trace = textAt(ran, 'trace', 'id');
  entry = textAt(ran, 'entries', 'intent');
  await makeDeadKeys();
});
afterAll(async () => {
  statements.stop();
  await house.close();
});

/** Takes away every grant on a library but those of one person: so that nobody whose answers are compared has one. */
async function dropLibraryGrants(keeper: string): Promise<void> {
  const { admin } = house.northwind.people;
  const grants = await house.done(admin.key, 'grant.list', { query: { limit: '200' } });
  for (const grant of listAt(grants, 'items'))
    if (at(grant, 'scope', 'kind') === 'library' && textAt(grant, 'principal', 'id') !== keeper)
      await house.done(admin.key, 'grant.revoke', { params: { grant: textAt(grant, 'id') } });
}

/** A recall of an asset that nobody runs. */
async function recallOf(library: string): Promise<string> {
  const { admin } = house.northwind.people;
  const body = { target: { kind: 'asset', library, path: 'recalled.prompt' }, reason: 'It is wrong' };
  return textAt(await house.done(admin.key, 'recall.create', { body }), 'id');
}

async function makeDeadKeys(): Promise<void> {
  const { admin } = house.northwind.people;
  const make = async (body: object) =>
    house.done(admin.key, 'key.create', { body: { displayName: 'K', ...body } });
  const expiring = await make({ expiresAt: new Date(Date.now() + 3_600_000).toISOString() });
  dead.expired = textAt(expiring, 'secret');
  await house.asOwner("update access_key set expires_at = now() - interval '1 second' where id = $1", [
    textAt(expiring, 'id'),
  ]);
  const revoked = await make({});
  dead.revoked = textAt(revoked, 'secret');
  await house.done(admin.key, 'key.revoke', { params: { key: textAt(revoked, 'id') } });
  narrowed = textAt(await make({ scope: { actions: ['policy.read'] } }), 'secret');
  const leaver = await house.person(house.northwind, 'leaver', 'admin');
  dead.deactivated = leaver.key;
  await house.done(admin.key, 'person.deactivate', { params: { person: leaver.id }, body: {} });
}

/** What the table says, in words of this test. */
function expectedFor(role: Role, row: Row, isRestricted: boolean): 'inside' | 403 | 404 {
  const { on, roles: held } = actions[row.action];
  const named: readonly Role[] = held;
  if (row.about === 'own') return named.includes(role) || role === 'viewer' ? 'inside' : 404;
  const reaches = on !== 'library' || !isRestricted || role === 'admin' || role === 'auditor';
  if (!reaches) return 404;
  return named.includes(role) ? 'inside' : 403;
}

/** An answer to the byte, its request's name and the time apart: what tells "not there" from "not for you", if anything does. */
function withoutRequest(reply: Reply): unknown {
  const id = reply.headers.get('x-request-id');
  const headers = [...reply.headers].filter(([name]) => name !== 'date' && name !== 'x-request-id');
  return { text: id === null ? reply.text : reply.text.replaceAll(id, 'req'), headers };
}

/** Both ask the database the same things: what takes as long cannot be told apart by how long it takes. */
async function expectSameWork(one: () => Promise<unknown>, other: () => Promise<unknown>): Promise<void> {
  // What a first call learns for the next ones (who holds which key) is not what is compared.
  for (let tried = 1; ; tried += 1) {
    const [first, second] = [await statements.during(one), await statements.during(other)];
    if (tried === 3) expect(first).toEqual(second);
    if (first.length > 0 && isDeepStrictEqual(first, second)) return;
  }
}

function expectProblem(reply: Reply, status: number, action: string, what: string): void {
  const code = { 401: 'session.required', 403: `${action}.forbidden`, 404: 'resource.not_found' }[status];
  expect({ what, status: reply.status, code: at(reply.body, 'code') }).toEqual({ what, status, code });
  expect(reply.headers.get('content-type')).toBe('application/problem+json');
}

/** An operation checks the shape of what it is sent before it looks at rights; so every sample is well-formed. */
async function tryOut(key: string, id: string, place: Place): Promise<Reply> {
  const row = rows[id];
  if (row === undefined) throw new Error(`operation ${id} has no row in the matrix`);
  return house.call(key, id, row.sample(place));
}

test('every operation has a row, and every row an operation', () => {
  expect(Object.keys(rows).sort()).toEqual(house.house.operations.map(({ id }) => id).sort());
});

describe.each(roles.map((role) => ({ role })))('AT-39 a key of the $role', ({ role }) => {
  test.each(Object.keys(rows))('%s', async (id) => {
    const row = rows[id];
    if (row === undefined) throw new Error(`no row for ${id}`);
    const { key } = house.northwind.people[role];
    const places = row.about === 'library' ? [open, restricted] : [open];
    for (const place of places) {
      const closed = place === restricted;
      const expected = expectedFor(role, row, closed);
      const reply = await tryOut(key, id, place);
      const what = `${id} on ${place.library} by ${role}`;
      if (expected === 'inside')
        expect({ what, reply: reply.text, inside: row.inside.includes(reply.status) }).toMatchObject({
          what,
          inside: true,
        });
      else expectProblem(reply, expected, row.action, what);
      if (closed && expected === 404) {
        expect(withoutRequest(reply)).toEqual(withoutRequest(await tryOut(key, id, never)));
        if (role === 'viewer')
          await expectSameWork(
            () => tryOut(key, id, restricted),
            () => tryOut(key, id, never),
          );
      }
    }
  });
});

describe('credentials that open nothing', () => {
  let before: Readonly<Record<string, number>>;
  beforeAll(async () => {
    before = await house.counts();
  });
  test.each(Object.keys(rows))('%s', async (id) => {
    const row = rows[id];
    if (row === undefined) throw new Error(`no row for ${id}`);
    // Nobody looks at what it names: one of them shows it.
    for (const [why, key] of Object.entries(dead))
      for (const place of why === 'revoked' ? [open, never] : [open])
        expectProblem(await tryOut(key, id, place), 401, row.action, `${id} with a key that is ${why}`);
    const { method, path } = addressOf(house.house, id, row.sample(open));
    const { body } = row.sample(open);
    expectProblem(await house.ask(method, path, { body }), 401, row.action, `${id} without a key`);
    const strangers = await house.ask(method, path, {
      body,
      cookie: 'countersign.session_token=nonsense',
      headers: { origin: house.address },
    });
    expectProblem(strangers, 401, row.action, `${id} with a cookie that is none`);
  });
  test('and write nothing', async () => {
    expect(await house.counts()).toEqual(before);
  });
});

describe('AT-37, AT-38 another organization', () => {
  test.each(Object.keys(rows))('%s', async (id) => {
    const row = rows[id];
    if (row === undefined) throw new Error(`no row for ${id}`);
    const names = row.about !== 'organization' || id === 'entry.read' || id === 'entry.prove';
    for (const role of roles) {
      // What names nothing of ours is answered as at home, which is a matter of one role's (and of every role's, above).
      if (!names && role !== 'admin') continue;
      const { key } = house.fabrikam.people[role];
      const reply = await tryOut(key, id, open);
      const known = !id.startsWith('entry.') || role === 'admin' || role === 'auditor';
      if (names) {
        expectProblem(reply, known ? 404 : 403, row.action, `${id} by their ${role}`);
        // Which role they have at home makes no difference to us: the expectation above is the same for all.
        if (role === 'admin' || role === 'viewer')
          expect(withoutRequest(reply)).toEqual(withoutRequest(await tryOut(key, id, never)));
      } else expect(row.inside).toContain(reply.status);
      if (names && role === 'admin')
        await expectSameWork(
          () => tryOut(key, id, open),
          () => tryOut(key, id, never),
        );
      for (const secret of [house.northwind.id, 'open-shelf', 'closed-shelf', '@northwind.example'])
        expect(reply.text).not.toContain(secret);
    }
  });
});

describe('a key narrowed to other actions', () => {
  test.each(Object.keys(rows))('%s', async (id) => {
    const row = rows[id];
    if (row === undefined) throw new Error(`no row for ${id}`);
    const reply = await tryOut(narrowed, id, open);
    if (row.action === 'policy.read' || id === 'session.read') expect(row.inside).toContain(reply.status);
    // It holds nothing in any library, so it may not know of one either.
    else if (row.about === 'library') expectProblem(reply, 404, row.action, id);
    else
      expectProblem(
        reply,
        403,
        id === 'execution.prove' ? 'execution.read' : row.about === 'own' ? id : row.action,
        id,
      );
  });
});

describe('raw routes', () => {
  const chat = { model: 'prompt:open-shelf/hello', messages: [], variables: { topic: 'wind' } };
  const runs = (role: Role) => role !== 'auditor' && role !== 'responder';
  // AT-54: whoever may not run it one way may not run it another way.
  const raw = { model: 'simulated-fast', messages: [{ role: 'user', content: 'Hello' }] };
  const otherWays = [
    ['/openai/v1/responses', { prompt: { id: 'open-shelf/hello', variables: { topic: 'wind' } } }],
    ['/openai/v1/responses', { model: 'simulated-fast', input: 'Hello' }],
    ['/openai/v1/embeddings', { model: 'simulated-fast', input: 'Hello' }],
    ['/anthropic/v1/messages', { ...chat, max_tokens: 100 }],
    ['/anthropic/v1/messages', { ...raw, max_tokens: 100 }],
    ['/anthropic/v1/messages/count_tokens', raw],
  ] as const;
  const everyDeadKey = () => [...Object.values(dead), 'cs_live_nonsense', undefined];

  /** Every route beside the operations: who is let in, by its id. `outside` is what those with a bad credential are told. */
  const git = (library: string, service: string) => `/git/northwind/${library}.git/${service}`;
  const flush = { raw: '0000', headers: { 'content-type': 'application/x-git-upload-pack-request' } };
  const log = (role: Role) => role === 'auditor' || role === 'admin';
  const everybody = () => true;
  const call = (path: string, body: unknown) => ({ method: 'POST', path, asking: { body }, lets: runs });
  const get = (path: string, lets: (role: Role) => boolean) => ({ method: 'GET', path, asking: {}, lets });
  interface RawRow {
    readonly method: string;
    readonly path: string;
    readonly asking: Asking;
    readonly lets: (role: Role) => boolean;
    /** Where git asks: of a library that is closed, and of none. Both are not there. */
    readonly hidden?: readonly [string, string];
  }
  const google = { contents: [{ role: 'user', parts: [{ text: 'Hello' }] }] };
  const refs = 'info/refs?service=git-upload-pack';
  const rawRows: Readonly<Record<string, RawRow>> = {
    'execution.create (OpenAI chat/completions)': call('/openai/v1/chat/completions', chat),
    'execution.create (OpenAI responses)': call('/openai/v1/responses', {
      model: 'simulated-fast',
      input: 'x',
    }),
    'execution.create (OpenAI embeddings)': call('/openai/v1/embeddings', {
      model: 'simulated-fast',
      input: 'x',
    }),
    'execution.create (Anthropic messages)': call('/anthropic/v1/messages', { ...raw, max_tokens: 9 }),
    'execution.create (Anthropic messages/count_tokens)': call('/anthropic/v1/messages/count_tokens', raw),
    'execution.create (stream)': call('/api/v1/executions/stream', {
      prompt: 'open-shelf/hello',
      variables: { topic: 'wind' },
    }),
    'model.list (OpenAI)': get('/openai/v1/models', everybody),
    'model.list (Anthropic)': get('/anthropic/v1/models', everybody),
    'execution.create (Google v1/models/…)': call('/google/v1/models/simulated-fast:generateContent', google),
    'execution.create (Google v1beta/models/…)': call(
      '/google/v1beta/models/simulated-fast:countTokens',
      google,
    ),
    'model.list (Google v1)': get('/google/v1/models', everybody),
    'model.list (Google v1beta)': get('/google/v1beta/models', everybody),
    'git.refs': {
      ...get(git('open-shelf', refs), everybody),
      hidden: [git('closed-shelf', refs), git('never-was', refs)],
    },
    'git.pack': {
      ...{ method: 'POST', path: git('open-shelf', 'git-upload-pack'), asking: flush, lets: everybody },
      hidden: [git('closed-shelf', 'git-upload-pack'), git('never-was', 'git-upload-pack')],
    },
    'execution.follow': get('/api/v1/executions/follow', everybody),
    'execution.export': get('/api/v1/executions/export', everybody),
    'entry.follow': get('/api/v1/entries/follow', log),
    'ledger.read': get('/ledger/northwind/checkpoint', log),
    'ledger.export': get('/api/v1/ledger/export', log),
  };
  /** Nobody is let in: addresses that are always a 404 (above), and what has credentials of its own (test/scim, test/sso, passwords). */
  // For anybody by design, or for nobody: the protocol of witnesses is tried in test/ledger/witnesses.it.test.ts.
  const elsewhere = [
    'witness.cosign',
    'witness.read',
    'OpenAI.unknown',
    'OpenAI.unknown_post',
    'Anthropic.unknown',
    'Anthropic.unknown_post',
    'Google.unknown',
    'Google.unknown_post',
  ];

  /** Status and, unless it is a stream without end, the answer. Git takes the key as a password. */
  async function rawly(row: RawRow, key: string | undefined, path = row.path): Promise<Reply> {
    if (path.startsWith('/git/') && key !== undefined) {
      const authorization = `Basic ${Buffer.from(`x:${key}`).toString('base64')}`;
      return house.ask(row.method, path, {
        ...row.asking,
        headers: { ...row.asking.headers, authorization },
      });
    }
    if (!path.endsWith('/follow')) return house.ask(row.method, path, { ...row.asking, key });
    const stop = new AbortController();
    const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
    const response = await fetch(`${house.address}${path}`, { headers, signal: stop.signal });
    const text = response.status === 200 ? '' : await response.text();
    stop.abort();
    return { status: response.status, text, body: undefined, headers: response.headers };
  }

  test('AT-39 every route beside the operations has a row, and every row a route', () => {
    const ids = house.house.nodeRoutes.map(({ id }) => id);
    expect([...Object.keys(rawRows), ...elsewhere].sort()).toEqual(ids.sort());
    expect(house.house.fetchRoutes.map(({ id }) => id).sort()).toEqual(['auth', 'scim', 'sso']);
  });

  test.each(Object.keys(rawRows))('AT-37, AT-38, AT-39 %s', async (id) => {
    const row = rawRows[id];
    if (row === undefined) throw new Error(`no row for ${id}`);
    for (const key of everyDeadKey()) expect((await rawly(row, key)).status, `${id} with ${key}`).toBe(401);
    for (const role of roles) {
      const reply = await rawly(row, house.northwind.people[role].key);
      expect(reply.status, `${id} by ${role}: ${reply.text}`).toBe(row.lets(role) ? 200 : 403);
    }
    const { key } = house.fabrikam.people.admin;
    const strangers = await rawly(row, key);
    for (const secret of [house.northwind.id, 'open-shelf', 'closed-shelf', '@northwind.example'])
      expect(strangers.text).not.toContain(secret);
    if (row.hidden === undefined) return;
    const [closed, absent] = row.hidden;
    expect(strangers.status).toBe(404);
    const { viewer } = house.northwind.people;
    for (const who of [key, viewer.key, narrowed]) {
      const hidden = await rawly(row, who, closed);
      expect(hidden.status, id).toBe(404);
      expect(withoutRequest(hidden)).toEqual(withoutRequest(await rawly(row, who, absent)));
    }
    await expectSameWork(
      () => rawly(row, viewer.key, closed),
      () => rawly(row, viewer.key, absent),
    );
  });

  test('AT-38 no key of the API opens provisioning', async () => {
    for (const key of [...everyDeadKey(), ...roles.map((role) => house.northwind.people[role].key), narrowed])
      for (const path of ['/scim/v2/Users', '/scim/v2/Groups', '/scim/v2/nothing'])
        expect((await house.ask('GET', path, { key })).status, path).toBe(401);
  });

  test('the gateway wants a key that is good, and a prompt that one may run', async () => {
    for (const key of everyDeadKey())
      for (const [method, path, body] of [
        ['POST', '/openai/v1/chat/completions', chat],
        ['POST', '/openai/v1/responses', chat],
        ['POST', '/openai/v1/embeddings', chat],
        ['GET', '/openai/v1/models', undefined],
        ['POST', '/anthropic/v1/messages', chat],
        ['POST', '/anthropic/v1/messages/count_tokens', chat],
        ['GET', '/anthropic/v1/models', undefined],
      ] as const) {
        const reply = await house.ask(method, path, { key, body });
        expect({ status: reply.status, code: at(reply.body, 'error', 'code') }).toEqual({
          status: 401,
          code: 'session.required',
        });
      }
    for (const role of roles) {
      const { key } = house.northwind.people[role];
      const reply = await house.ask('POST', '/openai/v1/chat/completions', { key, body: chat });
      expect(reply.status, role).toBe(runs(role) ? 200 : 403);
      const ungoverned = await house.ask('POST', '/openai/v1/chat/completions', { key, body: raw });
      expect(ungoverned.status, role).toBe(runs(role) ? 200 : 403);
      for (const [path, body] of otherWays) {
        const other = await house.ask('POST', path, { key, body });
        expect(other.status, `${role} ${path}`).toBe(runs(role) ? 200 : 403);
      }
    }
    const stranger = house.fabrikam.people.admin.key;
    const hidden = await house.ask('POST', '/openai/v1/chat/completions', { key: stranger, body: chat });
    const absent = await house.ask('POST', '/openai/v1/chat/completions', {
      key: stranger,
      body: { ...chat, model: 'prompt:never-was/hello' },
    });
    expect(hidden.status).toBe(404);
    expect(hidden.body).toEqual(absent.body);
  });

  test('the gateway takes no session: a page cannot make a browser run a model', async () => {
    const cookie = await house.signIn(house.northwind.people.viewer);
    const headers = { origin: house.address };
    const reply = await house.ask('POST', '/openai/v1/chat/completions', { cookie, headers, body: chat });
    expect(reply.status).toBe(401);
  });

  test('models are named to those who may run them', async () => {
    const listed = async (key: string) => {
      const reply = await house.ask('GET', '/openai/v1/models', { key });
      expect(reply.status).toBe(200);
      return listAt(reply.body, 'data').map((model) => textAt(model, 'id'));
    };
    expect(await listed(house.northwind.people.viewer.key)).toContain('prompt:open-shelf/hello@production');
    expect((await listed(house.fabrikam.people.admin.key)).join()).not.toContain('open-shelf');
    expect((await listed(narrowed)).join()).not.toContain('open-shelf');
  });

  test('what the gateway does not serve is a 404 in its own shape', async () => {
    const { key } = house.northwind.people.admin;
    for (const path of [
      '/openai/v1/images/generations',
      '/openai/v1/responses/resp_1/cancel',
      '/openai/v1/',
      '/openai/',
      '/anthropic/v1/messages/batches',
      '/anthropic/',
    ]) {
      const reply = await house.ask('POST', path, { key, body: {} });
      expect({ status: reply.status, code: at(reply.body, 'error', 'code') }).toEqual({
        status: 404,
        code: 'resource.not_found',
      });
    }
  });

  test('the log is for auditors and admins of its own organization', async () => {
    const paths = ['/ledger/northwind/checkpoint', '/ledger/northwind/key', '/api/v1/ledger/export'];
    for (const path of paths) {
      for (const key of everyDeadKey()) expect((await house.ask('GET', path, { key })).status).toBe(401);
      for (const role of roles) {
        const reply = await house.ask('GET', path, { key: house.northwind.people[role].key });
        expect(reply.status, `${path} ${role}`).toBe(role === 'auditor' || role === 'admin' ? 200 : 403);
      }
      expect((await house.ask('GET', path, { key: narrowed })).status).toBe(403);
    }
    const stranger = house.fabrikam.people.admin.key;
    const [theirs, nobodys] = [
      await house.ask('GET', '/ledger/northwind/checkpoint', { key: stranger }),
      await house.ask('GET', '/ledger/never-was/checkpoint', { key: stranger }),
    ];
    expect(theirs.status).toBe(404);
    expect(withoutRequest(theirs)).toEqual(withoutRequest(nobodys));
    const exported = await house.ask('GET', '/api/v1/ledger/export', { key: stranger });
    expect(exported.text).not.toContain(house.northwind.id);
  });

  test('/auth answers four addresses, and tells nobody who exists', async () => {
    const body = { email: 'nobody@northwind.example', password: 'not the password at all' };
    const unknown = await house.ask('POST', '/auth/sign-in/email', { body });
    const wrong = await house.ask('POST', '/auth/sign-in/email', {
      body: { ...body, email: house.northwind.people.viewer.email },
    });
    const left = await house.ask('POST', '/auth/sign-in/email', {
      body: { email: 'leaver@northwind.example', password: 'a long enough password' },
    });
    expect(unknown.status).toBe(401);
    expect(withoutRequest(wrong)).toEqual(withoutRequest(unknown));
    expect(withoutRequest(left)).toEqual(withoutRequest(unknown));
    for (const path of [
      '/auth/sign-up/email',
      '/auth/forget-password',
      '/auth/update-user',
      '/auth/list-sessions',
    ])
      for (const method of ['GET', 'POST'])
        expectProblem(await house.ask(method, path, method === 'GET' ? {} : { body }), 404, '', path);
    const foreign = await house.ask('POST', '/auth/sign-in/email', {
      body: { email: house.northwind.people.viewer.email, password: 'a long enough password' },
      headers: { origin: 'https://evil.example' },
    });
    expect(foreign.status).toBe(403);
    const nobody = await house.ask('POST', '/auth/step-up', { body: { password: body.password } });
    expectProblem(nobody, 401, '', 'a step up without a session');
    const session = await house.ask('GET', '/auth/get-session');
    expect(session.body).toBeNull();
  });

  test('addresses that do not exist are the same 404 for everybody', async () => {
    const { key } = house.northwind.people.admin;
    const replies = [];
    for (const path of ['/api/v1/nothing', '/api/v2/changes', '/api/'])
      for (const asking of [{}, { key }])
        replies.push(await house.ask('POST', path, { ...asking, body: {} }));
    for (const reply of replies) expectProblem(reply, 404, '', 'no such address');
  });
});
