import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { SecretOnce } from '../../access/SecretOnce.tsx';
import { call, post } from '../../api/client.ts';
import type { NewWebhook, Webhook } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Field } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { KindChoices } from './KindChoices.tsx';
import { webhookPath, webhooksQuery } from './queries.ts';

const usual = ['change.submit', 'change.publish', 'recall.create', 'break_glass.create'];

/** Makes a webhook, and shows its secret once; or alters one. */
export function WebhookDialog({ webhook, onClose }: { webhook?: Webhook; onClose: () => void }) {
  const queryClient = useQueryClient();
  const known = useQuery(webhooksQuery).data;
  const [url, setUrl] = useState(webhook?.url ?? '');
  const [description, setDescription] = useState(webhook?.description ?? '');
  const [kinds, setKinds] = useState<readonly string[]>(webhook?.kinds ?? usual);
  const save = useMutation({
    mutationFn: async (): Promise<NewWebhook | null> => {
      const body = { url, description, kinds };
      if (webhook === undefined) return post<NewWebhook>('/api/v1/webhooks', body);
      await call('PATCH', webhookPath(webhook.id), body);
      return null;
    },
    onSuccess: (made) => {
      void queryClient.invalidateQueries({ queryKey: ['webhooks'] });
      if (made === null) onClose();
    },
  });
  if (save.data != null)
    return (
      <SecretOnce
        name="Webhook"
        secret={save.data.secret}
        title="Copy the webhook’s secret now"
        description="It is shown this once. Your program checks with it that a request is from here, as the Standard Webhooks specification says."
        onClose={onClose}
      />
    );
  return (
    <Dialog open onClose={onClose} title={webhook === undefined ? 'New webhook' : 'Alter the webhook'}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <FormProblem error={save.error} />
        <Field
          label="Address"
          type="url"
          required
          maxLength={2_000}
          value={url}
          placeholder="https://hooks.example.com/countersign"
          hint={known === undefined ? '' : `On one of these hosts: ${known.hosts.join(', ')}`}
          onChange={({ target }) => setUrl(target.value)}
        />
        <Field
          label="What it is for"
          maxLength={200}
          value={description}
          placeholder="Posts to the review channel"
          onChange={({ target }) => setDescription(target.value)}
        />
        <KindChoices known={known?.kinds ?? kinds} chosen={kinds} onChange={setKinds} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="primary"
            busy={save.isPending}
            disabledBecause={kinds.length === 0 ? 'Choose at least one kind of event.' : null}
          >
            {webhook === undefined ? 'Make the webhook' : 'Save'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
