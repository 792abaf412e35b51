import type { AcceptedRollback } from '../api/types.ts';
import { Section } from '../design/Page.tsx';
import { Status } from '../design/Status.tsx';
import { Time } from '../design/Time.tsx';
import { EntryLink } from './EntryLink.tsx';

/** Losses of history that an operator accepted: shown for ever, above everything else. */
export function LostHistory({ rollbacks }: { rollbacks: readonly AcceptedRollback[] }) {
  if (rollbacks.length === 0) return null;
  return (
    <Section title="Lost history">
      <ul className="flex flex-col gap-3">
        {rollbacks.map((rollback) => (
          <li key={rollback.entry} className="card border-warn p-4">
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <Status word="entries were lost" shape="triangle" tone="warn" />
              <span className="font-medium">{sizes(rollback)}</span>
              <span className="text-ink-faint text-xs">
                <Time at={rollback.at} /> <EntryLink entry={rollback.entry} />
              </span>
            </p>
            <p className="mt-2 leading-relaxed break-words whitespace-pre-wrap">{rollback.reason}</p>
            <p className="text-ink-soft mt-1 text-xs leading-relaxed wrap-anywhere">
              {`Accepted by ${rollback.by}. Remembered by ${rollback.source}.`}
              {rollback.keptAt !== null && (
                <>
                  {' The head that the log went on from was signed '}
                  <Time at={rollback.keptAt} />
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const sizes = ({ lostSize, keptSize }: AcceptedRollback): string =>
  lostSize > keptSize
    ? `The log had ${lostSize} entries and went on from ${keptSize}`
    : `The first ${lostSize} entries are not those that were signed; the log went on from ${keptSize}`;
