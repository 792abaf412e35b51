import { useMutation } from '@tanstack/react-query';
import { LockKeyhole } from 'lucide-react';
import { useState } from 'react';
import { post } from '../api/client.ts';
import type { ExecutionContent } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { Dialog, DialogActions } from '../design/Dialog.tsx';
import { TextArea } from '../design/Field.tsx';
import { FormProblem } from '../design/states.tsx';
import { executionPath } from './queries.ts';

/** What somebody else said is shown to whoever says why: that it was read is an entry of its own. */
export function LockedContent({
  execution,
  onRead,
}: {
  execution: string;
  onRead: (content: ExecutionContent) => void;
}) {
  const [asking, setAsking] = useState(false);
  return (
    <div className="card flex flex-wrap items-center justify-between gap-3 p-4">
      <p className="text-ink-soft flex max-w-prose items-start gap-2.5 leading-relaxed">
        <LockKeyhole size={16} aria-hidden className="mt-1 shrink-0" />
        Somebody else said this. Reading it asks for a reason, and is recorded.
      </p>
      <Button onClick={() => setAsking(true)}>Read it…</Button>
      {asking && (
        <ReasonDialog
          executions={[execution]}
          onRead={(_, content) => onRead(content)}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}

/** Asks for one reason, and reads what was said in each of these, one after the other: each reading is an entry. */
export function ReasonDialog({
  executions,
  onRead,
  onClose,
}: {
  executions: readonly string[];
  onRead: (execution: string, content: ExecutionContent) => void;
  onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  const read = useMutation({
    mutationFn: async () => {
      for (const execution of executions) {
        const path = `${executionPath(execution)}/content`;
        onRead(execution, await post<ExecutionContent>(path, { reason: reason.trim() }));
      }
    },
    onSuccess: onClose,
  });
  const because = reason.trim().length < 3 ? 'Say in a few words why you need it.' : null;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Read what was said?"
      description="The ledger records that you read it, when, and a commitment to your reason."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (because === null) read.mutate();
        }}
      >
        <FormProblem error={read.error} />
        <TextArea
          label="Why"
          value={reason}
          maxLength={2_000}
          placeholder="A customer complained about the answer"
          onChange={(event) => setReason(event.target.value)}
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={read.isPending} disabledBecause={because}>
            Read it
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
