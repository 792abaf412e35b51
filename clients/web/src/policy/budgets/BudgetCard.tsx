import { useState } from 'react';
import { useHolds } from '../../access/session.ts';
import type { Budget } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Badge, Status } from '../../design/Status.tsx';
import { Time } from '../../design/Time.tsx';
import { BudgetBar } from './BudgetBar.tsx';
import { amountText, standingOf, titleOf } from './budget.ts';
import { ChangeBudget } from './ChangeBudget.tsx';
import { EndBudget } from './EndBudget.tsx';

/** One budget: how it stands, what is gone, what is left and until when. */
export function BudgetCard({ budget }: { budget: Budget }) {
  const { unit, limit, hard, period, current } = budget;
  const [open, setOpen] = useState<'change' | 'end' | null>(null);
  const title = titleOf(budget);
  const asked = `${amountText(unit, limit)} for ${title}`;
  const facts = [
    ['Spent', amountText(unit, current.spent)],
    ['Reserved', amountText(unit, current.reserved)],
    ['Left', amountText(unit, current.left)],
    ...(period === 'minute'
      ? []
      : [['Forecast', current.forecast === null ? 'too early' : amountText(unit, current.forecast)]]),
  ] as const;
  return (
    <li className="card flex flex-col gap-3 p-4">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <div className="min-w-0">
          <h2 className="text-base font-semibold break-words">{amountText(unit, limit)}</h2>
          <p className="text-ink-soft break-words">for {title}</p>
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <Badge>{hard ? 'refuses' : 'only tells'}</Badge>
          <Status {...standingOf(budget)} />
        </div>
      </div>
      <BudgetBar budget={budget} />
      <dl className="grid grid-cols-2 gap-x-4 gap-y-2 sm:grid-cols-4">
        {facts.map(([name, value]) => (
          <div key={name} className="min-w-0">
            <dt className="text-ink-faint text-xs">{name}</dt>
            <dd className="font-medium break-words tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-auto flex flex-wrap items-center justify-between gap-2">
        <p className="text-ink-faint text-xs">
          {period === 'minute' ? (
            'Starts anew with every minute'
          ) : (
            <>
              Starts anew <Time at={current.until} />
            </>
          )}
        </p>
        <div className="flex gap-2">
          <Act action="budget.update" label={`Change ${asked}`} onClick={() => setOpen('change')}>
            Change
          </Act>
          <Act action="budget.end" label={`End ${asked}`} onClick={() => setOpen('end')}>
            End
          </Act>
        </div>
      </div>
      {open === 'change' && <ChangeBudget budget={budget} onClose={() => setOpen(null)} />}
      {open === 'end' && <EndBudget budget={budget} onClose={() => setOpen(null)} />}
    </li>
  );
}

function Act({
  action,
  label,
  onClick,
  children,
}: {
  action: string;
  label: string;
  onClick: () => void;
  children: string;
}) {
  const notBecause = useHolds(action) ? null : 'Administrators set budgets. Ask one of them.';
  return (
    <Button small aria-label={label} disabledBecause={notBecause} onClick={onClick}>
      {children}
    </Button>
  );
}
