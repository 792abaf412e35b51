import { type RawBuilder, sql } from 'kysely';
import type { OrganizationId } from '../../../ledger/index.ts';
import type { Reader, Tx } from '../../../platform/db/index.ts';
import type { PersonId } from '../../principal.ts';
import type { Filter } from '../filter.ts';
import type { ScimUser, UserFacts } from '../user.ts';
import { type Column, conditionOf } from './filter-sql.ts';

/** What may be asked about people. */
export type UserAttribute =
  | 'id'
  | 'userName'
  | 'externalId'
  | 'displayName'
  | 'givenName'
  | 'familyName'
  | 'email'
  | 'active'
  | 'created'
  | 'lastModified';

const userName = sql<string>`coalesce(scim.user_name, person.email)`;
const updatedAt = sql<Date>`greatest(person.updated_at, scim.updated_at)`;
const column = (expression: RawBuilder<unknown>, exact = false): Column => ({ expression, exact });
const columns: Readonly<Record<UserAttribute, Column>> = {
  id: column(sql`person.id`, true),
  userName: column(userName),
  externalId: column(sql`scim.external_id`, true),
  displayName: column(sql`person.display_name`),
  givenName: column(sql`scim.given_name`),
  familyName: column(sql`scim.family_name`),
  email: column(sql`person.email`),
  active: column(sql`person.active`),
  created: column(sql`person.created_at`),
  lastModified: column(updatedAt),
};

/** Everybody but those whom provisioning deleted. */
function users(reader: Reader, organization: OrganizationId) {
  return reader
    .selectFrom('access_person as person')
    .leftJoin('access_scim_person as scim', (join) =>
      join
        .onRef('scim.organization_id', '=', 'person.organization_id')
        .onRef('scim.person_id', '=', 'person.id'),
    )
    .where('person.organization_id', '=', organization)
    .where('scim.deleted_at', 'is', null);
}

function wholeUsers(reader: Reader, organization: OrganizationId) {
  return users(reader, organization).select([
    'person.id',
    'person.display_name as displayName',
    'person.email',
    'person.active',
    'person.created_at as createdAt',
    'scim.external_id as externalId',
    'scim.given_name as givenName',
    'scim.family_name as familyName',
    userName.as('userName'),
    updatedAt.as('updatedAt'),
    sql<boolean>`scim.person_id is not null`.as('managed'),
  ]);
}

export function selectUser(
  reader: Reader,
  organization: OrganizationId,
  id: PersonId,
): Promise<ScimUser | undefined> {
  return wholeUsers(reader, organization).where('person.id', '=', id).executeTakeFirst();
}

/** A page, and how many there are. */
export async function selectUsers(
  reader: Reader,
  organization: OrganizationId,
  filter: Filter<UserAttribute> | undefined,
  page: { readonly offset: number; readonly limit: number },
): Promise<{ readonly total: number; readonly users: readonly ScimUser[] }> {
  const condition = filter === undefined ? sql<boolean>`true` : conditionOf(filter, columns);
  const { total } = await users(reader, organization)
    .where(condition)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const found = await wholeUsers(reader, organization)
    .where(condition)
    .orderBy('person.id')
    .offset(page.offset)
    .limit(page.limit)
    .execute();
  return { total, users: found };
}

/** Whom provisioning deleted, by address: they may come back. */
export async function selectDeletedUser(
  reader: Reader,
  organization: OrganizationId,
  email: string,
): Promise<PersonId | undefined> {
  const row = await reader
    .selectFrom('access_scim_person as scim')
    .innerJoin('access_person as person', (join) =>
      join
        .onRef('person.organization_id', '=', 'scim.organization_id')
        .onRef('person.id', '=', 'scim.person_id'),
    )
    .select('person.id')
    .where('scim.organization_id', '=', organization)
    .where('person.email', '=', email)
    .where('scim.deleted_at', 'is not', null)
    .executeTakeFirst();
  return row?.id;
}

/** @returns false when another user has that user name */
export async function upsertScimPerson(
  tx: Tx,
  organization: OrganizationId,
  id: PersonId,
  facts: UserFacts,
  at: Date,
): Promise<boolean> {
  const taken = await tx
    .selectFrom('access_scim_person')
    .select('person_id')
    .where('organization_id', '=', organization)
    .where('person_id', '!=', id)
    .where(sql<boolean>`lower(user_name) = lower(${facts.userName})`)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (taken !== undefined) return false;
  const values = {
    user_name: facts.userName,
    external_id: facts.externalId,
    given_name: facts.givenName,
    family_name: facts.familyName,
    updated_at: at,
    deleted_at: null,
  };
  await tx
    .insertInto('access_scim_person')
    .values({ organization_id: organization, person_id: id, ...values })
    .onConflict((conflict) => conflict.columns(['organization_id', 'person_id']).doUpdateSet(values))
    .execute();
  return true;
}

export async function updateScimPersonDeleted(
  tx: Tx,
  organization: OrganizationId,
  id: PersonId,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('access_scim_person')
    .set({ deleted_at: at, updated_at: at })
    .where('organization_id', '=', organization)
    .where('person_id', '=', id)
    .execute();
}

/** Name and address. @returns false when the address is somebody else's, of whatever organization */
export async function updatePersonFacts(
  tx: Tx,
  organization: OrganizationId,
  id: PersonId,
  { displayName, email }: Pick<UserFacts, 'displayName' | 'email'>,
  at: Date,
): Promise<boolean> {
  // Addresses are unique in the deployment, so that this query cannot lead with `organization_id`.
  const taken = await tx
    .selectFrom('access_person')
    .select('id')
    .where('email', '=', email)
    .where('id', '!=', id)
    .executeTakeFirst();
  if (taken !== undefined) return false;
  await tx
    .updateTable('access_person')
    .set({ display_name: displayName, email, updated_at: at })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .execute();
  return true;
}

/** @returns false when they are active already */
export async function updatePersonActive(
  tx: Tx,
  organization: OrganizationId,
  id: PersonId,
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('access_person')
    .set({ active: true, updated_at: at })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .where('active', '=', false)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** What provisioning has done so far. */
export async function selectCounts(
  reader: Reader,
  organization: OrganizationId,
): Promise<{ readonly people: number; readonly groups: number; readonly lastChangeAt: Date | null }> {
  const people = await reader
    .selectFrom('access_scim_person')
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.max('updated_at').as('last')])
    .where('organization_id', '=', organization)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow();
  const groups = await reader
    .selectFrom('access_scim_group')
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.max('updated_at').as('last')])
    .where('organization_id', '=', organization)
    .executeTakeFirstOrThrow();
  const times = [people.last, groups.last].filter((time): time is Date => time !== null);
  const lastChangeAt = times.length === 0 ? null : new Date(Math.max(...times.map((time) => time.getTime())));
  return { people: people.count, groups: groups.count, lastChangeAt };
}
