import type { OrganizationId } from '../ledger/index.ts';
import type { Reader } from '../platform/db/index.ts';
import { isId } from '../platform/id.ts';
import type { Principal } from './principal.ts';
import { holderNow } from './still.ts';
import { selectApp } from './store/apps.ts';
import { selectHeldBy } from './store/held.ts';
import { selectOrganization } from './store/organizations.ts';
import { selectPerson } from './store/people.ts';

/**
 * Somebody in whose name something is done later, as they are at this moment: with the grants that they hold now, and, if it was asked for
 * with a key, only as far as that key still reaches. Undefined for those who left, for an app whose owner left, and for a key that was
 * revoked or has expired. A session may have ended meanwhile: that takes nothing from its person.
 */
export async function principalNow(
  reader: Reader,
  organization: OrganizationId,
  id: string,
  credential: Principal['credential'],
  now: Date,
): Promise<Principal | undefined> {
  if (isId('key', credential.id)) {
    const holder = await holderNow(reader, organization, credential.id, now);
    return holder?.id === id ? holder : undefined;
  }
  const app = isId('app', id) ? await selectApp(reader, organization, id) : undefined;
  const human = app?.owner ?? id;
  if (!isId('per', human)) return undefined;
  const person = await selectPerson(reader, organization, human);
  const of = await selectOrganization(reader, organization);
  if (person?.active !== true || of === undefined) return undefined;
  return {
    organization,
    organizationName: of.name,
    kind: app === undefined ? 'person' : 'app',
    id: app?.id ?? human,
    displayName: app?.displayName ?? person.displayName,
    human,
    credential,
    authenticatedAt: null,
    grants: await selectHeldBy(reader, organization, app?.id ?? human, now),
    keyScope: undefined,
  };
}
