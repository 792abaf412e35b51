import type { OrganizationId } from '../ledger/index.ts';
import type { Reader } from '../platform/db/index.ts';
import { isId } from '../platform/id.ts';
import type { Action } from './action.ts';
import { grantsPermit } from './authorize.ts';
import type { AppId, LibraryId, PersonId } from './principal.ts';
import { selectApp } from './store/apps.ts';
import { selectGrantsOf } from './store/grants.ts';
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
  library: { readonly id: LibraryId; readonly restricted: boolean },
): Promise<boolean> {
  if (!isId('per', id) && !isId('app', id)) return false;
  if (!(await isActive(reader, organization, id))) return false;
  const grants = await selectGrantsOf(reader, organization, [id]);
  return grantsPermit(grants, action, { kind: 'library', ...library });
}

async function isActive(
  reader: Reader,
  organization: OrganizationId,
  id: PersonId | AppId,
): Promise<boolean> {
  const app = isId('app', id) ? await selectApp(reader, organization, id) : undefined;
  const human = app?.owner ?? id;
  return isId('per', human) && (await selectPerson(reader, organization, human))?.active === true;
}
