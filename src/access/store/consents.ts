import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import { isId } from '../../platform/id.ts';
import type { Consent } from '../consents/consent.ts';
import type { AppId, ConsentId, PersonId } from '../principal.ts';

interface ConsentRow {
  readonly id: ConsentId;
  readonly person_id: PersonId;
  readonly app_id: AppId;
  readonly given_at: Date;
  readonly withdrawn_at: Date | null;
}

const columns = ['id', 'person_id', 'app_id', 'given_at', 'withdrawn_at'] as const;

const consentOf = (row: ConsentRow): Consent => ({
  id: row.id,
  person: row.person_id,
  app: row.app_id,
  givenAt: row.given_at,
  withdrawnAt: row.withdrawn_at ?? undefined,
});

export async function selectConsent(
  reader: Reader,
  organization: OrganizationId,
  id: ConsentId,
): Promise<Consent | undefined> {
  const row = await reader
    .selectFrom('access_consent')
    .select(columns)
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && consentOf(row);
}

/** Whose consent is asked for. */
export type ConsentOf =
  | { readonly person: PersonId }
  | { readonly email: string }
  | { readonly consent: ConsentId };

/** The consent to an app that is not withdrawn, of a person who is active. */
export async function selectConsentInForce(
  reader: Reader,
  organization: OrganizationId,
  app: AppId,
  of: ConsentOf,
): Promise<{ readonly id: ConsentId; readonly person: PersonId } | undefined> {
  const query = reader
    .selectFrom('access_consent as consent')
    .innerJoin('access_person as person', (join) =>
      join
        .onRef('person.organization_id', '=', 'consent.organization_id')
        .onRef('person.id', '=', 'consent.person_id'),
    )
    .select(['consent.id', 'consent.person_id as person'])
    .where('consent.organization_id', '=', organization)
    .where('consent.app_id', '=', app)
    .where('consent.withdrawn_at', 'is', null)
    .where('person.active', '=', true);
  if ('consent' in of) return query.where('consent.id', '=', of.consent).executeTakeFirst();
  return 'person' in of
    ? query.where('person.id', '=', of.person).executeTakeFirst()
    : query.where('person.email', '=', of.email).executeTakeFirst();
}

/** A page of consents, oldest first: those of one person, and those to one app or to the apps that the person owns. */
export async function selectConsents(
  reader: Reader,
  organization: OrganizationId,
  who: PersonId | AppId,
  page: { readonly after: ConsentId | undefined; readonly limit: number },
): Promise<Consent[]> {
  let query = reader
    .selectFrom('access_consent as consent')
    .innerJoin('access_app as app', (join) =>
      join
        .onRef('app.organization_id', '=', 'consent.organization_id')
        .onRef('app.id', '=', 'consent.app_id'),
    )
    .select(columns.map((name) => `consent.${name}` as const))
    .where('consent.organization_id', '=', organization)
    .where((where) =>
      isId('app', who)
        ? where('app.id', '=', who)
        : where.or([where('consent.person_id', '=', who), where('app.owner_id', '=', who)]),
    );
  if (page.after !== undefined) query = query.where('consent.id', '>', page.after);
  return (await query.orderBy('consent.id').limit(page.limit).execute()).map(consentOf);
}

/** @returns false when one is in force already */
export async function insertConsent(
  tx: Tx,
  organization: OrganizationId,
  consent: Consent,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('access_consent')
    .values({
      organization_id: organization,
      id: consent.id,
      person_id: consent.person,
      app_id: consent.app,
      given_at: consent.givenAt,
      withdrawn_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** @returns false when it was withdrawn before */
export async function updateConsentWithdrawn(
  tx: Tx,
  organization: OrganizationId,
  id: ConsentId,
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('access_consent')
    .set({ withdrawn_at: at })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}
