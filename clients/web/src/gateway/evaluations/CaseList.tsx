import { Link } from '@tanstack/react-router';
import { useOrg } from '../../access/session.ts';
import type { EvaluationPage, EvaluationSide } from '../../api/types.ts';
import { Status } from '../../design/Status.tsx';
import { looks, movement } from './look.ts';

type Case = EvaluationPage['cases'][number];

/** Every case: what did not hold first, each with why, its execution, and how what is live does. */
export function CaseList({ cases, library }: { cases: readonly Case[]; library: string }) {
  const order = { failed: 0, errored: 1, passed: 2 };
  const sorted = cases.toSorted(
    (one, other) => order[one.candidate.state] - order[other.candidate.state] || one.place - other.place,
  );
  return (
    <ul className="divide-line divide-y rounded-md border">
      {sorted.map((one) => (
        <CaseRow key={one.place} one={one} library={library} />
      ))}
    </ul>
  );
}

function CaseRow({ one, library }: { one: Case; library: string }) {
  const org = useOrg();
  const { candidate, baseline, description, path, line, prompt } = one;
  const moved = movement(candidate.state, baseline?.state);
  const told = candidate.findings.filter(({ state }) => state !== 'passed');
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-1.5 px-3 py-2">
      <Status {...looks[candidate.state]} />
      <div className="min-w-0 flex-1 basis-60">
        <p className="wrap-anywhere">{description ?? `Case ${one.place}`}</p>
        <p className="text-ink-faint text-xs wrap-anywhere">
          {prompt},{' '}
          <Link
            to="/$org/libraries/$library/assets/$"
            params={{ org, library, _splat: path }}
            className="text-link font-mono"
          >
            {path}:{line}
          </Link>
        </p>
        {told.map(({ type, message, line: at, state }) => (
          <p
            key={`${type} ${at} ${message}`}
            className={state === 'failed' ? 'text-bad text-sm' : 'text-warn text-sm'}
          >
            {message}
          </p>
        ))}
      </div>
      <div className="flex flex-wrap items-center gap-x-3 text-xs">
        {moved !== null && (
          <Status
            word={moved === 'worse' ? 'worse than live' : 'better than live'}
            shape={moved === 'worse' ? 'triangle' : 'diamond'}
            tone={moved === 'worse' ? 'bad' : 'good'}
          />
        )}
        <ExecutionOf side={candidate} what="what ran" />
        {baseline !== null && <ExecutionOf side={baseline} what="what is live" />}
      </div>
    </li>
  );
}

function ExecutionOf({ side, what }: { side: EvaluationSide; what: string }) {
  const org = useOrg();
  if (side.execution === null) return null;
  return (
    <Link
      to="/$org/executions/$execution"
      params={{ org, execution: side.execution }}
      className="text-link"
      aria-label={`Execution of ${what}`}
    >
      {what}
    </Link>
  );
}
