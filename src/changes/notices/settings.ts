import { actorOf, authorize, type Principal, theOrganization } from '../../access/index.ts';
import type { ChangesParts } from '../dossier.ts';
import { defaultSettings, type EmailChoice, type NoticeSettings } from './notice.ts';
import { settingsOf, upsertSettings } from './store/settings.ts';

export type ChosenSettings = Readonly<Record<'asked' | 'progress' | 'talk', EmailChoice>>;

/** What one gets by e-mail. */
export async function readSettings(parts: ChangesParts, principal: Principal): Promise<NoticeSettings> {
  authorize(principal, 'notice_setting.read', theOrganization);
  const { organization, human } = principal;
  const found = await settingsOf(parts.reader, organization, [human]);
  return found.get(human) ?? defaultSettings;
}

/** Chooses what one gets by e-mail. Alarms come always. Entry `notice_setting.update`. */
export async function updateSettings(
  parts: ChangesParts,
  principal: Principal,
  { asked, progress, talk }: ChosenSettings,
): Promise<void> {
  authorize(principal, 'notice_setting.update', theOrganization);
  const { organization, human } = principal;
  await parts.ledger.record(async (tx) => {
    const chosen = { asked, progress, talk, alarm: 'all' as const };
    await upsertSettings(tx, organization, human, chosen, parts.clock.now());
    return {
      value: undefined,
      entry: {
        organization,
        action: 'notice_setting.update',
        actor: actorOf(principal),
        subject: { kind: 'person', id: human },
        data: { ...chosen },
      },
    };
  });
}
