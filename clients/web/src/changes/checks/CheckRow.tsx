import type { ReactNode } from 'react';
import type { Check } from '../../api/types.ts';
import { PersonName } from '../../design/PersonName.tsx';
import { StatusShape } from '../../design/StatusShape.tsx';
import { Time } from '../../design/Time.tsx';
import { looks, titleOf } from './check.ts';
import { FindingList } from './FindingList.tsx';

type Props = {
  check: Check;
  /** Leads to a line of a file of this change. */
  onShow: (path: string, line: number | null) => void;
  children?: ReactNode;
};

/** One check: its shape, its name, its state as a word, what it found and where. */
export function CheckRow({ check, onShow, children }: Props) {
  const { state, required, detail, findings } = check;
  const { shape, tone } = looks[state];
  const isTold = state !== 'passed' || !required;
  return (
    <li className="flex items-start gap-2 leading-snug">
      <span className={`mt-1 ${tone}`}>
        <StatusShape shape={shape} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="wrap-anywhere">
          {titleOf(check)}
          <span
            className={state === 'passed' ? 'sr-only' : state === 'failed' ? 'text-bad' : 'text-ink-soft'}
          >
            : {state}
          </span>
          {!required && state !== 'passed' && <span className="text-ink-faint"> (not required)</span>}
        </p>
        {isTold && detail !== '' && <p className="text-ink-soft wrap-anywhere">{detail}</p>}
        {check.source === 'reported' && check.by !== null && <Reported check={check} />}
        {findings.length > (check.name === 'size' ? 1 : 0) && (
          <FindingList findings={findings} isFailing={state !== 'passed'} onShow={onShow} />
        )}
        {children}
      </div>
    </li>
  );
}

const Reported = ({ check: { by, at, link, validUntil } }: { check: Check }) => (
  <p className="text-ink-faint flex flex-wrap gap-x-2 text-xs">
    <span className="inline-flex items-baseline gap-1">
      reported by {by !== null && <PersonName person={by} />}
    </span>
    {at !== null && <Time at={at} />}
    {validUntil !== null && (
      <span>
        valid until <Time at={validUntil} />
      </span>
    )}
    {link !== null && (
      <a href={link} rel="noopener noreferrer nofollow" target="_blank" className="text-link">
        its report<span className="sr-only"> (opens a new tab)</span>
      </a>
    )}
  </p>
);
