import type { Tx } from '../../platform/db/index.ts';
import { newId } from '../../platform/id.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import type { Principal } from '../principal.ts';
import { lockOrganization } from '../store/organizations.ts';
import { administer } from './administer.ts';
import {
  type Connection,
  type ConnectionId,
  mostConnections,
  type OidcSettings,
  type SamlSettings,
} from './connection.ts';
import { acted } from './entry.ts';
import { secretPlace } from './oidc.ts';
import { refuseHost } from './outgoing.ts';
import type { SsoParts } from './protocol.ts';
import {
  deleteConnection,
  insertConnection,
  selectConnections,
  updateConnection,
} from './store/connections.ts';
import { selectSetting } from './store/settings.ts';

export type ConnectionInput =
  | { readonly kind: 'oidc'; readonly settings: OidcSettings; readonly clientSecret?: string | undefined }
  | { readonly kind: 'saml'; readonly settings: SamlSettings };

/**
 * Sets an identity provider up, switched off: it is tried out first. Entry `sso_connection.create`, without secrets.
 * @throws Problem `sso_connection.create.forbidden` 403, `sso_connection.create.too_many` 409, `sso_connection.host_not_allowed` 422
 */
export async function createConnection(
  parts: SsoParts,
  principal: Principal,
  displayName: string,
  input: ConnectionInput,
): Promise<Connection> {
  administer(principal, 'sso_connection.create');
  refuseHost(parts.hosts, hostOf(input));
  const { organization } = principal;
  const at = parts.clock.now();
  const facts = { active: false, createdAt: at, updatedAt: at, testedAt: null, test: null };
  const id = newId('sso', at.getTime());
  const connection: Connection =
    input.kind === 'oidc'
      ? { ...facts, id, displayName, kind: 'oidc', settings: input.settings }
      : { ...facts, id, displayName, kind: 'saml', settings: input.settings };
  const clientSecret = wrapped(parts, id, input.kind === 'oidc' ? input.clientSecret : undefined) ?? null;
  return parts.ledger.record(async (tx) => {
    await lockOrganization(tx, organization);
    if ((await selectConnections(tx, organization)).length >= mostConnections)
      throw new Problem({
        code: 'sso_connection.create.too_many',
        status: 409,
        detail: `An organization has at most ${mostConnections} identity providers. Delete one first.`,
      });
    await insertConnection(tx, organization, connection, { createdBy: principal.id, clientSecret });
    const data = { kind: input.kind, issuer: input.settings.issuer };
    return {
      entry: acted(principal, 'sso_connection.create', { kind: 'sso_connection', id }, data),
      value: connection,
    };
  });
}

export interface ConnectionChange {
  readonly displayName?: string | undefined;
  readonly active?: boolean | undefined;
  /** Whole. Forgets what was tested. */
  readonly oidc?: OidcSettings | undefined;
  readonly saml?: SamlSettings | undefined;
  readonly clientSecret?: string | undefined;
}

/**
 * Changes an identity provider, or switches it on or off. Entry `sso_connection.update`, which names what was changed.
 * @throws Problem `sso_connection.update.forbidden` 403, `sso_connection.update.other_kind` 422, `sso_connection.update.last_active` 409,
 *   `sso_connection.host_not_allowed` 422; 404 when there is none
 */
export async function changeConnection(
  parts: SsoParts,
  principal: Principal,
  id: ConnectionId,
  change: ConnectionChange,
): Promise<Connection> {
  administer(principal, 'sso_connection.update');
  const { organization } = principal;
  const updatedAt = parts.clock.now();
  return parts.ledger.record(async (tx) => {
    await lockOrganization(tx, organization);
    const before = (await selectConnections(tx, organization)).find((one) => one.id === id);
    if (before === undefined) throw notFound();
    const after = { ...changed(before, change), updatedAt };
    if (change.oidc !== undefined || change.saml !== undefined) refuseHost(parts.hosts, hostOf(after));
    if (!after.active && before.active) await refuseLastActive(tx, principal, id, 'update');
    await updateConnection(tx, organization, after, wrapped(parts, id, change.clientSecret));
    const data = { changed: Object.keys(change), active: after.active };
    return {
      entry: acted(principal, 'sso_connection.update', { kind: 'sso_connection', id }, data),
      value: after,
    };
  });
}

/**
 * Takes an identity provider away, with whom it knows. Entry `sso_connection.delete`. Sessions that it began go on.
 * @throws Problem `sso_connection.delete.forbidden` 403, `sso_connection.delete.last_active` 409; 404 when there is none
 */
export async function removeConnection(
  parts: SsoParts,
  principal: Principal,
  id: ConnectionId,
): Promise<void> {
  administer(principal, 'sso_connection.delete');
  const { organization } = principal;
  await parts.ledger.record(async (tx) => {
    await lockOrganization(tx, organization);
    await refuseLastActive(tx, principal, id, 'delete');
    if (!(await deleteConnection(tx, organization, id))) throw notFound();
    const subject = { kind: 'sso_connection', id };
    return { entry: acted(principal, 'sso_connection.delete', subject), value: undefined };
  });
}

function changed(before: Connection, change: ConnectionChange): Connection {
  const { displayName = before.displayName, active = before.active } = change;
  const forget = { testedAt: null, test: null };
  if (before.kind === 'oidc' && change.saml === undefined)
    return change.oidc === undefined && change.clientSecret === undefined
      ? { ...before, displayName, active }
      : { ...before, displayName, active, settings: change.oidc ?? before.settings, ...forget };
  if (before.kind === 'saml' && change.oidc === undefined && change.clientSecret === undefined)
    return change.saml === undefined
      ? { ...before, displayName, active }
      : { ...before, displayName, active, settings: change.saml, ...forget };
  throw new Problem({
    code: 'sso_connection.update.other_kind',
    status: 422,
    detail: `This identity provider speaks ${before.kind.toUpperCase()}. Send its settings, or set up another one.`,
  });
}

/** While single sign-on is enforced, a way to it must stay. */
async function refuseLastActive(tx: Tx, { organization }: Principal, id: ConnectionId, act: string) {
  const { enforced } = await selectSetting(tx, organization);
  const all = await selectConnections(tx, organization);
  if (!enforced || all.some((one) => one.active && one.id !== id) || !all.some((one) => one.id === id))
    return;
  throw new Problem({
    code: `sso_connection.${act}.last_active`,
    status: 409,
    detail:
      'Single sign-on is enforced, and this is the only way to it. Stop enforcing it first, or switch another one on.',
  });
}

function hostOf(
  given:
    | { readonly kind: 'oidc'; readonly settings: OidcSettings }
    | { readonly kind: 'saml'; readonly settings: SamlSettings },
): URL {
  return new URL(given.kind === 'oidc' ? given.settings.issuer : given.settings.signInUrl);
}

function wrapped(parts: SsoParts, id: string, secret: string | undefined): Uint8Array | undefined {
  return secret === undefined
    ? undefined
    : parts.vault.wrap(new TextEncoder().encode(secret), secretPlace(id));
}
