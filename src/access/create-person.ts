import { z } from 'zod';
import type { Actor, EntryDraft, OrganizationId } from '../ledger/index.ts';
import type { Tx } from '../platform/db/index.ts';
import { newId } from '../platform/id.ts';
import { Problem } from '../platform/problem.ts';
import { authorize } from './authorize.ts';
import { grantWithin } from './create-grant.ts';
import { asHeld, refuseWiderThanOwn } from './hand-out.ts';
import type { AccessParts } from './parts.ts';
import { assertPassword, hashPassword } from './password.ts';
import { normalizeEmail, type Person } from './person.ts';
import { actorOf, type Principal } from './principal.ts';
import { theOrganization } from './resource.ts';
import { insertPerson } from './store/people.ts';

export interface PersonInput {
  readonly displayName: string;
  readonly email: string;
  /** Without one, somebody gives them a link (`password.reset`), or they come by single sign-on. */
  readonly password?: string | undefined;
  /** Held on the whole organization. */
  readonly role: string;
}

/**
 * Makes a person who can sign in with a password, and gives them a role. Entries `person.create` and `grant.create`.
 * @throws Problem `person.create.forbidden`, `person.create.password_length`, `person.create.password_common`,
 *   `person.create.invalid_email`, `person.create.email_taken`, `person.create.wider_than_own`
 */
export async function createPerson(
  parts: AccessParts,
  principal: Principal,
  input: PersonInput,
): Promise<Person> {
  authorize(principal, 'person.create', theOrganization);
  // A key that is narrowed to making people must not make admins of them.
  authorize(principal, 'grant.create', theOrganization);
  const given = await asHeld(parts, principal, { role: input.role, scope: { kind: 'organization' } });
  await refuseWiderThanOwn(principal, 'person.create', [given]);
  const prepared = await preparePerson(input);
  const at = parts.clock.now();
  const { organization } = principal;
  return parts.ledger.record(async (tx) => {
    const { person, entries } = await personWithin(tx, {
      organization,
      by: actorOf(principal),
      at,
      prepared,
    });
    return { entry: entries, value: person };
  });
}

export interface PreparedPerson {
  readonly displayName: string;
  readonly email: string;
  readonly role: string;
  readonly passwordHash: string | undefined;
}

/** Checks the input and hashes the password: slow work that stays outside transactions. */
export async function preparePerson(input: PersonInput): Promise<PreparedPerson> {
  const email = normalizeEmail(input.email);
  if (!z.email().max(254).safeParse(email).success)
    throw new Problem({
      code: 'person.create.invalid_email',
      status: 400,
      detail: 'The e-mail address cannot be read. Write it as name@example.com.',
    });
  const { displayName, role, password } = input;
  if (password === undefined) return { displayName, email, role, passwordHash: undefined };
  assertPassword(password, 'person.create', [email, displayName]);
  return { displayName, email, role, passwordHash: await hashPassword(password) };
}

/** Makes a prepared person inside a transaction. The caller authorizes, and returns the entries. */
export async function personWithin(
  tx: Tx,
  made: {
    readonly organization: OrganizationId;
    readonly by: Actor;
    readonly at: Date;
    readonly prepared: PreparedPerson;
  },
): Promise<{ readonly person: Person; readonly entries: readonly [EntryDraft, EntryDraft] }> {
  const { organization, by, at, prepared } = made;
  const { displayName, email, passwordHash, role } = prepared;
  const person: Person = { id: newId('per'), displayName, email, active: true, createdAt: at };
  const account = passwordHash === undefined ? undefined : { id: newId('acc'), passwordHash };
  // The address may be taken in another organization: the answer must not say where.
  if (!(await insertPerson(tx, organization, person, account)))
    throw new Problem({
      code: 'person.create.email_taken',
      status: 409,
      detail: 'This e-mail address cannot be used for a new person. Use another one.',
    });
  const { entry: grant } = await grantWithin(tx, {
    organization,
    by,
    at,
    principal: person.id,
    role,
    scope: { kind: 'organization' },
  });
  const entry: EntryDraft = {
    organization,
    action: 'person.create',
    actor: by,
    subject: { kind: 'person', id: person.id },
    data: account === undefined ? { signIn: 'none' } : { account: account.id, signIn: 'password' },
  };
  return { person, entries: [entry, grant] };
}
