import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { peopleQuery } from '../../access/queries.ts';
import { get, post, segment } from '../../api/client.ts';
import type { Change, Finding, List } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { type Option, Select, TextArea } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { showToast } from '../../design/toasts.ts';

type Act = 'assign' | 'snooze' | 'resolve';
const words = {
  assign: { title: 'Assign', send: 'Assign', done: 'It is theirs now.' },
  snooze: { title: 'Put away for some days', send: 'Put away', done: 'It comes back by itself.' },
  resolve: {
    title: 'Name the change that resolves it',
    send: 'Name it',
    done: 'It goes when its cause goes.',
  },
} as const;

/** Says something of a finding: whose it is, not now and why, or which change is to resolve it. Each is an entry. */
export default function FindingDialog({
  finding,
  act,
  onClose,
}: {
  finding: Finding;
  act: Act;
  onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const [value, setValue] = useState(act === 'snooze' ? '28' : (finding.assignee?.id ?? ''));
  const [reason, setReason] = useState('');
  const options = useOptions(act);
  const { title, send: verb, done } = words[act];
  const send = useMutation({
    mutationFn: () => post(`/api/v1/findings/${segment(finding.id)}/${act}`, bodyOf(act, value, reason)),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['findings'] });
      showToast({ text: done, tone: 'good' });
      onClose();
    },
  });
  return (
    <Dialog open onClose={onClose} title={title} description={finding.title}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!send.isPending) send.mutate();
        }}
      >
        <FormProblem error={send.error} />
        <Select
          label={act === 'assign' ? 'To' : act === 'snooze' ? 'For' : 'Change'}
          value={value}
          options={options}
          onChange={({ target }) => setValue(target.value)}
        />
        {act === 'snooze' && (
          <TextArea
            label="Why"
            required
            rows={2}
            hint="Everybody who sees the finding reads it."
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        )}
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="primary"
            busy={send.isPending}
            disabledBecause={blockedBy(act, value, reason)}
          >
            {verb}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function blockedBy(act: Act, value: string, reason: string): string | null {
  if (act === 'snooze') return reason.trim().length < 3 ? 'Say why first.' : null;
  return act === 'resolve' && value === '' ? 'Choose a change first.' : null;
}

function bodyOf(act: Act, value: string, reason: string): object {
  if (act === 'assign') return { person: value === '' ? null : value };
  return act === 'snooze' ? { days: Number(value), reason } : { change: value };
}

const spans: readonly Option[] = [
  { value: '7', label: 'a week' },
  { value: '28', label: 'four weeks' },
  { value: '84', label: 'twelve weeks' },
  { value: '180', label: 'half a year' },
];
const ended = ['published', 'rejected', 'withdrawn'];

function useOptions(act: Act): readonly Option[] {
  const people = useQuery({ ...peopleQuery, enabled: act === 'assign' }).data?.items ?? [];
  const changes = useQuery({
    queryKey: ['changes', 'for findings'],
    queryFn: ({ signal }) => get<List<Change>>('/api/v1/changes?limit=200', signal),
    enabled: act === 'resolve',
  }).data?.items;
  if (act === 'snooze') return spans;
  if (act === 'assign')
    return [
      { value: '', label: 'Nobody' },
      ...people
        .filter(({ active }) => active)
        .map(({ id, displayName }) => ({ value: id, label: displayName })),
    ];
  return [
    { value: '', label: changes === undefined ? 'Loading …' : 'Choose one that is open' },
    ...(changes ?? [])
      .filter(({ state }) => !ended.includes(state))
      .map(({ id, title }) => ({ value: id, label: title })),
  ];
}
