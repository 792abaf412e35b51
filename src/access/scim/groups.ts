import type { EntryDraft } from '../../ledger/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { isId, newId } from '../../platform/id.ts';
import type { AccessParts } from '../parts.ts';
import type { PersonId } from '../principal.ts';
import { lockOrganization } from '../store/organizations.ts';
import { directoryEntry, giveEach } from './acting.ts';
import { bad, noResource, ScimError } from './error.ts';
import type { GroupFacts } from './patch.ts';
import {
  deleteGroup,
  deleteGroupMembers,
  type GroupId,
  insertGroupMembers,
  type ScimGroup,
  selectGroup,
  selectGroupMembers,
  upsertGroup,
} from './store/groups.ts';
import { selectUser, upsertScimPerson } from './store/people.ts';
import type { Directory } from './token.ts';
import { Unchanged } from './users.ts';

/** What one request may move: what comes of it is one transaction. */
const mostMoved = 1000;
/** An entry is at most 64 KiB. */
const namedInEntry = 500;

/** Entry `scim_group.create`, and those of what it gives. @throws ScimError 409 `uniqueness`, 400 `invalidValue` */
export async function createGroup(
  parts: AccessParts,
  directory: Directory,
  facts: GroupFacts,
): Promise<GroupId> {
  const at = parts.clock.now();
  const group = { id: newId('scg', at.getTime()), ...named(facts), createdAt: at, updatedAt: at };
  return parts.ledger.record(async (tx) => {
    await lockOrganization(tx, directory.organization);
    if (!(await upsertGroup(tx, directory.organization, group))) throw nameTaken();
    const made = directoryEntry(directory, 'scim_group.create', { kind: 'scim_group', id: group.id });
    return {
      entry: [made, ...(await move(tx, directory, group, new Set(), facts.members, at))],
      value: group.id,
    };
  });
}

/**
 * Entry `scim_group.update`, which names who came and went, and those of what it gives and takes; none when nothing changes.
 * @param change what is wanted, from what there is: pure
 * @throws ScimError 404, 409 `uniqueness`, 400
 */
export async function changeGroup(
  parts: AccessParts,
  directory: Directory,
  id: GroupId,
  change: (group: GroupFacts) => GroupFacts,
): Promise<void> {
  const { organization } = directory;
  const at = parts.clock.now();
  const done = parts.ledger.record(async (tx) => {
    await lockOrganization(tx, organization);
    const before = await selectGroup(tx, organization, id);
    if (before === undefined) throw noResource();
    const members = new Set((await selectGroupMembers(tx, organization, [id])).map(({ person }) => person));
    const after = change({ ...named(before), members });
    const renamed = after.displayName !== before.displayName || after.externalId !== before.externalId;
    const group = { ...before, ...named(after), updatedAt: at };
    if (renamed && !(await upsertGroup(tx, organization, group))) throw nameTaken();
    const entries = renamed
      ? [directoryEntry(directory, 'scim_group.update', { kind: 'scim_group', id }, { renamed })]
      : [];
    entries.push(...(await move(tx, directory, group, members, after.members, at)));
    // A name decides what a group means: for everybody in it.
    if (renamed) entries.push(...(await giveEach(tx, directory, peopleOf(after.members), at)));
    const [first, ...more] = entries;
    if (first === undefined) throw new Unchanged(id);
    return { entry: [first, ...more], value: undefined };
  });
  await done.catch((error: unknown) => {
    if (!(error instanceof Unchanged)) throw error;
  });
}

/** Entry `scim_group.delete`, and those of what it gave. @throws ScimError 404 */
export async function removeGroup(parts: AccessParts, directory: Directory, id: GroupId): Promise<void> {
  const { organization } = directory;
  const at = parts.clock.now();
  await parts.ledger.record(async (tx) => {
    await lockOrganization(tx, organization);
    const members = (await selectGroupMembers(tx, organization, [id])).map(({ person }) => person);
    if (!(await deleteGroup(tx, organization, id))) throw noResource();
    const gone = directoryEntry(directory, 'scim_group.delete', { kind: 'scim_group', id });
    return { entry: [gone, ...(await giveEach(tx, directory, members, at))], value: undefined };
  });
}

async function move(
  tx: Tx,
  directory: Directory,
  group: ScimGroup,
  before: ReadonlySet<string>,
  after: ReadonlySet<string>,
  at: Date,
): Promise<EntryDraft[]> {
  const { organization } = directory;
  const come = peopleOf(after).filter((person) => !before.has(person));
  const go = peopleOf(before).filter((person) => !after.has(person));
  if (come.length + go.length > mostMoved)
    throw bad('tooMany', `One request moves at most ${mostMoved} members. Send several.`);
  for (const person of come) await manage(tx, directory, person, at);
  await insertGroupMembers(tx, organization, group.id, come);
  await deleteGroupMembers(tx, organization, group.id, go);
  const entryOf = (what: 'added' | 'removed', people: readonly PersonId[]) =>
    directoryEntry(directory, 'scim_group.update', { kind: 'scim_group', id: group.id }, { [what]: people });
  return [
    ...inPieces(come).map((people) => entryOf('added', people)),
    ...inPieces(go).map((people) => entryOf('removed', people)),
    ...(await giveEach(tx, directory, [...come, ...go], at)),
  ];
}

/** Whoever is in a group of the directory is provisioned by it. */
async function manage(tx: Tx, { organization }: Directory, person: PersonId, at: Date): Promise<void> {
  const user = await selectUser(tx, organization, person);
  if (user === undefined) throw bad('invalidValue', `There is no user ${person}.`);
  if (!user.managed && !(await upsertScimPerson(tx, organization, person, user, at))) throw nameTaken();
}

function named({ displayName, externalId }: Pick<ScimGroup, 'displayName' | 'externalId'>) {
  return { displayName, externalId };
}

function peopleOf(ids: ReadonlySet<string>): PersonId[] {
  return [...ids].flatMap((id) => (isId('per', id) ? [id] : []));
}

function inPieces(people: readonly PersonId[]): PersonId[][] {
  const pieces: PersonId[][] = [];
  for (let at = 0; at < people.length; at += namedInEntry) pieces.push(people.slice(at, at + namedInEntry));
  return pieces;
}

function nameTaken(): ScimError {
  return new ScimError(409, 'uniqueness', 'Another group or user has this name.');
}
