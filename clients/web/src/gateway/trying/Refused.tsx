import { Link } from '@tanstack/react-router';
import { useOrg } from '../../access/session.ts';
import { ApiProblem } from '../../api/problem.ts';
import { FormProblem } from '../../design/states.tsx';

/** Why it did not run, and where one sees more of that. */
export function Refused({ error }: { error: unknown }) {
  const org = useOrg();
  const code = error instanceof ApiProblem ? error.code : '';
  return (
    <div className="flex flex-col gap-2">
      <FormProblem error={error} />
      {code === 'budget.exceeded' && (
        <Link to="/$org/policy/budgets" params={{ org }} className="text-link text-sm">
          See the budgets, and when they start anew
        </Link>
      )}
      {code === 'execution.recalled' && (
        <Link to="/$org/changes/recalls" params={{ org }} className="text-link text-sm">
          See what is recalled, and why
        </Link>
      )}
      {code.endsWith('.forbidden') && (
        <Link to="/$org/policy" params={{ org }} className="text-link text-sm">
          See the rules in force
        </Link>
      )}
      <p className="text-ink-soft text-xs leading-relaxed">
        {error instanceof ApiProblem && error.status >= 400 && error.status < 500
          ? 'What was filled in is still there. No model was asked, and nothing was charged.'
          : 'What was filled in is still there. My earlier runs say whether it ran.'}
      </p>
    </div>
  );
}
