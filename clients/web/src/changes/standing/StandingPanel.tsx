import type { ReactNode } from 'react';
import type { AppliedRule, ChangeDetail, PersonRef } from '../../api/types.ts';
import { classNames } from '../../design/class-names.ts';
import { PersonNames } from '../../design/PersonName.tsx';
import { toneText } from '../../design/Status.tsx';
import { StatusShape } from '../../design/StatusShape.tsx';
import { RemindButton } from '../inbox/RemindButton.tsx';
import { Source } from '../requirements/Source.tsx';
import { stateLooks } from '../state.ts';
import { PublishStage, StageCell } from './StageCell.tsx';
import { headlineOf, missingOf, progressOf, staleDeciders } from './stage.ts';

/**
 * Where a change stands, in one look: the sentence, what one can do about it, the stages of its requirement in order, and what
 * is missing as the server says it.
 */
export function StandingPanel({ change, actions }: { change: ChangeDetail; actions: ReactNode }) {
  const missing = missingOf(change);
  const { rules } = change.requirement;
  const { shape, tone } = change.breakGlass?.reviewDue === true ? emergency : stateLooks[change.state];
  return (
    <section aria-label="Where it stands" className="card mb-3 overflow-hidden">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 p-4">
        <div className="flex min-w-0 flex-1 basis-72 items-start gap-2.5">
          <span className={classNames('mt-1.5', toneText[tone])}>
            <StatusShape shape={shape} />
          </span>
          <div className="min-w-0">
            <h2 className="text-base font-semibold">{headlineOf(change)}</h2>
            {missing.length > 0 && (
              <ul
                aria-label="What is missing"
                className="text-ink-soft mt-1 flex flex-col gap-0.5 leading-relaxed"
              >
                {missing.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            )}
            <StaleNote people={staleDeciders(change)} />
            <RemindButton change={change} />
          </div>
        </div>
        {actions}
      </div>
      <ol aria-label="Stages" className="bg-line flex flex-wrap gap-px border-t">
        {progressOf(change).map(({ stage, progress }) => (
          <StageCell
            key={`${stage.rule} ${stage.name}`}
            ruleName={rules.length > 1 ? (rules.find(({ id }) => id === stage.rule)?.name ?? null) : null}
            stage={stage}
            progress={progress}
            decisions={change.decisions}
          />
        ))}
        <PublishStage change={change} />
      </ol>
      <WhyRequired rules={rules} />
    </section>
  );
}

/** Live without approval, and nobody who may has looked at it yet. */
const emergency = { shape: 'triangle', tone: 'bad' } as const;

/** Decisions that were made and count no more: nobody has to find out by counting. */
const StaleNote = ({ people }: { people: readonly PersonRef[] }) =>
  people.length === 0 ? null : (
    <p className="text-warn mt-1 leading-relaxed">
      <PersonNames people={people} /> decided on an earlier state: that does not count any more.
    </p>
  );

/** Which rules ask for this, and where they are written; the default needs no words. */
function WhyRequired({ rules }: { rules: readonly AppliedRule[] }) {
  const written = rules.filter(({ source }) => source !== '');
  if (written.length === 0) return null;
  return (
    <ul className="text-ink-soft flex flex-col gap-0.5 border-t px-4 py-2 text-xs leading-relaxed">
      {written.map(({ id, name, source, description }) => (
        <li key={id}>
          Asked for by <span className="font-medium">{name}</span> in <Source source={source} />
          {description !== '' && `: ${description}`}
        </li>
      ))}
    </ul>
  );
}
