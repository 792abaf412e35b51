import { newId } from '../platform/id.ts';
import { authorize } from './authorize.ts';
import { grantWithin } from './create-grant.ts';
import { asHeld, refuseWiderThanOwn } from './hand-out.ts';
import type { AccessParts, LibraryDirectory } from './parts.ts';
import type { App } from './person.ts';
import { actorOf, type Principal, type Scope } from './principal.ts';
import { theOrganization } from './resource.ts';
import { insertApp } from './store/apps.ts';

export interface AppInput {
  readonly displayName: string;
  readonly role: string;
  readonly scope: Scope;
}

/**
 * Makes an app with a role of its own. Its owner is the human who makes it, who answers for what it does.
 * Entries `app.create` and `grant.create`.
 * @throws Problem `app.create.forbidden`, `app.create.wider_than_own`
 */
export async function createApp(
  parts: AccessParts,
  principal: Principal,
  input: AppInput,
  libraries?: Pick<LibraryDirectory, 'byId'>,
): Promise<App> {
  authorize(principal, 'app.create', theOrganization);
  authorize(principal, 'grant.create', theOrganization);
  const { organization } = principal;
  await refuseWiderThanOwn(principal, 'app.create', [await asHeld(parts, principal, input)], libraries);
  const at = parts.clock.now();
  const by = actorOf(principal);
  const app: App = {
    id: newId('app'),
    displayName: input.displayName,
    owner: principal.human,
    createdAt: at,
  };
  return parts.ledger.record(async (tx) => {
    await insertApp(tx, organization, app);
    const { entry: grant } = await grantWithin(tx, {
      organization,
      by,
      at,
      principal: app.id,
      role: input.role,
      scope: input.scope,
    });
    const made = {
      organization,
      action: 'app.create',
      actor: by,
      subject: { kind: 'app', id: app.id },
      data: { owner: app.owner },
    };
    return { entry: [made, grant], value: app };
  });
}
