import type { OrganizationId } from '../ledger/index.ts';
import type { Reader } from '../platform/db/index.ts';
import { isId } from '../platform/id.ts';
import type { Action } from './action.ts';
import { grantsPermit } from './authorize.ts';
import type { AppId, PersonId } from './principal.ts';
import type { Reach } from './resource.ts';
import { selectApp } from './store/apps.ts';
import { selectHeldBy } from './store/held.ts';
import { selectPerson } from './store/people.ts';

/**
 * Whether a person or an app holds an action on a library at this moment, whatever it held before (attack AT-45).
 * False for those who left, for apps whose owner left, and for ids that the organization does not know.
 */
export async function holdsNow(
  reader: Reader,
  organization: OrganizationId,
  id: string,
  action: Action,
  library: Reach,
  now: Date,
): Promise<boolean> {
  if (!isId('per', id) && !isId('app', id)) return false;
  if (!(await isActive(reader, organization, id))) return false;
  const grants = await selectHeldBy(reader, organization, id, now);
  return grantsPermit(grants, action, { kind: 'library', ...library });
}

/** False for those who left, for apps whose owner left, and for ids that the organization does not know. */
export async function isActive(
  reader: Reader,
  organization: OrganizationId,
  id: PersonId | AppId,
): Promise<boolean> {
  const app = isId('app', id) ? await selectApp(reader, organization, id) : undefined;
  const human = app?.owner ?? id;
  return isId('per', human) && (await selectPerson(reader, organization, human))?.active === true;
}
