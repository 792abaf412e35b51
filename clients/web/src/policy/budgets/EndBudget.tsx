import { useMutation, useQueryClient } from '@tanstack/react-query';
import { remove, segment } from '../../api/client.ts';
import type { Budget } from '../../api/types.ts';
import { Confirm } from '../../design/Confirm.tsx';
import { showToast } from '../../design/toasts.ts';
import { amountText, titleOf } from './budget.ts';
import { budgetsQuery } from './queries.ts';

/** Ends a budget, after saying what that means. */
export function EndBudget({ budget, onClose }: { budget: Budget; onClose: () => void }) {
  const queryClient = useQueryClient();
  const title = titleOf(budget);
  const end = useMutation({
    mutationFn: () => remove(`/api/v1/budgets/${segment(budget.id)}`),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: budgetsQuery.queryKey });
      showToast({ text: `The budget for ${title} has ended.`, tone: 'good' });
      onClose();
    },
  });
  return (
    <Confirm
      title="End this budget?"
      act="End the budget"
      busy={end.isPending}
      error={end.error}
      onConfirm={() => end.mutate()}
      onClose={onClose}
    >
      <p>
        Within a second nothing counts any more against {amountText(budget.unit, budget.limit)} for {title}.
        Other budgets go on.
      </p>
      <p>
        What was spent stays in the record. A new budget for the same begins at nothing; this one does not
        come back.
      </p>
    </Confirm>
  );
}
