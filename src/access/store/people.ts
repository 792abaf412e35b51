import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Id } from '../../platform/id.ts';
import type { Person } from '../person.ts';
import type { PersonId } from '../principal.ts';

interface PersonRow {
  readonly id: PersonId;
  readonly display_name: string;
  readonly email: string;
  readonly active: boolean;
  readonly created_at: Date;
}

const columns = ['id', 'display_name', 'email', 'active', 'created_at'] as const;

const personOf = (row: PersonRow): Person => ({
  id: row.id,
  displayName: row.display_name,
  email: row.email,
  active: row.active,
  createdAt: row.created_at,
});

export async function selectPerson(
  reader: Reader,
  organization: OrganizationId,
  id: PersonId,
): Promise<Person | undefined> {
  const row = await reader
    .selectFrom('access_person')
    .select(columns)
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && personOf(row);
}

/** Active people with these addresses. */
export async function selectPeopleByEmail(
  reader: Reader,
  organization: OrganizationId,
  emails: readonly string[],
): Promise<Person[]> {
  if (emails.length === 0) return [];
  const rows = await reader
    .selectFrom('access_person')
    .select(columns)
    .where('organization_id', '=', organization)
    .where('email', 'in', emails)
    .where('active', '=', true)
    .execute();
  return rows.map(personOf);
}

/** A page of people, oldest first. `after` is the last id of the page before. */
export async function selectPeople(
  reader: Reader,
  organization: OrganizationId,
  page: { readonly after: PersonId | undefined; readonly limit: number },
): Promise<Person[]> {
  let query = reader.selectFrom('access_person').select(columns).where('organization_id', '=', organization);
  if (page.after !== undefined) query = query.where('id', '>', page.after);
  return (await query.orderBy('id').limit(page.limit).execute()).map(personOf);
}

/**
 * @param account without, they cannot sign in with a password
 * @returns false when the e-mail address is taken
 */
export async function insertPerson(
  tx: Tx,
  organization: OrganizationId,
  person: Person,
  account?: { readonly id: Id<'acc'>; readonly passwordHash: string },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('access_person')
    .values({
      organization_id: organization,
      id: person.id,
      display_name: person.displayName,
      email: person.email,
      active: person.active,
      created_at: person.createdAt,
      updated_at: person.createdAt,
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows !== 1n) return false;
  if (account === undefined) return true;
  await tx
    .insertInto('access_account')
    .values({
      organization_id: organization,
      id: account.id,
      person_id: person.id,
      password_hash: account.passwordHash,
      created_at: person.createdAt,
      updated_at: person.createdAt,
    })
    .execute();
  return true;
}

/** @returns false when there is no such active person */
export async function updatePersonInactive(
  tx: Tx,
  organization: OrganizationId,
  id: PersonId,
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('access_person')
    .set({ active: false, updated_at: at })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .where('active', '=', true)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}
