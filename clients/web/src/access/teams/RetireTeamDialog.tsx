import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { post, segment } from '../../api/client.ts';
import type { Team } from '../../api/types.ts';
import { Confirm } from '../../design/Confirm.tsx';
import { showToast } from '../../design/toasts.ts';
import { useOrg } from '../session.ts';

/** Takes a team away for good: says what that does to requirements. */
export function RetireTeamDialog({ team, onClose }: { team: Team; onClose: () => void }) {
  const org = useOrg();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const retire = useMutation({
    mutationFn: () => post(`/api/v1/teams/${segment(team.name)}/retire`),
    onSuccess: async () => {
      showToast({ text: `${team.displayName} is retired.`, tone: 'good' });
      await navigate({ to: '/$org/people', params: { org } });
      queryClient.removeQueries({ queryKey: ['teams', 'one', team.name] });
      await queryClient.invalidateQueries({ queryKey: ['teams'] });
    },
  });
  return (
    <Confirm
      title={`Retire ${team.displayName}?`}
      act={`Retire ${team.displayName}`}
      busy={retire.isPending}
      error={retire.error}
      onConfirm={() => retire.mutate()}
      onClose={onClose}
    >
      <ul className="list-disc space-y-1 pl-5">
        <li>
          A requirement that names <code className="font-mono text-xs">{team.name}</code> can be met by nobody
          from then on: changes under it cannot be published until that requirement is changed.
        </li>
        <li>
          Its people lose the roles that were given to the team, and keep those of their own. Decisions that
          were made stay in history.
        </li>
        <li>Its name is never given again, so that no old requirement comes to mean other people.</li>
      </ul>
      <p>
        <strong className="font-semibold">This cannot be taken back.</strong> To go on, make a new team and
        change the requirements to name that one.
      </p>
    </Confirm>
  );
}
