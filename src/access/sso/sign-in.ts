import type { EntryDraft } from '../../ledger/index.ts';
import type { JsonObject } from '../../platform/canonical-json.ts';
import type { Tx } from '../../platform/db/index.ts';
import { notSignedIn } from '../../platform/http/index.ts';
import { notFound } from '../../platform/problem.ts';
import { actorOf, type Principal } from '../principal.ts';
import { selectHeldBy } from '../store/held.ts';
import { updateSessionAuthenticatedById } from '../store/sessions.ts';
import { selectTeam } from '../store/teams.ts';
import { administer } from './administer.ts';
import { type ConnectionTest, connectionTest } from './connection.ts';
import { type Identity, identityOf } from './identity.ts';
import { entitlementOf } from './mapping.ts';
import { type Meeting, meet, welcome } from './meet.ts';
import type { OpenSession } from './open-session.ts';
import { type SsoParts, ssoRefused, type Vouched } from './protocol.ts';
import { notActive, refusalSentence } from './refusal.ts';
import { type OwnedConnection, updateConnectionTest } from './store/connections.ts';
import { insertAssertion, selectPersonOfIdentity } from './store/identities.ts';
import { selectMappings } from './store/mappings.ts';
import { selectSetting } from './store/settings.ts';

/**
 * Signs in whom an identity provider vouches for: makes or links the person, gives what their groups mean, and begins a session, all in one
 * transaction with the entries of each.
 * @returns the cookies of the session
 * @throws Problem `session.sso_not_active` 403, `session.sso_refused` 401, and `session.sso_…` 403 for whom we do not let in
 */
export async function signInBySso(
  parts: SsoParts,
  sessions: OpenSession,
  connection: OwnedConnection,
  vouched: Vouched,
  userAgent: string | null,
): Promise<readonly string[]> {
  if (!connection.active) throw notActive();
  const identity = identityOf(connection, vouched.subject, vouched.claims);
  const at = parts.clock.now();
  const { organization, id } = connection;
  const opened = await parts.ledger.record(async (tx) => {
    await useUp(tx, parts, connection, vouched);
    const { person, entries } = await welcome(tx, connection, identity, at);
    const session = await sessions.within(tx, { organization, person, userAgent, connection: id });
    return { entry: [session.entry, ...entries], value: session };
  });
  return opened.cookies();
}

/**
 * The person of a session proves again who they are, at their identity provider. Entry `session.step_up`.
 * @throws Problem `session.required` 401, `session.sso_refused` 401 when it is somebody else, or they were not asked anew
 */
export async function stepUpBySso(
  parts: SsoParts,
  connection: OwnedConnection,
  vouched: Vouched,
  principal: Principal | undefined,
  flow: { readonly session: string | null; readonly startedAtMs: number },
): Promise<void> {
  if (principal?.credential.kind !== 'session' || principal.credential.id !== flow.session)
    throw notSignedIn();
  const { organization } = principal;
  const person = await selectPersonOfIdentity(parts.reader, organization, connection.id, vouched.subject);
  if (connection.organization !== organization || person?.id !== principal.id)
    throw ssoRefused(new Error('a step-up by somebody else'));
  // A minute, because clocks differ.
  if (vouched.authenticatedAt === undefined || vouched.authenticatedAt.getTime() < flow.startedAtMs - 60_000)
    throw ssoRefused(new Error('the provider did not ask anew'));
  const at = parts.clock.now();
  await parts.ledger.record(async (tx) => {
    await useUp(tx, parts, connection, vouched);
    if (!(await updateSessionAuthenticatedById(tx, organization, principal.credential.id, at)))
      throw notSignedIn();
    return {
      entry: stepUpEntry(principal, { by: 'single_sign_on', connection: connection.id }),
      value: undefined,
    };
  });
}

function stepUpEntry(principal: Principal, data: JsonObject): EntryDraft {
  const subject = { kind: 'session', id: principal.credential.id };
  return {
    organization: principal.organization,
    action: 'session.step_up',
    actor: actorOf(principal),
    subject,
    data,
  };
}

/**
 * An admin tries a connection out: keeps every claim, and what would have followed from them. Nobody is signed in or made.
 * Entry `sso_connection.test`, without the claims.
 * @throws Problem `sso_connection.test.forbidden` 403
 */
export async function testConnection(
  parts: SsoParts,
  connection: OwnedConnection,
  vouched: Vouched,
  principal: Principal | undefined,
): Promise<void> {
  if (principal === undefined) throw notSignedIn();
  if (principal.organization !== connection.organization) throw notFound();
  administer(principal, 'sso_connection.test');
  const identity = identityOf(connection, vouched.subject, vouched.claims);
  const test = await wouldCome(parts, connection, vouched, identity);
  const at = parts.clock.now();
  await parts.ledger.record(async (tx) => {
    await useUp(tx, parts, connection, vouched);
    if (
      !(await updateConnectionTest(tx, connection.organization, connection.id, {
        at,
        by: principal.id,
        test,
      }))
    )
      throw notFound();
    return {
      entry: {
        organization: connection.organization,
        action: 'sso_connection.test',
        actor: actorOf(principal),
        subject: { kind: 'sso_connection', id: connection.id },
        data: { outcome: test.outcome },
      },
      value: undefined,
    };
  });
}

async function wouldCome(
  parts: SsoParts,
  connection: OwnedConnection,
  vouched: Vouched,
  identity: Identity,
): Promise<ConnectionTest> {
  const { reader } = parts;
  const { organization } = connection;
  const meeting: Meeting = await meet(reader, connection, identity);
  const { defaultRole } = await selectSetting(reader, organization);
  const mappings = await selectMappings(reader, organization);
  const { roles, teams } = entitlementOf(mappings, identity.groups ?? [], defaultRole);
  const held =
    meeting.kind === 'known' || meeting.kind === 'linked'
      ? await selectHeldBy(reader, organization, meeting.person.id, parts.clock.now())
      : [];
  const named = await Promise.all([...teams].map((id) => selectTeam(reader, organization, { id })));
  return connectionTest.parse({
    subject: vouched.subject,
    claims: { ...vouched.claims },
    email: identity.email ?? null,
    displayName: identity.displayName ?? null,
    groups: [...(identity.groups ?? [])],
    refusal: meeting.kind === 'refused' ? refusalSentence(meeting.why) : null,
    outcome: meeting.kind,
    roles: [...new Set([...roles, ...held.map(({ role }) => role)])],
    teams: named.flatMap((team) => (team === undefined ? [] : [team.name])),
  });
}

/** An answer that the protocol does not use up itself is used up with what comes of it: in the same transaction, so once. */
async function useUp(tx: Tx, parts: SsoParts, connection: OwnedConnection, vouched: Vouched): Promise<void> {
  if (vouched.assertion === undefined) return;
  const used = { connection: connection.id, ...vouched.assertion, now: parts.clock.now() };
  if (!(await insertAssertion(tx, connection.organization, used)))
    throw ssoRefused(new Error('an assertion that was used before'));
}
