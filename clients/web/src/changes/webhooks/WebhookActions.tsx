import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { SecretOnce } from '../../access/SecretOnce.tsx';
import { useHolds, useOrg } from '../../access/session.ts';
import { call, post, remove } from '../../api/client.ts';
import { sentenceOf } from '../../api/problem.ts';
import type { Webhook } from '../../api/types.ts';
import { Button, IconButton } from '../../design/Button.tsx';
import { Confirm } from '../../design/Confirm.tsx';
import { Menu, MenuItem } from '../../design/Menu.tsx';
import { showToast } from '../../design/toasts.ts';
import { webhookPath } from './queries.ts';
import { WebhookDialog } from './WebhookDialog.tsx';

/** What an admin does with a webhook. */
export function WebhookActions({ webhook }: { webhook: Webhook }) {
  const queryClient = useQueryClient();
  const may = useHolds('webhook.update');
  const [open, setOpen] = useState<'alter' | 'rotate' | 'delete' | null>(null);
  const close = () => setOpen(null);
  const settled = {
    onError: (error: unknown) => showToast({ text: sentenceOf(error), tone: 'bad' }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['webhooks'] }),
  };
  const path = webhookPath(webhook.id);
  const test = useMutation({ mutationFn: () => post(`${path}/test`), ...settled });
  const toggle = useMutation({
    mutationFn: () => call('PATCH', path, { enabled: !webhook.enabled }),
    ...settled,
  });
  const why = may ? null : 'Only an admin may do this.';
  return (
    <>
      <Button
        busy={test.isPending}
        disabledBecause={why ?? (webhook.enabled ? null : 'The webhook is switched off. Switch it on first.')}
        onClick={() => test.mutate()}
      >
        Send a test
      </Button>
      <Button busy={toggle.isPending} disabledBecause={why} onClick={() => toggle.mutate()}>
        {webhook.enabled ? 'Switch off' : 'Switch on'}
      </Button>
      {may && (
        <Menu
          trigger={<IconButton label="More" icon={<Ellipsis size={18} aria-hidden />} look="secondary" />}
        >
          <MenuItem onClick={() => setOpen('alter')}>Alter …</MenuItem>
          <MenuItem onClick={() => setOpen('rotate')}>Replace the secret …</MenuItem>
          <MenuItem onClick={() => setOpen('delete')}>Delete …</MenuItem>
        </Menu>
      )}
      {open === 'alter' && <WebhookDialog webhook={webhook} onClose={close} />}
      {open === 'rotate' && <RotateDialog path={path} onClose={close} />}
      {open === 'delete' && <DeleteDialog path={path} onClose={close} />}
    </>
  );
}

function RotateDialog({ path, onClose }: { path: string; onClose: () => void }) {
  const queryClient = useQueryClient();
  const rotate = useMutation({
    mutationFn: () => post<{ secret: string }>(`${path}/rotate`, { overlapHours: 24 }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['webhooks'] }),
  });
  if (rotate.data !== undefined)
    return (
      <SecretOnce
        name="Webhook"
        secret={rotate.data.secret}
        title="Copy the new secret now"
        description="It is shown this once. For a day the old one signs too."
        onClose={onClose}
      />
    );
  return (
    <Confirm
      title="Replace the secret"
      act="Replace the secret"
      danger={false}
      busy={rotate.isPending}
      error={rotate.error}
      onConfirm={() => rotate.mutate()}
      onClose={onClose}
    >
      <p>
        A new secret is made and shown once. For a day every request is signed with both, so that your program
        can change over without missing one. After that the old secret signs nothing any more.
      </p>
    </Confirm>
  );
}

function DeleteDialog({ path, onClose }: { path: string; onClose: () => void }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const org = useOrg();
  const erase = useMutation({
    mutationFn: () => remove(path),
    onSuccess: async () => {
      await navigate({ to: '/$org/webhooks', params: { org } });
      await queryClient.invalidateQueries({ queryKey: ['webhooks'] });
    },
  });
  return (
    <Confirm
      title="Delete the webhook"
      act="Delete the webhook"
      busy={erase.isPending}
      error={erase.error}
      onConfirm={() => erase.mutate()}
      onClose={onClose}
    >
      <p>
        Your program is told nothing any more, and the log of deliveries goes with it. The ledger keeps what
        was sent when. A webhook that is made again has another secret.
      </p>
    </Confirm>
  );
}
