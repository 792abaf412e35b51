import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { put, segment } from '../../api/client.ts';
import type { Budget } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { FormProblem } from '../../design/states.tsx';
import { showToast } from '../../design/toasts.ts';
import { amountText, limitOf, titleOf, typedLimit } from './budget.ts';
import { LimitFields } from './LimitFields.tsx';
import { budgetsQuery } from './queries.ts';

/** Another limit for the same; what is spent stays spent. */
export function ChangeBudget({ budget, onClose }: { budget: Budget; onClose: () => void }) {
  const { id, unit, period, current } = budget;
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState(() => typedLimit(unit, budget.limit));
  const [hard, setHard] = useState(budget.hard);
  const limit = limitOf(unit, typed);
  const change = useMutation({
    mutationFn: () => put<Budget>(`/api/v1/budgets/${segment(id)}`, { limit, hard }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: budgetsQuery.queryKey });
      showToast({ text: `The budget for ${titleOf(budget)} is changed.`, tone: 'good' });
      onClose();
    },
  });
  const refusesAll = hard && limit !== null && limit <= current.spent + current.reserved;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Change this budget"
      description={`For ${titleOf(budget)}. It counts within a second; what runs already goes on.`}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!change.isPending) change.mutate();
        }}
      >
        <LimitFields {...{ unit, period, typed, hard }} onType={setTyped} onHard={setHard} />
        {refusesAll && (
          <p role="status" className="text-warn leading-relaxed">
            {amountText(unit, current.spent + current.reserved)} of this {period} are gone already: every call
            under it is refused until it starts anew.
          </p>
        )}
        <FormProblem error={change.error} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="primary"
            busy={change.isPending}
            disabledBecause={limit === null ? 'Say a limit first.' : null}
          >
            Change the budget
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
