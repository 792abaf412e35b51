import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useOrg } from '../../access/session.ts';
import { post, segment } from '../../api/client.ts';
import type { Environment } from '../../api/types.ts';
import { Confirm } from '../../design/Confirm.tsx';
import { showToast } from '../../design/toasts.ts';

/** Takes an environment out of use, and says what that means. */
export function RetireDialog({ environment, onClose }: { environment: Environment; onClose: () => void }) {
  const org = useOrg();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const retire = useMutation({
    mutationFn: () => post(`/api/v1/environments/${segment(environment.name)}/retire`),
    onSuccess: async () => {
      await navigate({ to: '/$org/environments', params: { org } });
      await queryClient.invalidateQueries({ queryKey: ['environments'] });
      showToast({ text: `${environment.displayName} is retired.`, tone: 'good' });
    },
  });
  return (
    <Confirm
      title={`Retire ${environment.displayName}?`}
      act="Retire it"
      busy={retire.isPending}
      error={retire.error}
      onConfirm={() => retire.mutate()}
      onClose={onClose}
    >
      <p>
        No change can be published to it any more, and it leaves every list. Nothing is live there, so nothing
        that runs changes.
      </p>
      <p>Its history stays. To take this back, create an environment named {environment.name} again.</p>
    </Confirm>
  );
}
