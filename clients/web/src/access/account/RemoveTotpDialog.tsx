import { useMutation, useQueryClient } from '@tanstack/react-query';
import { remove } from '../../api/client.ts';
import { Confirm } from '../../design/Confirm.tsx';
import { showToast } from '../../design/toasts.ts';

export function RemoveTotpDialog({ last, onClose }: { last: boolean; onClose: () => void }) {
  const queryClient = useQueryClient();
  const act = useMutation({
    mutationFn: () => remove('/api/v1/account/second-factor'),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['account'] });
      showToast({ text: 'The authenticator app is removed.', tone: 'good' });
      onClose();
    },
  });
  return (
    <Confirm
      title="Remove the authenticator app?"
      act="Remove it"
      busy={act.isPending}
      error={act.error}
      onConfirm={() => act.mutate()}
      onClose={onClose}
    >
      <p>
        Its codes are good for nothing from then on.{' '}
        {last
          ? 'It is your only second factor: your password alone lets you in then, and your recovery codes end with it.'
          : 'A passkey stays your second factor.'}{' '}
        You can set one up again at any time.
      </p>
    </Confirm>
  );
}
