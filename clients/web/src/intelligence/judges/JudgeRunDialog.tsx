import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, segment } from '../../api/client.ts';
import type { Judge } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Checkbox, Field, Select } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { judgesQuery } from '../queries.ts';

/** A sample for a judge: how many, of what, and why it may read them. */
export function JudgeRunDialog({ judge, onClose }: { judge: Judge; onClose: () => void }) {
  const queries = useQueryClient();
  const [size, setSize] = useState('50');
  const [among, setAmong] = useState(judge.standing === 'corrected' ? 'all' : 'scored');
  const [bothOrders, setBothOrders] = useState(true);
  const [reason, setReason] = useState('');
  const begin = useMutation({
    mutationFn: () =>
      call('POST', `/api/v1/judges/${segment(judge.id)}/runs`, {
        ...{ size: Number(size), days: 90, among, bothOrders, reason },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: judgesQuery.queryKey });
      onClose();
    },
  });
  const calls = Number(size) * (bothOrders ? 2 : 1);
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Have ${judge.name} judge a sample`}
      description={`What people said to ${judge.target} goes to the judge’s model: up to ${calls} executions in your name. It goes on by itself; you may leave.`}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          begin.mutate();
        }}
      >
        <Select
          label="Answers"
          value={size}
          onChange={(event) => setSize(event.target.value)}
          options={['20', '50', '100', '200'].map((value) => ({ value, label: value }))}
        />
        <Select
          label="Drawn from"
          value={among}
          onChange={(event) => setAmong(event.target.value)}
          options={[
            { value: 'scored', label: 'answers that people rated: to compare' },
            { value: 'all', label: 'all answers of 90 days: to measure' },
          ]}
        />
        <Checkbox
          label="Ask twice, with question and answer in either order"
          hint="Finds a judge whom the order sways. The first verdict counts."
          checked={bothOrders}
          onChange={(event) => setBothOrders(event.target.checked)}
        />
        <Field
          label="Why it is read"
          hint="Recorded. At least three characters."
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <FormProblem error={begin.error} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="primary"
            busy={begin.isPending}
            disabledBecause={reason.trim().length < 3 ? 'Say why first.' : null}
          >
            Begin
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
