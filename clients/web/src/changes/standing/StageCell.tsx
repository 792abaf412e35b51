import type { ReactNode } from 'react';
import type { ChangeDecision, ChangeDetail, Stage } from '../../api/types.ts';
import { classNames } from '../../design/class-names.ts';
import { PersonName } from '../../design/PersonName.tsx';
import type { Shape } from '../../design/StatusShape.tsx';
import { StatusShape } from '../../design/StatusShape.tsx';
import { Time } from '../../design/Time.tsx';
import { decidersOf, isOver, type Progress, titleOf } from './stage.ts';

const looks: Record<Progress, { shape: Shape; tone: string; word: string }> = {
  done: { shape: 'check', tone: 'text-good', word: 'done' },
  now: { shape: 'half', tone: 'text-accent-text', word: 'under way' },
  later: { shape: 'ring', tone: 'text-ink-faint', word: 'open' },
  impossible: { shape: 'cross', tone: 'text-bad', word: 'impossible' },
};

type Props = {
  stage: Stage;
  progress: Progress;
  decisions: readonly ChangeDecision[];
  /** The rule's name, where several apply. */
  ruleName: string | null;
};

/** One stage: how many of how many, who is asked, who decided and when, and until when it may wait. */
export const StageCell = ({ stage, progress, decisions, ruleName }: Props) => (
  <Cell
    title={titleOf(stage)}
    progress={progress}
    aside={stage.need > 0 ? `${stage.have} of ${stage.need}` : ''}
  >
    {ruleName !== null && <p className="text-ink-faint text-xs">by {ruleName}</p>}
    {decidersOf(stage, decisions).map(({ person, decision }) => (
      <p key={person.id} className="flex flex-wrap items-baseline gap-x-1.5">
        <PersonName person={person} />
        {decision !== undefined && (
          <span className="text-ink-faint text-xs">
            <Time at={decision.at} />
          </span>
        )}
      </p>
    ))}
    {stage.unsatisfiable !== null ? (
      <p className="text-bad leading-snug">{stage.unsatisfiable}</p>
    ) : (
      !stage.satisfied && <p className="text-ink-soft leading-snug">asks {stage.from}</p>
    )}
    {!stage.satisfied && <p className="text-ink-faint text-xs leading-snug">{limitsOf(stage).join('; ')}</p>}
    {!stage.satisfied && stage.lapsesAt !== null && (
      <p className="text-warn text-xs">
        lapses <Time at={stage.lapsesAt} />
      </p>
    )}
  </Cell>
);

/** What else a stage asks; the time at which it lapses is told as a time once it runs. */
const limitsOf = ({ limits, lapsesAt }: Stage): string[] =>
  limits.filter((words) => lapsesAt === null || !words.startsWith('lapses'));

const publishing: readonly string[] = ['change.publish', 'break_glass.create'];

/** Publishing, the last step of every change. */
export function PublishStage({ change }: { change: ChangeDetail }) {
  const { state, requirement, history, publishedAt, schedule } = change;
  const by = history.findLast(({ action }) => publishing.includes(action))?.by ?? null;
  const progress = state === 'published' ? 'done' : state === 'approved' ? 'now' : 'later';
  return (
    <Cell title="Publishing" progress={progress} aside={`to ${change.environment}`}>
      {state === 'published' ? (
        <p className="flex flex-wrap items-baseline gap-x-1.5">
          {by !== null && <PersonName person={by} />}
          {publishedAt !== null && (
            <span className="text-ink-faint text-xs">
              <Time at={publishedAt} />
            </span>
          )}
        </p>
      ) : (
        <p className="text-ink-soft">{isOver(change) ? 'did not happen' : `by a ${requirement.publish}`}</p>
      )}
      {schedule !== null && (
        <p className="text-ink-soft">
          scheduled for <Time at={schedule.at} />
        </p>
      )}
    </Cell>
  );
}

const Cell = ({
  title,
  progress,
  aside,
  children,
}: {
  title: string;
  progress: Progress;
  aside: string;
  children: ReactNode;
}) => (
  <li
    className={classNames(
      'min-w-0 flex-1 basis-48 px-4 py-3',
      progress === 'now' ? 'bg-accent-soft' : 'bg-surface',
    )}
  >
    <div className="flex items-center gap-2">
      <span className={looks[progress].tone}>
        <StatusShape shape={looks[progress].shape} />
      </span>
      <h3 className="min-w-0 font-medium wrap-anywhere">
        {title}
        <span className="sr-only">, {looks[progress].word}</span>
      </h3>
      <span className="text-ink-soft ml-auto text-xs whitespace-nowrap tabular-nums">{aside}</span>
    </div>
    <div className="mt-1 pl-5">{children}</div>
  </li>
);
