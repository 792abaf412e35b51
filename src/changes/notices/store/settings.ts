import type { PersonId } from '../../../access/index.ts';
import type { OrganizationId } from '../../../ledger/index.ts';
import type { Reader, Tx } from '../../../platform/db/index.ts';
import { defaultSettings, type NoticeSettings, topics } from '../notice.ts';

/** What some people chose, with the defaults for what they did not. */
export async function settingsOf(
  db: Reader | Tx,
  organization: OrganizationId,
  people: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, NoticeSettings>> {
  const found = new Map<PersonId, NoticeSettings>(people.map((person) => [person, defaultSettings]));
  if (people.length === 0) return found;
  const rows = await db
    .selectFrom('changes_notice_setting')
    .selectAll()
    .where('organization_id', '=', organization)
    .where('person_id', 'in', people)
    .execute();
  for (const { person_id, topic, by_email } of rows)
    found.set(person_id, { ...(found.get(person_id) ?? defaultSettings), [topic]: by_email });
  return found;
}

export async function upsertSettings(
  tx: Tx,
  organization: OrganizationId,
  person: PersonId,
  settings: NoticeSettings,
  at: Date,
): Promise<void> {
  await tx
    .insertInto('changes_notice_setting')
    .values(
      topics.map((topic) => ({
        organization_id: organization,
        person_id: person,
        topic,
        by_email: settings[topic],
        updated_at: at,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['organization_id', 'person_id', 'topic']).doUpdateSet(({ ref }) => ({
        by_email: ref('excluded.by_email'),
        updated_at: ref('excluded.updated_at'),
      })),
    )
    .execute();
}
