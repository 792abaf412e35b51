import type { Actor, EntryDraft } from '../../ledger/index.ts';
import type { JsonObject } from '../../platform/canonical-json.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { PersonId } from '../principal.ts';
import { giveByGroups } from '../sso/by-groups.ts';
import { selectSetting } from '../sso/store/settings.ts';
import { selectGroupsOf } from './store/groups.ts';
import { selectUser } from './store/people.ts';
import type { Directory } from './token.ts';

/** Whom provisioning acts as: the directory, by its token. */
export function directoryActor({ token }: Directory): Actor {
  return { kind: 'system', id: 'scim', credential: { kind: 'key', id: token } };
}

export function directoryEntry(
  directory: Directory,
  action: string,
  subject: { readonly kind: string; readonly id: string },
  data: JsonObject = {},
): EntryDraft {
  return { organization: directory.organization, action, actor: directoryActor(directory), subject, data };
}

/** Gives people what their groups mean, now that their groups are others. Those who are not active, or not provisioned, keep what they have. */
export async function giveEach(
  tx: Tx,
  directory: Directory,
  people: Iterable<PersonId>,
  at: Date,
): Promise<EntryDraft[]> {
  const { organization } = directory;
  const by = directoryActor(directory);
  const { defaultRole } = await selectSetting(tx, organization);
  const entries: EntryDraft[] = [];
  for (const person of new Set(people)) {
    const user = await selectUser(tx, organization, person);
    if (user?.active !== true || !user.managed) continue;
    const groups = (await selectGroupsOf(tx, organization, [person])).map(({ displayName }) => displayName);
    entries.push(...(await giveByGroups(tx, { organization, person, groups, defaultRole, by, at })));
  }
  return entries;
}
