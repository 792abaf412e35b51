import type { LedgerGuard, LogGuard, OrganizationId } from '../ledger/index.ts';
import type { AddressRange } from '../platform/address-range.ts';
import { askTogether } from '../platform/ask-together.ts';
import type { Vault } from '../platform/crypto/index.ts';
import type { LastUse, Tally } from '../platform/db/index.ts';
import type { HostList } from '../platform/host-list.ts';
import type { FetchRoute, Operation, RequestFacts } from '../platform/http/index.ts';
import type { Log } from '../platform/log.ts';
import { type Loop, startLoop } from '../platform/loop.ts';
import type { Action } from './action.ts';
import { createAuthentication } from './auth/authentication.ts';
import { createAuthRoute } from './auth/route.ts';
import { ssoSessions } from './auth/sso-session.ts';
import { authenticate } from './authenticate.ts';
import { onBehalfOf } from './consents/on-behalf.ts';
import { type AppInput, createApp } from './create-app.ts';
import { createGrant, type GrantInput, grantWithin } from './create-grant.ts';
import { createKey, type KeyInput } from './create-key.ts';
import { createOrganization, type OrganizationInput } from './create-organization.ts';
import { createPerson, type PersonInput } from './create-person.ts';
import { deactivatePerson } from './deactivate-person.ts';
import { ledgerGuard } from './guard-ledger.ts';
import { holders } from './holders.ts';
import { holdsNow } from './holds-now.ts';
import type { Key } from './key.ts';
import { mintFirstKey } from './mint-first-key.ts';
import { namesOf } from './names.ts';
import type { Organization } from './organization.ts';
import type { AccessParts, LibraryDirectory } from './parts.ts';
import { operatorsPasswordLink } from './passwords/reset.ts';
import type { App, Person, PersonRef } from './person.ts';
import type { GrantId, KeyId, PersonId, Principal, TeamId } from './principal.ts';
import { principalNow } from './principal-now.ts';
import type { Reach, Resource } from './resource.ts';
import { revokeGrant } from './revoke-grant.ts';
import { revokeKey } from './revoke-key.ts';
import { peopleByEmail, type RolesHeld, rolesOn } from './roles-on.ts';
import { accessOperations } from './routes/index.ts';
import { createScimRoute } from './scim/route.ts';
import { tokenOperations } from './scim/routes/tokens.ts';
import { setupLink } from './set-up.ts';
import { createAttempts } from './sign-in/attempts.ts';
import type { SignInParts } from './sign-in/parts.ts';
import { reportFailures } from './sign-in/report-failures.ts';
import { sealOf } from './sign-in/seal.ts';
import { systemTxtLookup, type TxtLookup } from './sso/dns.ts';
import { createProtocols } from './sso/protocols.ts';
import { createSsoRoute } from './sso/route.ts';
import { ssoOperations } from './sso/routes/index.ts';
import { keysNow, still } from './still.ts';
import type { HeldGrant } from './store/grants.ts';
import { selectKey } from './store/keys.ts';
import { hasOrganization, selectOrganizationByName } from './store/organizations.ts';
import { selectPerson } from './store/people.ts';
import { selectStoredKeys } from './store/principals.ts';
import { selectTeam, selectTeamsOf } from './store/teams.ts';
import { teamMembers } from './teams/people.ts';
import type { Team } from './teams/team.ts';

export { type Action, actions, isAction, rolesOf } from './action.ts';
export { authorize, type Explanation, explain, mayKnow, permits } from './authorize.ts';
export { wrappedInAccess } from './factors/proof.ts';
export type { Key } from './key.ts';
export { keyScopeCovers } from './key-scope.ts';
export type { Organization } from './organization.ts';
export type { LibraryDirectory, NamedLibrary } from './parts.ts';
export { type App, named, type Person, type PersonRef } from './person.ts';
export {
  type AppId,
  actorOf,
  type Grant,
  type GrantId,
  type KeyId,
  type KeyScope,
  type LibraryId,
  type PersonId,
  type Principal,
  type Role,
  roles,
  type Scope,
  type SessionId,
  type TeamId,
} from './principal.ts';
export { type Reach, type Resource, theOrganization } from './resource.ts';
export type { RolesHeld } from './roles-on.ts';
export { setupLink } from './set-up.ts';
export type { TxtLookup } from './sso/dns.ts';
export type { HeldGrant } from './store/grants.ts';
export { whereVisible } from './store/visible.ts';
export type { Team } from './teams/team.ts';
export { type LibraryAction, type LibraryVisibility, libraryVisibility, sees } from './visibility.ts';
export {
  type AppInput,
  type GrantInput,
  grantWithin,
  type KeyInput,
  type OrganizationInput,
  type PersonInput,
};

/** Everything that the server and the slices to the right use of access. Verbs authorize; what reads by id does not. */
export interface Access {
  /** Who is calling; undefined without a valid credential. @throws Problem `request.two_credentials`, `request.address_refused`, `session.cross_site` */
  authenticate(facts: RequestFacts): Promise<Principal | undefined>;
  /** `/auth/`: signing in and out, and proving again who one is. */
  readonly authRoute: FetchRoute;
  /** `/auth/sso/`: to an identity provider and back. */
  readonly ssoRoute: FetchRoute;
  /** Begins what access does by itself. */
  start(log: Log): Loop;
  /** Writes down when keys were last used. */
  noteUses(): Promise<void>;
  /** Makes entries of sign-ins that failed. @returns how many */
  reportFailures(): Promise<number>;
  /**
   * With it, once and for a day, an organization and its first admin are made: for the terminal of whoever runs the server.
   * @param options.first good only while there is no organization
   */
  setupLink(options?: { readonly first: boolean }): string;
  /** With it, once and for a day, a person sets their password: for the same terminal. Entry `password.reset`. */
  passwordLink(organization: OrganizationId, person: PersonId): Promise<string>;
  /** `/scim/v2/`: provisioning. */
  readonly scimRoute: FetchRoute;
  /** The API of this slice. Libraries are to the right, so the composition root hands them in. */
  operations(libraries: LibraryDirectory): readonly Operation<Principal>[];
  organizationByName(name: string): Promise<Organization | undefined>;
  /** Whether there is any organization yet. */
  anyOrganization(): Promise<boolean>;
  personById(organization: OrganizationId, id: PersonId): Promise<Person | undefined>;
  /** Revoked and expired ones too; undefined for an unknown one. */
  keyById(organization: OrganizationId, id: KeyId): Promise<Key | undefined>;
  /** What people and apps are called; ids that the organization does not know are not in the map. */
  names(organization: OrganizationId, ids: Iterable<string>): Promise<Map<string, PersonRef>>;
  /** For setup: no route leads here. */
  createOrganization(
    input: OrganizationInput,
  ): Promise<{ readonly organization: Organization; readonly admin: Person }>;
  /** For setup and the demo, before anybody could sign in: a person's first key, whole. No route leads here. */
  mintFirstKey(person: string, organization: string, displayName: string): Promise<string>;
  /** Somebody in whose name something is done later, as they are at this moment; undefined when they may do nothing any more. */
  principalNow(
    organization: OrganizationId,
    id: string,
    credential: Principal['credential'],
  ): Promise<Principal | undefined>;
  /** Whoever was let in by a credential, as it lets them in now; undefined when it does not any more. */
  still(
    principal: Pick<Principal, 'organization' | 'credential' | 'onBehalfOf'>,
  ): Promise<Principal | undefined>;
  /** An app as it acts on behalf of a person (by id or e-mail address) who has consented; undefined without a consent in force. */
  onBehalfOf(principal: Principal, named: string): Promise<Principal | undefined>;
  /** Whether a person or app holds an action on a library, or some assets in it, at this moment. False for those who left. */
  holdsNow(organization: OrganizationId, id: string, action: Action, library: Reach): Promise<boolean>;
  /** The active people who hold an action on a resource at this moment. */
  holders(organization: OrganizationId, action: Action, resource: Resource): Promise<PersonId[]>;
  /** The active people with roles that reach a library, or all of some assets in it, at this moment, and those roles. */
  rolesOn(organization: OrganizationId, library: Reach): Promise<RolesHeld>;
  /** The active people with these e-mail addresses (lower case). */
  peopleByEmail(
    organization: OrganizationId,
    emails: readonly string[],
  ): Promise<ReadonlyMap<string, PersonId>>;
  /** Who is in some teams now, by the teams' names: active people, nested ones too. Unknown and retired teams are not in the map. */
  teamMembers(
    organization: OrganizationId,
    teamNames: readonly string[],
  ): Promise<ReadonlyMap<string, ReadonlySet<PersonId>>>;
  /** The teams that a person is in, also by a team in them. */
  teamsOf(organization: OrganizationId, person: PersonId): Promise<readonly Team[]>;
  /** By id; undefined for an unknown or retired one. */
  teamById(organization: OrganizationId, id: TeamId): Promise<Team | undefined>;
  /** Who may read the ledger. */
  readonly ledgerGuard: LedgerGuard<Principal> & LogGuard;
  createPerson(principal: Principal, input: PersonInput): Promise<Person>;
  deactivatePerson(principal: Principal, id: PersonId): Promise<void>;
  createGrant(principal: Principal, input: GrantInput): Promise<HeldGrant>;
  revokeGrant(principal: Principal, id: GrantId): Promise<void>;
  createApp(principal: Principal, input: AppInput): Promise<App>;
  createKey(
    libraries: Pick<LibraryDirectory, 'byId'>,
    principal: Principal,
    input: KeyInput,
  ): Promise<Key & { readonly secret: string }>;
  revokeKey(principal: Principal, id: KeyId): Promise<void>;
}

export interface CreateAccessParts extends AccessParts {
  /** What people type: origins are compared with it, and https makes cookies secure. */
  readonly address: string;
  /** Wraps what cannot be hashed, and gives the secrets that sign what browsers keep. */
  readonly vault: Vault;
  readonly tally: Tally;
  readonly lastUse: LastUse;
  /** Proxies whose X-Forwarded-For is believed; none without. */
  readonly trustedProxies?: readonly AddressRange[] | undefined;
  readonly log: Log;
  /** Where identity providers may be; any public host without. */
  readonly ssoHosts?: HostList | undefined;
  /** Without, the machine's own name servers. */
  readonly dns?: TxtLookup | undefined;
}

export function createAccess(given: CreateAccessParts): Access {
  const { reader, ledger, clock, address, vault, tally, lastUse, log } = given;
  const trustedProxies = given.trustedProxies ?? [];
  const parts: SignInParts = {
    ...{ reader, ledger, clock, address, vault, tally },
    attempts: createAttempts(tally, clock, vault.secret('sign-in attempts')),
    seal: sealOf(vault, clock),
  };
  const authentication = createAuthentication(parts, address, vault.secret('sessions'));
  const { sessionToken } = authentication;
  const storedKey = askTogether((prefixes) => selectStoredKeys(reader, prefixes, clock.now()));
  const keyNow = keysNow(reader, clock);
  const authenticated = (facts: RequestFacts) =>
    authenticate({ ...{ reader, clock, address, sessionToken, storedKey, lastUse, trustedProxies } }, facts);
  const sso = { ...given, vault, hosts: given.ssoHosts ?? [], dns: given.dns ?? systemTxtLookup() };
  return {
    authenticate: authenticated,
    authRoute: createAuthRoute({ ...parts, authentication }),
    start: (log) =>
      bothLoops(
        startLoop('reporting failed sign-ins', 20_000, log, () => reportFailures(parts)),
        startLoop('noting when keys were used', 5_000, log, () => lastUse.flush()),
      ),
    noteUses: () => lastUse.flush(),
    reportFailures: () => reportFailures(parts),
    setupLink: (options) => setupLink({ vault, clock, address }, options?.first ?? false),
    passwordLink: (organization, person) => operatorsPasswordLink(parts, organization, person),
    scimRoute: createScimRoute({ ...parts, address, log }),
    ssoRoute: createSsoRoute({
      ...sso,
      log,
      protocols: createProtocols(sso),
      sessions: ssoSessions(parts, authentication),
      signedIn: (request) => {
        const cookie = request.headers.get('cookie') ?? undefined;
        return authenticated({ method: 'GET', header: (name) => (name === 'cookie' ? cookie : undefined) });
      },
    }),
    operations: (libraries) => [
      ...accessOperations(parts, libraries),
      ...ssoOperations(sso),
      ...tokenOperations(sso),
    ],
    anyOrganization: () => hasOrganization(reader),
    organizationByName: (name) => selectOrganizationByName(reader, name),
    personById: (organization, id) => selectPerson(reader, organization, id),
    keyById: (organization, id) => selectKey(reader, organization, id),
    names: (organization, ids) => namesOf(reader, organization, ids),
    createOrganization: (input) => createOrganization(parts, input),
    mintFirstKey: (person, organization, name) => mintFirstKey(parts, person, organization, name),
    principalNow: (organization, id, credential) =>
      principalNow(reader, organization, id, credential, clock.now()),
    still: (principal) => still({ reader, keyNow }, principal, clock.now()),
    onBehalfOf: (principal, named) => onBehalfOf(reader, principal, named, clock.now()),
    holdsNow: (organization, id, action, library) =>
      holdsNow(reader, organization, id, action, library, clock.now()),
    holders: (organization, action, resource) => holders(reader, organization, action, resource, clock.now()),
    rolesOn: (organization, library) => rolesOn(reader, organization, library, clock.now()),
    peopleByEmail: (organization, emails) => peopleByEmail(reader, organization, emails),
    teamMembers: (organization, names) => teamMembers(reader, organization, names),
    teamsOf: (organization, person) => selectTeamsOf(reader, organization, person),
    teamById: (organization, id) => selectTeam(reader, organization, { id }),
    ledgerGuard: ledgerGuard(
      authenticated,
      (principal) => still({ reader, keyNow }, principal, clock.now()),
      clock,
    ),
    createPerson: (principal, input) => createPerson(parts, principal, input),
    deactivatePerson: (principal, id) => deactivatePerson(parts, principal, id),
    createGrant: (principal, input) => createGrant(parts, principal, input),
    revokeGrant: (principal, id) => revokeGrant(parts, principal, id),
    createApp: (principal, input) => createApp(parts, principal, input),
    createKey: (libraries, principal, input) => createKey(parts, libraries, principal, input),
    revokeKey: (principal, id) => revokeKey(parts, principal, id),
  };
}

function bothLoops(one: Loop, other: Loop): Loop {
  return {
    wake: () => {
      one.wake();
      other.wake();
    },
    stop: async () => {
      await Promise.all([one.stop(), other.stop()]);
    },
  };
}
