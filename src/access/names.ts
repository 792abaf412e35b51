import type { OrganizationId } from '../ledger/index.ts';
import type { Reader } from '../platform/db/index.ts';
import { isId } from '../platform/id.ts';
import type { PersonRef } from './person.ts';
import { selectNames } from './store/apps.ts';
import { selectTeamRefs } from './store/teams.ts';

/** What people and apps are called, in one go. Ids that the organization does not know are not in the map. */
export async function namesOf(
  reader: Reader,
  organization: OrganizationId,
  ids: Iterable<string>,
): Promise<Map<string, PersonRef>> {
  const rows = await selectNames(reader, organization, [...new Set(ids)]);
  return new Map(
    rows.map(({ id, display_name }) => [
      id,
      { id, kind: isId('app', id) ? 'app' : 'person', displayName: display_name },
    ]),
  );
}

/** How whoever can be given a role is named to people. */
export interface GranteeRef {
  readonly id: string;
  readonly kind: 'person' | 'app' | 'team';
  readonly displayName: string;
}

/** As `namesOf`, teams too, retired ones included. */
export async function granteesOf(
  reader: Reader,
  organization: OrganizationId,
  ids: readonly string[],
): Promise<ReadonlyMap<string, GranteeRef>> {
  const named = await namesOf(reader, organization, ids);
  const teamIds = ids.filter((id) => isId('tea', id));
  const teams = await selectTeamRefs(reader, organization, [...new Set(teamIds)]);
  return new Map<string, GranteeRef>([
    ...named,
    ...teams.map(({ id, displayName }) => [id, { id, kind: 'team', displayName }] as const),
  ]);
}
