import { GitCommitHorizontal, UserPlus } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ChangeDecision, ChangeDetail, Revision } from '../../api/types.ts';
import { PersonName } from '../../design/PersonName.tsx';
import { Status } from '../../design/Status.tsx';
import { Time } from '../../design/Time.tsx';
import { EntryLink } from '../../ledger/EntryLink.tsx';
import { MarkedText } from '../../libraries/comparing/MarkedText.tsx';
import type { DiscussionEvent } from './events.ts';
import { ThreadCard } from './ThreadCard.tsx';

/** One thing in the discussion: what is small is one line, what was said or decided is a card. */
export function DiscussionItem({ change, event }: { change: ChangeDetail; event: DiscussionEvent }) {
  if ('thread' in event) return <ThreadCard change={change} thread={event.thread} />;
  if ('decision' in event) return <Decision decision={event.decision} />;
  if ('revision' in event) return <Brought revision={event.revision} />;
  return (
    <Line icon={<UserPlus size={15} aria-hidden />} at={event.at}>
      <PersonName person={event.asked.askedBy} /> asked{' '}
      {event.asked.kind === 'team' ? `team ${event.asked.displayName}` : event.asked.displayName} to look
    </Line>
  );
}

const verdictLooks = {
  endorse: { word: 'endorsed it', shape: 'check', tone: 'good' },
  approve: { word: 'approved it', shape: 'check', tone: 'good' },
  request_changes: { word: 'requested changes', shape: 'triangle', tone: 'warn' },
  reject: { word: 'rejected it', shape: 'cross', tone: 'bad' },
} as const;

const Decision = ({ decision }: { decision: ChangeDecision }) => (
  <article className="card p-4">
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <span className="font-medium">
        <PersonName person={decision.by} />
      </span>
      <Status {...verdictLooks[decision.verdict]} />
      {decision.stale && <Status word="stale: the bytes have changed since" shape="dash" tone="plain" />}
      <EntryLink entry={decision.entry} />
      <span className="text-ink-faint ml-auto text-xs">
        <Time at={decision.at} />
      </span>
    </div>
    {decision.comment !== null && decision.comment !== '' && (
      <p className="mt-2 leading-relaxed wrap-anywhere whitespace-pre-wrap">
        <MarkedText text={decision.comment} />
      </p>
    )}
  </article>
);

const Brought = ({ revision }: { revision: Revision }) => (
  <Line icon={<GitCommitHorizontal size={15} aria-hidden />} at={revision.at}>
    <PersonName person={revision.by} /> brought revision {revision.number}:{' '}
    <span className="wrap-anywhere">{revision.messages.join(' · ')}</span>
    {revision.stale > 0 && (
      <span className="text-ink-faint">
        {' '}
        ({revision.stale === 1 ? 'a decision on it is' : `${revision.stale} decisions on it are`} stale now)
      </span>
    )}
  </Line>
);

const Line = ({ icon, at, children }: { icon: ReactNode; at: string; children: ReactNode }) => (
  <div className="text-ink-soft flex items-start gap-2 px-1 leading-relaxed">
    <span className="mt-1">{icon}</span>
    <span className="min-w-0">{children}</span>
    <span className="text-ink-faint ml-auto text-xs whitespace-nowrap">
      <Time at={at} />
    </span>
  </div>
);
