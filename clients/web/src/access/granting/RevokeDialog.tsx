import { useMutation, useQueryClient } from '@tanstack/react-query';
import { remove, segment } from '../../api/client.ts';
import type { Grant } from '../../api/types.ts';
import { Confirm } from '../../design/Confirm.tsx';
import { showToast } from '../../design/toasts.ts';
import { heldKeys, placeText } from '../queries.ts';

/** Takes a role away: says what stops with it. */
export function RevokeDialog({ grant, onClose }: { grant: Grant; onClose: () => void }) {
  const queryClient = useQueryClient();
  const { id, principal, role, scope, ended } = grant;
  const revoke = useMutation({
    mutationFn: () => remove(`/api/v1/grants/${segment(id)}`),
    onSuccess: async () => {
      await Promise.all(heldKeys.map((key) => queryClient.invalidateQueries({ queryKey: [key] })));
      showToast({
        text: `${principal.displayName} is no longer ${role} on ${placeText(scope)}.`,
        tone: 'good',
      });
      onClose();
    },
  });
  const whose = principal.kind === 'team' ? `Everybody in ${principal.displayName}` : principal.displayName;
  return (
    <Confirm
      title={`Take ${role} from ${principal.displayName}?`}
      act={`Take ${role} away`}
      busy={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate()}
      onClose={onClose}
    >
      {ended ? (
        <p>It has ended already and gives nothing: only the line goes away.</p>
      ) : (
        <ul className="list-disc space-y-1 pl-5">
          <li>{`${whose} may not do what ${role} permits on ${placeText(scope)} from the next request on, unless another grant permits it.`}</li>
          <li>Their keys reach no further than they do, and what runs under them is broken off.</li>
          <li>Approvals that they made with it on open changes stop counting.</li>
        </ul>
      )}
      <p>An administrator can give it again at any time. The ledger keeps both.</p>
    </Confirm>
  );
}
