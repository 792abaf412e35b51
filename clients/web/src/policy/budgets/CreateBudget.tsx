import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../api/client.ts';
import type { Budget, BudgetPeriod, BudgetScope, BudgetUnit } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Select } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { showToast } from '../../design/toasts.ts';
import { limitOf, periodWords, scopeWords, titleOf, unitWords } from './budget.ts';
import { LimitFields } from './LimitFields.tsx';
import { budgetsQuery } from './queries.ts';
import { TargetField } from './TargetField.tsx';

const scopes = [
  'organization',
  'team',
  'person',
  'app',
  'key',
  'library',
  'use_case',
  'model',
] as const satisfies readonly BudgetScope[];
const units = ['micro_usd', 'tokens', 'executions'] as const satisfies readonly BudgetUnit[];
const periods = ['month', 'day', 'minute'] as const satisfies readonly BudgetPeriod[];

interface Draft {
  readonly scope: BudgetScope;
  readonly target: string;
  readonly unit: BudgetUnit;
  readonly period: BudgetPeriod;
  readonly typed: string;
  readonly hard: boolean;
}
const empty: Draft = {
  scope: 'organization',
  target: '',
  unit: 'micro_usd',
  period: 'month',
  typed: '',
  hard: true,
};

/** Sets a budget: for whom, of what, in which time, how much. */
export function CreateBudget({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState(empty);
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const { scope, target, unit, period, typed, hard } = draft;
  const limit = limitOf(unit, typed);
  const create = useMutation({
    mutationFn: () => {
      const whom = scope === 'organization' ? {} : { target: target.trim() };
      return post<Budget>('/api/v1/budgets', { scope, ...whom, unit, period, limit, hard });
    },
    onSuccess: async (budget) => {
      await queryClient.invalidateQueries({ queryKey: budgetsQuery.queryKey });
      showToast({ text: `There is a budget for ${titleOf(budget)}.`, tone: 'good' });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title="New budget"
      description="It begins at nothing and counts within a second. A call counts against every budget that it is under."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!create.isPending) create.mutate();
        }}
      >
        <Select
          label="For"
          value={scope}
          options={scopes.map((value) => ({ value, label: scopeWords[value] }))}
          onChange={(event) =>
            set({ scope: scopes.find((one) => one === event.target.value) ?? scope, target: '' })
          }
        />
        <TargetField scope={scope} value={target} onChange={(next) => set({ target: next })} />
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
          <Select
            label="Of"
            value={unit}
            options={units.map((value) => ({ value, label: unitWords[value] }))}
            onChange={(event) => set({ unit: units.find((one) => one === event.target.value) ?? unit })}
          />
          <Select
            label="In"
            value={period}
            hint="By the calendar, in UTC"
            options={periods.map((value) => ({ value, label: periodWords[value] }))}
            onChange={(event) => set({ period: periods.find((one) => one === event.target.value) ?? period })}
          />
        </div>
        <LimitFields
          {...{ unit, period, typed, hard }}
          onType={(next) => set({ typed: next })}
          onHard={(next) => set({ hard: next })}
        />
        <FormProblem error={create.error} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="primary"
            busy={create.isPending}
            disabledBecause={whatIsMissing(draft, limit)}
          >
            Set the budget
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function whatIsMissing({ scope, target }: Draft, limit: number | null): string | null {
  if (scope !== 'organization' && target.trim() === '')
    return `Say which ${scope.replace('_', ' ')} it is for.`;
  return limit === null ? 'Say a limit first.' : null;
}
