import { useState } from 'react';
import type { Check } from '../../api/types.ts';

type Props = {
  findings: Check['findings'];
  /** What fails is open from the start; what is only told opens on demand. */
  isFailing: boolean;
  onShow: (path: string, line: number | null) => void;
};

const atFirst = 3;

/** What a check found: each leads to its line. */
export function FindingList({ findings, isFailing, onShow }: Props) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? findings : findings.slice(0, isFailing ? atFirst : 0);
  const left = findings.length - shown.length;
  return (
    <>
      {shown.length > 0 && (
        <ul className="mt-1 flex flex-col gap-1 text-xs">
          {shown.map(({ path, line, message }) => (
            <li key={`${path}:${line}:${message}`} className="wrap-anywhere">
              <button
                type="button"
                className="text-link min-h-6 text-left font-mono"
                onClick={() => onShow(path, line)}
              >
                {line === null ? path : `${path}:${line}`}
              </button>{' '}
              <span className="text-ink-soft">{message}</span>
            </li>
          ))}
        </ul>
      )}
      {left > 0 && (
        <button type="button" className="text-link min-h-6 text-xs" onClick={() => setWhole(true)}>
          {shown.length === 0 ? `${left} to look at` : `${left} more`}
        </button>
      )}
    </>
  );
}
