import { sql } from 'kysely';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { PersonId } from '../principal.ts';
import type { SecondFactorRule } from '../sign-in/method.ts';

/** Everything that signing in asks about a person, in one query: somebody and nobody take the same way (attack AT-43). */
export interface SignInFacts {
  readonly organization: OrganizationId;
  readonly organizationName: string;
  readonly person: PersonId;
  readonly displayName: string;
  readonly email: string;
  /** Null for people who only come by single sign-on, or have not used their link yet. */
  readonly passwordHash: string | null;
  readonly hasTotp: boolean;
  readonly hasPasskey: boolean;
  readonly secondFactor: SecondFactorRule;
}

/** The active person with this e-mail address or id, which name the organization: this query cannot lead with `organization_id`. */
export async function selectSignInFacts(
  reader: Reader,
  by: 'email' | 'id',
  value: string,
): Promise<SignInFacts | undefined> {
  const row = await reader
    .selectFrom('access_person as person')
    .innerJoin(
      'access_organization as organization',
      'organization.organization_id',
      'person.organization_id',
    )
    .leftJoin('access_account as account', (join) =>
      join
        .onRef('account.organization_id', '=', 'person.organization_id')
        .onRef('account.person_id', '=', 'person.id'),
    )
    .select([
      'person.organization_id as organization',
      'organization.name as organizationName',
      'person.id as person',
      'person.display_name as displayName',
      'person.email',
      'account.password_hash as passwordHash',
      'organization.second_factor as secondFactor',
      sql<boolean>`exists (select from access_totp as totp
        where totp.organization_id = person.organization_id and totp.person_id = person.id)`.as('hasTotp'),
      sql<boolean>`exists (select from access_passkey as passkey
        where passkey.organization_id = person.organization_id and passkey.person_id = person.id)`.as(
        'hasPasskey',
      ),
    ])
    .where((where) => where(where.cast<string>(`person.${by}`, 'text'), '=', value))
    .where('person.active', '=', true)
    .executeTakeFirst();
  return row;
}

/**
 * What must still be so when a session begins: the person is active, and the organization's rule. Holds both rows until the transaction
 * ends, so that a deactivation or a stricter rule either sees the session or refuses it.
 */
export async function lockForSession(
  tx: Tx,
  organization: OrganizationId,
  person: PersonId,
): Promise<SecondFactorRule | undefined> {
  const row = await tx
    .selectFrom('access_person as person')
    .innerJoin(
      'access_organization as organization',
      'organization.organization_id',
      'person.organization_id',
    )
    .select('organization.second_factor')
    .where('person.organization_id', '=', organization)
    .where('person.id', '=', person)
    .where('person.active', '=', true)
    .forShare()
    .executeTakeFirst();
  return row?.second_factor;
}
