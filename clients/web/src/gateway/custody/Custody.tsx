import type { CustodyStep } from '../../api/types.ts';
import { classNames } from '../../design/class-names.ts';
import { PersonName } from '../../design/PersonName.tsx';
import { Status } from '../../design/Status.tsx';
import { StatusShape } from '../../design/StatusShape.tsx';
import { Time } from '../../design/Time.tsx';
import { EntryLink } from '../../ledger/EntryLink.tsx';
import { actOf } from './acts.ts';

/** Who created, approved, published and used it, and what came out, from top to bottom, each with the entry that proves it. */
export const Custody = ({
  steps,
  proven,
}: {
  steps: readonly CustodyStep[];
  proven: ReadonlySet<string>;
}) => (
  <ol className="flex flex-col">
    {steps.map((step, at) => {
      const isProven = step.entry !== null && proven.has(step.entry);
      return (
        <li key={`${step.step} ${step.at} ${step.entry}`} className="relative flex gap-3.5 pb-5 last:pb-0">
          {at < steps.length - 1 && (
            <span aria-hidden className="bg-line absolute top-6 bottom-0 left-[11px] w-px" />
          )}
          <span
            aria-hidden
            className={classNames(
              'z-[1] grid size-6 shrink-0 place-items-center rounded-full',
              isProven ? 'bg-good-soft text-good' : 'bg-sunken text-ink-faint',
            )}
          >
            <StatusShape shape={isProven ? 'check' : 'ring'} />
          </span>
          <div className="min-w-0 flex-1 pt-0.5">
            <p className="flex flex-wrap items-baseline gap-x-1.5 gap-y-1 leading-snug">
              {step.by !== null && (
                <span className="font-medium">
                  <PersonName person={step.by} />
                </span>
              )}
              <span className={step.by === null ? 'font-medium' : ''}>{actOf(step.step)}</span>
              {isProven && <Status word="proven" shape="check" tone="good" />}
            </p>
            {step.detail !== '' && (
              <p className="text-ink-soft mt-0.5 leading-relaxed break-words">{step.detail}</p>
            )}
            <p className="text-ink-faint mt-0.5 flex flex-wrap items-center gap-x-2 text-xs">
              <Time at={step.at} />
              {step.entry === null ? <span>no entry</span> : <EntryLink entry={step.entry} />}
            </p>
          </div>
        </li>
      );
    })}
  </ol>
);
