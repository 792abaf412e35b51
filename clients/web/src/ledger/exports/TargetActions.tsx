import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { useHolds } from '../../access/session.ts';
import { call, post, remove } from '../../api/client.ts';
import { sentenceOf } from '../../api/problem.ts';
import type { ExportTarget } from '../../api/types.ts';
import { Button, IconButton } from '../../design/Button.tsx';
import { Confirm } from '../../design/Confirm.tsx';
import { Menu, MenuItem } from '../../design/Menu.tsx';
import { showToast } from '../../design/toasts.ts';
import { ReplayDialog } from './ReplayDialog.tsx';
import { TargetDialog } from './TargetDialog.tsx';
import { targetPath } from './targets.ts';

/** What an admin does with a target. */
export function TargetActions({ target }: { target: ExportTarget }) {
  const queryClient = useQueryClient();
  const may = useHolds('export_target.update');
  const [open, setOpen] = useState<'alter' | 'replay' | 'end' | null>(null);
  const close = () => setOpen(null);
  const settled = {
    onError: (error: unknown) => showToast({ text: sentenceOf(error), tone: 'bad' }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['ledger', 'export-targets'] }),
  };
  const path = targetPath(target.id);
  const test = useMutation({
    mutationFn: () => post<{ error: string | null }>(`${path}/test`),
    ...settled,
    onSuccess: ({ error }) =>
      showToast(
        error === null
          ? { text: `${target.name} took the newest entry once more.`, tone: 'good' }
          : { text: `It did not arrive: ${error}`, tone: 'bad' },
      ),
  });
  const paused = target.state === 'paused';
  const failing = !paused && target.failures > 0;
  const set = useMutation({
    mutationFn: (state: 'running' | 'paused') => call('PATCH', path, { state }),
    ...settled,
  });
  const why = may ? null : 'Only an admin may do this.';
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button small busy={test.isPending} disabledBecause={why} onClick={() => test.mutate()}>
        Send a test
      </Button>
      {failing && (
        <Button small busy={set.isPending} disabledBecause={why} onClick={() => set.mutate('running')}>
          Try again now
        </Button>
      )}
      <Button
        small
        busy={set.isPending && !failing}
        disabledBecause={why}
        onClick={() => set.mutate(paused ? 'running' : 'paused')}
      >
        {paused ? 'Resume' : 'Pause'}
      </Button>
      {may && (
        <Menu
          trigger={
            <IconButton
              label={`More for ${target.name}`}
              icon={<Ellipsis size={18} aria-hidden />}
              look="secondary"
            />
          }
        >
          <MenuItem onClick={() => setOpen('alter')}>Alter …</MenuItem>
          <MenuItem onClick={() => setOpen('replay')}>Go on from an entry …</MenuItem>
          <MenuItem onClick={() => setOpen('end')}>End …</MenuItem>
        </Menu>
      )}
      {open === 'alter' && <TargetDialog target={target} onClose={close} />}
      {open === 'replay' && <ReplayDialog target={target} onClose={close} />}
      {open === 'end' && <EndDialog target={target} onClose={close} />}
    </div>
  );
}

function EndDialog({ target, onClose }: { target: ExportTarget; onClose: () => void }) {
  const queryClient = useQueryClient();
  const end = useMutation({
    mutationFn: () => remove(targetPath(target.id)),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['ledger', 'export-targets'] });
      onClose();
    },
  });
  return (
    <Confirm
      title={`End ${target.name}?`}
      act="End the target"
      busy={end.isPending}
      error={end.error}
      onConfirm={() => end.mutate()}
      onClose={onClose}
    >
      <p>
        Nothing more is sent there, and its credential is erased. What was sent stays with its receiver, and
        what was not stays in the log. It cannot be taken back: make a new target, and let it begin where you
        like.
      </p>
    </Confirm>
  );
}
