import { Bell, BellOff, UserPlus, X } from 'lucide-react';
import { useState } from 'react';
import type { ChangeDetail, Reviewer, Subscription } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { StatusShape } from '../../design/StatusShape.tsx';
import { showToast } from '../../design/toasts.ts';
import { AskDialog } from './AskDialog.tsx';
import { useTalk } from './use-talk.ts';

/** Who is asked to look, whether they have, and whether one is told of what happens. */
export function TakingPart({ change }: { change: ChangeDetail }) {
  const [isAsking, setIsAsking] = useState(false);
  const may = change.may['reviewer.request'];
  const isOver = change.state === 'published' || change.state === 'rejected' || change.state === 'withdrawn';
  return (
    <section
      aria-label="Reviewers"
      className="card mb-3 flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5"
    >
      <h2 className="font-semibold">Reviewers</h2>
      {change.reviewers.length === 0 ? (
        <p className="text-ink-soft">
          {isOver ? 'Nobody was asked by name.' : 'Nobody is asked by name: whoever may decide sees it.'}
        </p>
      ) : (
        <ul className="flex min-w-0 flex-wrap gap-2">
          {change.reviewers.map((reviewer) => (
            <AskedReviewer key={reviewer.id} change={change} reviewer={reviewer} isOver={isOver} />
          ))}
        </ul>
      )}
      <div className="ml-auto flex flex-wrap gap-2">
        {!isOver && (
          <Button
            small
            icon={<UserPlus size={14} aria-hidden />}
            disabledBecause={may?.allowed === false ? (may.why ?? 'You cannot ask anybody here.') : null}
            onClick={() => setIsAsking(true)}
          >
            Ask somebody
          </Button>
        )}
        <SubscribeButton change={change} />
      </div>
      {isAsking && <AskDialog change={change} onClose={() => setIsAsking(false)} />}
    </section>
  );
}

type AskedProps = { change: ChangeDetail; reviewer: Reviewer; isOver: boolean };

function AskedReviewer({ change, reviewer, isOver }: AskedProps) {
  const dismiss = useTalk(change);
  const name = reviewer.kind === 'team' ? `team ${reviewer.displayName}` : reviewer.displayName;
  return (
    <li className="bg-sunken inline-flex max-w-full items-center gap-1.5 rounded-full border py-0.5 pr-1 pl-2.5">
      <span className={reviewer.decided ? 'text-good' : 'text-ink-faint'}>
        <StatusShape shape={reviewer.decided ? 'check' : 'ring'} />
      </span>
      <span className="truncate">{name}</span>
      <span className="sr-only">{reviewer.decided ? ', decided' : ', asked'}</span>
      {change.may['reviewer.dismiss']?.allowed === true && !isOver ? (
        <button
          type="button"
          aria-label={`Do not ask ${name} any more`}
          onClick={() =>
            dismiss.mutate(
              { act: 'dismiss', reviewer: reviewer.id },
              { onError: (error) => showToast({ text: error.message, tone: 'bad' }) },
            )
          }
          className="text-ink-faint hover:text-ink grid size-6 place-items-center rounded-full"
        >
          <X size={14} aria-hidden />
        </button>
      ) : (
        <span className="w-1.5" />
      )}
    </li>
  );
}

const reasons: Record<Exclude<Subscription['why'], null>, string> = {
  author: 'You are told of it: you asked for this change.',
  asked: 'You are told of it: you were asked to look.',
  decided: 'You are told of it: you decided on it.',
  commented: 'You are told of it: you said something.',
  subscribed: 'You are told of it: you subscribed.',
  muted: 'You are not told of it: you muted it.',
};

function SubscribeButton({ change }: { change: ChangeDetail }) {
  const { on, why } = change.subscription;
  const turn = useTalk(change);
  return (
    <Button
      small
      look="quiet"
      icon={on ? <Bell size={14} aria-hidden /> : <BellOff size={14} aria-hidden />}
      aria-pressed={on}
      busy={turn.isPending}
      title={why === null ? 'You are not told of what happens to it.' : reasons[why]}
      onClick={() =>
        turn.mutate(
          { act: on ? 'mute' : 'subscribe' },
          { onError: (error) => showToast({ text: error.message, tone: 'bad' }) },
        )
      }
    >
      {on ? 'Mute' : 'Subscribe'}
    </Button>
  );
}
