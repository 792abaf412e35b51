import type { EntryDraft } from '../../ledger/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { newId } from '../../platform/id.ts';
import { Problem } from '../../platform/problem.ts';
import { deactivateWithin } from '../deactivate-person.ts';
import type { AccessParts } from '../parts.ts';
import type { PersonId } from '../principal.ts';
import { domainOf } from '../sso/identity.ts';
import { selectDomain } from '../sso/store/domains.ts';
import { isExempt } from '../sso/store/settings.ts';
import { updateKeysOfRevoked } from '../store/keys.ts';
import { lockOrganization } from '../store/organizations.ts';
import { insertPerson } from '../store/people.ts';
import { directoryActor, directoryEntry, giveEach } from './acting.ts';
import { bad, noResource, ScimError } from './error.ts';
import { deleteFromGroups } from './store/groups.ts';
import {
  selectDeletedUser,
  selectUser,
  updatePersonActive,
  updatePersonFacts,
  updateScimPersonDeleted,
  upsertScimPerson,
} from './store/people.ts';
import type { Directory } from './token.ts';
import type { ScimUser, UserFacts } from './user.ts';

/**
 * Makes a person as a directory says, or takes one back whom it had deleted. Entries `person.create` or `person.update` and
 * `person.reactivate`, and those of what their groups mean.
 * @throws ScimError 409 `uniqueness`, 400 `invalidValue`
 */
export function createUser(parts: AccessParts, directory: Directory, facts: UserFacts): Promise<ScimUser> {
  const { organization } = directory;
  const at = parts.clock.now();
  return recorded(parts, directory, async (tx) => {
    await refuseDomain(tx, directory, facts.email);
    const before = await selectDeletedUser(tx, organization, facts.email);
    if (before !== undefined) {
      await keep(tx, directory, before, facts, at);
      const user = await theUser(tx, directory, before);
      return { id: before, entries: await settle(tx, directory, user, facts, at) };
    }
    const { displayName, email, active } = facts;
    const id = newId('per', at.getTime());
    if (!(await insertPerson(tx, organization, { id, displayName, email, active, createdAt: at })))
      throw taken('emails');
    await keep(tx, directory, id, facts, at);
    const made = directoryEntry(
      directory,
      'person.create',
      { kind: 'person', id },
      { signIn: 'single_sign_on', active },
    );
    return { id, entries: [made, ...(await giveEach(tx, directory, [id], at))] };
  });
}

/**
 * Lets a person be as a directory says. Entries `person.update` (which names what changed, not to what), `person.deactivate`,
 * `person.reactivate`, `key.revoke`; none when nothing changes.
 * @param change what is wanted, from what there is: pure
 * @throws ScimError 404, 409 `uniqueness`, 400
 */
export function changeUser(
  parts: AccessParts,
  directory: Directory,
  id: PersonId,
  change: (user: ScimUser) => UserFacts,
): Promise<ScimUser> {
  const at = parts.clock.now();
  return recorded(parts, directory, async (tx) => {
    const user = await theUser(tx, directory, id);
    const facts = change(user);
    if (facts.email !== user.email) await refuseDomain(tx, directory, facts.email);
    return { id, entries: await settle(tx, directory, user, facts, at) };
  });
}

/**
 * A directory deletes a person: here their access ends, and provisioning knows them no more. The person stays, because history names them.
 * @throws ScimError 404, 409
 */
export async function deleteUser(parts: AccessParts, directory: Directory, id: PersonId): Promise<void> {
  const { organization } = directory;
  const at = parts.clock.now();
  await parts.ledger.record(async (tx) => {
    await lockOrganization(tx, organization);
    const user = await theUser(tx, directory, id);
    const ended = user.active ? await end(tx, directory, id, at) : [];
    await keep(tx, directory, id, user, at);
    await updateScimPersonDeleted(tx, organization, id, at);
    await deleteFromGroups(tx, organization, id);
    const forgotten = directoryEntry(
      directory,
      'person.update',
      { kind: 'person', id },
      { changed: ['deleted'] },
    );
    return { entry: [forgotten, ...ended], value: undefined };
  });
}

async function recorded(
  parts: AccessParts,
  directory: Directory,
  work: (tx: Tx) => Promise<{ readonly id: PersonId; readonly entries: readonly EntryDraft[] }>,
): Promise<ScimUser> {
  const { organization } = directory;
  const id = await unlessUnchanged(
    parts.ledger.record(async (tx) => {
      await lockOrganization(tx, organization);
      const done = await work(tx);
      const [first, ...more] = done.entries;
      if (first === undefined) throw new Unchanged(done.id);
      return { entry: [first, ...more], value: done.id };
    }),
  );
  return theUser(parts.reader, directory, id);
}

/** Leaves the transaction without a trace: there is nothing to record. */
export class Unchanged<Id> extends Error {
  readonly id: Id;
  constructor(id: Id) {
    super('nothing changes');
    this.id = id;
  }
}

async function unlessUnchanged(work: Promise<PersonId>): Promise<PersonId> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Unchanged) return error.id;
    throw error;
  }
}

async function theUser(reader: Parameters<typeof selectUser>[0], { organization }: Directory, id: PersonId) {
  const user = await selectUser(reader, organization, id);
  if (user === undefined) throw noResource();
  return user;
}

/** From what there is to what is wanted. */
async function settle(
  tx: Tx,
  directory: Directory,
  user: ScimUser,
  facts: UserFacts,
  at: Date,
): Promise<EntryDraft[]> {
  const { organization } = directory;
  const { id } = user;
  const names = ['userName', 'externalId', 'displayName', 'givenName', 'familyName', 'email'] as const;
  const changed = names.filter((name) => user[name] !== facts[name]);
  const entries: EntryDraft[] = [];
  if (changed.length > 0 || !user.managed) {
    if (!(await updatePersonFacts(tx, organization, id, facts, at))) throw taken('emails');
    await keep(tx, directory, id, facts, at);
    entries.push(directoryEntry(directory, 'person.update', { kind: 'person', id }, { changed }));
  }
  if (user.active && !facts.active) entries.push(...(await end(tx, directory, id, at)));
  if (!user.active && facts.active && (await updatePersonActive(tx, organization, id, at)))
    entries.push(directoryEntry(directory, 'person.reactivate', { kind: 'person', id }));
  if (facts.active) entries.push(...(await giveEach(tx, directory, [id], at)));
  return entries;
}

/** Sessions and keys end at once, and stay ended when the person comes back. */
async function end(tx: Tx, directory: Directory, id: PersonId, at: Date): Promise<EntryDraft[]> {
  const { organization } = directory;
  if (await isExempt(tx, organization, id))
    throw new ScimError(
      409,
      undefined,
      'This person is named to get in when single sign-on is down. Take that away in Countersign first.',
    );
  try {
    const ended = await deactivateWithin(tx, { organization, id, by: directoryActor(directory), at });
    const keys = await updateKeysOfRevoked(tx, organization, id, at);
    const revoked = keys.map((key) =>
      directoryEntry(directory, 'key.revoke', { kind: 'key', id: key }, { principal: id }),
    );
    return [ended, ...revoked];
  } catch (error) {
    if (error instanceof Problem && error.status === 409) throw new ScimError(409, undefined, error.detail);
    throw error;
  }
}

async function keep(
  tx: Tx,
  { organization }: Directory,
  id: PersonId,
  facts: UserFacts,
  at: Date,
): Promise<void> {
  if (!(await upsertScimPerson(tx, organization, id, facts, at))) throw taken('userName');
}

async function refuseDomain(tx: Tx, { organization }: Directory, email: string): Promise<void> {
  if ((await selectDomain(tx, organization, domainOf(email)))?.counts === true) return;
  throw bad(
    'invalidValue',
    `The domain ${domainOf(email)} has not been verified in Countersign. Verify it there first.`,
  );
}

function taken(what: string): ScimError {
  return new ScimError(409, 'uniqueness', `Another user has this ${what === 'emails' ? 'address' : what}.`);
}
