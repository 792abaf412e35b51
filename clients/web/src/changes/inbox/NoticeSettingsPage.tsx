import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useHolds, useOrg } from '../../access/session.ts';
import { post } from '../../api/client.ts';
import { sentenceOf } from '../../api/problem.ts';
import type { EmailChoice, NoticeSettings } from '../../api/types.ts';
import { Select } from '../../design/Field.tsx';
import { Page, Section } from '../../design/Page.tsx';
import { Loaded, Skeleton } from '../../design/states.tsx';
import { showToast } from '../../design/toasts.ts';
import { oneOf } from '../../shell/search.ts';
import { noticeSettingsQuery } from './queries.ts';

type Topic = 'asked' | 'progress' | 'talk';

const topics: readonly { topic: Topic; label: string; hint: string }[] = [
  {
    topic: 'asked',
    label: 'What is asked of me',
    hint: 'Reviews, approvals and publishing that wait, reminders, changes that were sent back',
  },
  {
    topic: 'progress',
    label: 'What becomes of changes',
    hint: 'Endorsed, approved, rejected, published, rolled back',
  },
  { topic: 'talk', label: 'What is said', hint: 'Comments and answers' },
];

const choices: readonly { value: EmailChoice; label: string }[] = [
  { value: 'all', label: 'All of it' },
  { value: 'mine', label: 'Only what is addressed to me' },
  { value: 'none', label: 'Nothing by e-mail' },
];

/** What one gets by e-mail. In the app everything is shown. */
export function NoticeSettingsPage() {
  const org = useOrg();
  const seesWebhooks = useHolds('webhook.list');
  const settings = useQuery(noticeSettingsQuery);
  return (
    <Page
      title="Notices by e-mail"
      above={
        <Link to="/$org/inbox" params={{ org }} className="text-link">
          Inbox
        </Link>
      }
      below="In your inbox you find every notice. Choose what is sent to you as well."
    >
      <Loaded query={settings} skeleton={<Skeleton rows={4} height={64} />}>
        {(loaded) => <SettingsForm settings={loaded} />}
      </Loaded>
      {seesWebhooks && (
        <p className="text-ink-soft mt-6">
          Programs are told by{' '}
          <Link to="/$org/webhooks" params={{ org }} className="text-link">
            webhooks
          </Link>
          .
        </p>
      )}
    </Page>
  );
}

function SettingsForm({ settings }: { settings: NoticeSettings }) {
  const queryClient = useQueryClient();
  const update = useMutation({
    mutationFn: ({ asked, progress, talk }: NoticeSettings) =>
      post<NoticeSettings>('/api/v1/notice-settings', { asked, progress, talk }),
    onMutate: (next) => queryClient.setQueryData(noticeSettingsQuery.queryKey, next),
    onSuccess: () => showToast({ text: 'Saved.', tone: 'good' }),
    onError: (error) => {
      showToast({ text: sentenceOf(error), tone: 'bad' });
      void queryClient.invalidateQueries({ queryKey: noticeSettingsQuery.queryKey });
    },
  });
  return (
    <Section title="By topic" className="max-w-xl">
      {!settings.mails && (
        <p className="border-line bg-sunken mb-4 rounded-md border px-3 py-2 leading-relaxed">
          This server sends no e-mail yet: whoever runs it has not named a mail server. What you choose here
          holds from when it does.
        </p>
      )}
      <div className="flex flex-col gap-5">
        {topics.map(({ topic, label, hint }) => (
          <Select
            key={topic}
            label={label}
            hint={hint}
            value={settings[topic]}
            options={choices}
            onChange={({ target }) => {
              const choice = oneOf(
                target.value,
                choices.map(({ value }) => value),
              );
              if (choice !== undefined) update.mutate({ ...settings, [topic]: choice });
            }}
          />
        ))}
        <div>
          <p className="text-sm font-medium">Alarms</p>
          <p className="text-ink-soft mt-1 leading-relaxed">
            Recalls, broken glass and webhooks that fail are always sent to those whom they concern.
          </p>
        </div>
      </div>
    </Section>
  );
}
