import { type RawBuilder, sql } from 'kysely';
import type { OrganizationId } from '../../../ledger/index.ts';
import type { Reader, Tx } from '../../../platform/db/index.ts';
import type { Id } from '../../../platform/id.ts';
import type { PersonId } from '../../principal.ts';
import type { Filter } from '../filter.ts';
import { type Column, conditionOf } from './filter-sql.ts';

export type GroupId = Id<'scg'>;
export type GroupAttribute = 'id' | 'displayName' | 'externalId' | 'created' | 'lastModified';

export interface ScimGroup {
  readonly id: GroupId;
  readonly displayName: string;
  readonly externalId: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const column = (expression: RawBuilder<unknown>, exact = false): Column => ({ expression, exact });
const columns: Readonly<Record<GroupAttribute, Column>> = {
  id: column(sql`scim_group.id`, true),
  displayName: column(sql`scim_group.display_name`),
  externalId: column(sql`scim_group.external_id`, true),
  created: column(sql`scim_group.created_at`),
  lastModified: column(sql`scim_group.updated_at`),
};

function groups(reader: Reader, organization: OrganizationId) {
  return reader
    .selectFrom('access_scim_group as scim_group')
    .where('scim_group.organization_id', '=', organization);
}

const shown = [
  'scim_group.id',
  'scim_group.display_name as displayName',
  'scim_group.external_id as externalId',
  'scim_group.created_at as createdAt',
  'scim_group.updated_at as updatedAt',
] as const;

export function selectGroup(
  reader: Reader,
  organization: OrganizationId,
  id: GroupId,
): Promise<ScimGroup | undefined> {
  return groups(reader, organization).select(shown).where('scim_group.id', '=', id).executeTakeFirst();
}

export async function selectGroups(
  reader: Reader,
  organization: OrganizationId,
  filter: Filter<GroupAttribute> | undefined,
  page: { readonly offset: number; readonly limit: number },
): Promise<{ readonly total: number; readonly groups: readonly ScimGroup[] }> {
  const condition = filter === undefined ? sql<boolean>`true` : conditionOf(filter, columns);
  const { total } = await groups(reader, organization)
    .where(condition)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const found = await groups(reader, organization)
    .where(condition)
    .select(shown)
    .orderBy('scim_group.id')
    .offset(page.offset)
    .limit(page.limit)
    .execute();
  return { total, groups: found };
}

/** Who is in some groups, with their names; those whom provisioning deleted are in none. */
export function selectGroupMembers(
  reader: Reader,
  organization: OrganizationId,
  ids: readonly GroupId[],
): Promise<{ readonly group: GroupId; readonly person: PersonId; readonly displayName: string }[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return reader
    .selectFrom('access_scim_group_member as member')
    .innerJoin('access_person as person', (join) =>
      join
        .onRef('person.organization_id', '=', 'member.organization_id')
        .onRef('person.id', '=', 'member.person_id'),
    )
    .select(['member.group_id as group', 'member.person_id as person', 'person.display_name as displayName'])
    .where('member.organization_id', '=', organization)
    .where('member.group_id', 'in', ids)
    .orderBy('member.person_id')
    .execute();
}

/** The groups of some people. */
export function selectGroupsOf(
  reader: Reader,
  organization: OrganizationId,
  people: readonly PersonId[],
): Promise<{ readonly person: PersonId; readonly id: GroupId; readonly displayName: string }[]> {
  if (people.length === 0) return Promise.resolve([]);
  return reader
    .selectFrom('access_scim_group_member as member')
    .innerJoin('access_scim_group as scim_group', (join) =>
      join
        .onRef('scim_group.organization_id', '=', 'member.organization_id')
        .onRef('scim_group.id', '=', 'member.group_id'),
    )
    .select(['member.person_id as person', 'scim_group.id', 'scim_group.display_name as displayName'])
    .where('member.organization_id', '=', organization)
    .where('member.person_id', 'in', people)
    .orderBy('scim_group.id')
    .execute();
}

/** @returns false when another group has that name */
export async function upsertGroup(tx: Tx, organization: OrganizationId, group: ScimGroup): Promise<boolean> {
  const taken = await tx
    .selectFrom('access_scim_group')
    .select('id')
    .where('organization_id', '=', organization)
    .where('id', '!=', group.id)
    .where(sql<boolean>`lower(display_name) = lower(${group.displayName})`)
    .executeTakeFirst();
  if (taken !== undefined) return false;
  const values = {
    display_name: group.displayName,
    external_id: group.externalId,
    updated_at: group.updatedAt,
  };
  await tx
    .insertInto('access_scim_group')
    .values({ organization_id: organization, id: group.id, created_at: group.createdAt, ...values })
    .onConflict((conflict) => conflict.columns(['organization_id', 'id']).doUpdateSet(values))
    .execute();
  return true;
}

/** With who is in it. @returns false when it was gone already */
export async function deleteGroup(tx: Tx, organization: OrganizationId, id: GroupId): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('access_scim_group')
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

export async function insertGroupMembers(
  tx: Tx,
  organization: OrganizationId,
  group: GroupId,
  people: readonly PersonId[],
): Promise<void> {
  if (people.length === 0) return;
  await tx
    .insertInto('access_scim_group_member')
    .values(people.map((person) => ({ organization_id: organization, group_id: group, person_id: person })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function deleteGroupMembers(
  tx: Tx,
  organization: OrganizationId,
  group: GroupId,
  people: readonly PersonId[],
): Promise<void> {
  if (people.length === 0) return;
  await tx
    .deleteFrom('access_scim_group_member')
    .where('organization_id', '=', organization)
    .where('group_id', '=', group)
    .where('person_id', 'in', people)
    .execute();
}

/** Out of all groups. */
export async function deleteFromGroups(
  tx: Tx,
  organization: OrganizationId,
  person: PersonId,
): Promise<void> {
  await tx
    .deleteFrom('access_scim_group_member')
    .where('organization_id', '=', organization)
    .where('person_id', '=', person)
    .execute();
}
