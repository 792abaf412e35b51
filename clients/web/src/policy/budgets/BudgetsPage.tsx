import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useHolds } from '../../access/session.ts';
import { Button } from '../../design/Button.tsx';
import { Page } from '../../design/Page.tsx';
import { EmptyState, Loaded, Skeleton } from '../../design/states.tsx';
import { PolicyNav } from '../PolicyNav.tsx';
import { BudgetCard } from './BudgetCard.tsx';
import { CreateBudget } from './CreateBudget.tsx';
import { budgetsQuery } from './queries.ts';

/** How much may be used, by whom, and what of it is left. */
export function BudgetsPage() {
  const mayRead = useHolds('budget.list');
  const notBecause = useHolds('budget.create') ? null : 'Administrators set budgets. Ask one of them.';
  const [creating, setCreating] = useState(false);
  const add = (
    <Button
      look="primary"
      icon={<Plus size={16} aria-hidden />}
      disabledBecause={notBecause}
      onClick={() => setCreating(true)}
    >
      New budget
    </Button>
  );
  return (
    <Page
      title="Budgets"
      below="How much may be used, by whom, and what happens at the limit"
      actions={mayRead && add}
    >
      <PolicyNav />
      {mayRead ? (
        <Budgets add={add} />
      ) : (
        <EmptyState title="This is for auditors and administrators">
          They see what is spent. A call that does not fit is told why, and when its budget starts anew.
        </EmptyState>
      )}
      {creating && <CreateBudget onClose={() => setCreating(false)} />}
    </Page>
  );
}

function Budgets({ add }: { add: React.ReactNode }) {
  const budgets = useQuery(budgetsQuery);
  return (
    <Loaded query={budgets} skeleton={<Skeleton rows={3} height={150} />}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState title="Nothing is limited" action={add}>
            A budget limits money, tokens or calls in a minute, a day or a month: for the organization, a
            team, a person, an app, a key, a library, a use case or a model.
          </EmptyState>
        ) : (
          <ul className="grid grid-cols-1 gap-4 lg:grid-cols-2" aria-label="Budgets">
            {items.map((budget) => (
              <BudgetCard key={budget.id} budget={budget} />
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}
