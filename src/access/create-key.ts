import type { JsonObject } from '../platform/canonical-json.ts';
import type { Tx } from '../platform/db/index.ts';
import { notSignedIn } from '../platform/http/index.ts';
import { isId, newId } from '../platform/id.ts';
import { notFound, Problem } from '../platform/problem.ts';
import { authorize, permits } from './authorize.ts';
import { type Key, newKey, shownPrefix } from './key.ts';
import { scopeData } from './key-scope.ts';
import type { AccessParts, LibraryDirectory } from './parts.ts';
import {
  type AppId,
  actorOf,
  type KeyScope,
  type LibraryId,
  type PersonId,
  type Principal,
} from './principal.ts';
import { theOrganization } from './resource.ts';
import { selectApp } from './store/apps.ts';
import { selectHeldBy } from './store/held.ts';
import { insertKey, lockGoodKey } from './store/keys.ts';
import { type Carried, librariesOf, widerThanMaker } from './wider.ts';

export interface KeyInput {
  readonly displayName: string;
  /** Whose key it is; without it, the maker's own. */
  readonly app?: AppId | undefined;
  readonly scope?: KeyScope | undefined;
  readonly expiresAt?: Date | undefined;
}

/**
 * Makes a key for oneself, or for an app that one owns (an admin: for any app). Entry `key.create`, with its public prefix.
 * The secret is in the answer and nowhere else: it cannot be shown again.
 * @throws Problem `key.create.forbidden`, `key.create.wider_than_maker`, `key.create.expires_in_past`, `key.create.checks_forbidden`; 404 when there is no such app
 */
export async function createKey(
  parts: AccessParts,
  libraries: Pick<LibraryDirectory, 'byId'>,
  principal: Principal,
  input: KeyInput,
): Promise<Key & { readonly secret: string }> {
  authorize(principal, 'key.create', theOrganization);
  const holder = await holderOf(parts, principal, input.app);
  return mintKey(parts, libraries, principal, { ...input, holder, action: 'key.create' });
}

export interface Minting extends Omit<KeyInput, 'app'> {
  readonly holder: PersonId | AppId;
  /** Its entry, and the prefix of its problems. */
  readonly action: 'key.create' | 'key.rotate';
  /** What else happens in the transaction; gives what the entry says of it. */
  readonly alongside?: (tx: Tx) => Promise<JsonObject>;
}

/** Makes a key for a holder whom the caller has found to be one that the principal may make keys for. */
export async function mintKey(
  parts: AccessParts,
  libraries: Pick<LibraryDirectory, 'byId'>,
  principal: Principal,
  input: Minting,
): Promise<Key & { readonly secret: string }> {
  const { holder, action } = input;
  const { organization } = principal;
  const at = parts.clock.now();
  refusePast(input, at);
  refuseChecks(principal, input);
  const grants = await selectHeldBy(parts.reader, organization, holder, at);
  await refuseWider(libraries, principal, { grants, scope: input.scope }, action);
  const { text, ...keyParts } = newKey();
  const key = {
    id: newId('key'),
    displayName: input.displayName,
    principal: holder,
    scope: input.scope,
    createdAt: at,
    expiresAt: input.expiresAt,
  };
  const madeWith = isId('key', principal.credential.id) ? principal.credential.id : undefined;
  return parts.ledger.record(async (tx) => {
    // Revoked since it was shown: the revocation would not find what is made here.
    if (madeWith !== undefined && !(await lockGoodKey(tx, organization, madeWith))) throw notSignedIn();
    await insertKey(tx, organization, {
      ...key,
      parts: keyParts,
      madeWith,
      createdBy: principal.maker?.id ?? principal.id,
    });
    const more = (await input.alongside?.(tx)) ?? {};
    const entry = {
      organization,
      action,
      actor: actorOf(principal),
      subject: { kind: 'key', id: key.id },
      data: {
        principal: holder,
        prefix: shownPrefix(keyParts.prefix),
        scope: scopeData(input.scope),
        expiresAt: input.expiresAt?.toISOString() ?? null,
        ...more,
      },
    };
    return {
      entry,
      value: { ...key, prefix: shownPrefix(keyParts.prefix), revokedAt: undefined, secret: text },
    };
  });
}

async function holderOf(
  parts: AccessParts,
  principal: Principal,
  app: AppId | undefined,
): Promise<PersonId | AppId> {
  if (app === undefined) return principal.id;
  const found = await selectApp(parts.reader, principal.organization, app);
  if (found === undefined) throw notFound();
  if (found.owner !== principal.human && !permits(principal, 'app.create', theOrganization))
    throw new Problem({
      code: 'key.create.forbidden',
      status: 403,
      detail: 'Only the owner of this app or an admin may make a key for it. Ask one of them.',
    });
  return app;
}

/** Checked here and, because a key's rights are computed anew for each request, at each use too. */
async function refuseWider(
  libraries: Pick<LibraryDirectory, 'byId'>,
  principal: Principal,
  carried: Carried,
  action: Minting['action'],
): Promise<void> {
  const named = new Set([
    ...librariesOf(principal.grants, principal.keyScope),
    ...librariesOf(principal.maker?.grants ?? [], undefined),
    ...librariesOf(carried.grants, carried.scope),
  ]);
  const open = new Set<LibraryId>();
  for (const id of named)
    if ((await libraries.byId(principal.organization, id))?.visibility === 'open') open.add(id);
  const wider = widerThanMaker(principal, carried, (id) => !open.has(id));
  if (wider === undefined) return;
  throw new Problem({
    code: `${action}.wider_than_maker`,
    status: 403,
    detail: `This key would hold ${wider}, which you do not hold as widely. Narrow its scope, or ask somebody who holds it to make the key.`,
  });
}

/** What reports checks speaks for a machine, and an admin says which: otherwise authors could pass their own work. */
function refuseChecks(principal: Principal, { holder, scope, action }: Minting): void {
  if (scope?.checks === undefined) return;
  if (isId('app', holder) && permits(principal, 'app.create', theOrganization)) return;
  throw new Problem({
    code: `${action}.checks_forbidden`,
    status: 403,
    detail: 'Only an admin may bind a key to checks, and only a key of an app. Ask an admin to make it.',
  });
}

function refusePast({ expiresAt, action }: Minting, now: Date): void {
  if (expiresAt === undefined || expiresAt.getTime() > now.getTime()) return;
  throw new Problem({
    code: `${action}.expires_in_past`,
    status: 400,
    detail: 'The key would have expired already. Give a later expiresAt, or none.',
  });
}
