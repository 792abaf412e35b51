import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { post, segment } from '../../api/client.ts';
import type { RoleItem } from '../../api/types.ts';
import { Confirm } from '../../design/Confirm.tsx';
import { showToast } from '../../design/toasts.ts';
import { grantsQuery, heldKeys } from '../queries.ts';

/** Takes a role away for good: says who loses it. */
export function RetireRoleDialog({ role, onClose }: { role: RoleItem; onClose: () => void }) {
  const queryClient = useQueryClient();
  const grants = useQuery(grantsQuery).data?.items.filter((grant) => grant.role === role.name) ?? [];
  const retire = useMutation({
    mutationFn: () => post(`/api/v1/roles/${segment(role.name)}/retire`),
    onSuccess: async () => {
      await Promise.all(heldKeys.map((key) => queryClient.invalidateQueries({ queryKey: [key] })));
      showToast({ text: `${role.displayName} is retired.`, tone: 'good' });
      onClose();
    },
  });
  const names = [...new Set(grants.map(({ principal }) => principal.displayName))];
  return (
    <Confirm
      title={`Retire ${role.displayName}?`}
      act={`Retire ${role.displayName}`}
      busy={retire.isPending}
      error={retire.error}
      onConfirm={() => retire.mutate()}
      onClose={onClose}
    >
      <ul className="list-disc space-y-1 pl-5">
        <li>
          {names.length === 0
            ? 'Nobody holds it now.'
            : `It is taken from ${names.join(', ')}, from the next request on.`}
        </li>
        <li>Approvals that were made with it on open changes stop counting.</li>
        <li>Its name is never given again, so that no old grant comes to mean something else.</li>
      </ul>
      <p>
        <strong className="font-semibold">This cannot be taken back.</strong> To go on, make a new role and
        give that.
      </p>
    </Confirm>
  );
}
