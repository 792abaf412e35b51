import { useMutation, useQueryClient } from '@tanstack/react-query';
import { remove, segment } from '../../api/client.ts';
import type { OutsideDetector } from '../../api/types.ts';
import { Confirm } from '../../design/Confirm.tsx';
import { showToast } from '../../design/toasts.ts';
import { detectorsQuery } from './detectors.ts';

/** Ends a detector, after saying what that means. */
export function EndDetector({ detector, onClose }: { detector: OutsideDetector; onClose: () => void }) {
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: () => remove(`/api/v1/detectors/${segment(detector.id)}`),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: detectorsQuery.queryKey });
      showToast({ text: `Nothing is sent to ${detector.name} any more.`, tone: 'good' });
      onClose();
    },
  });
  return (
    <Confirm
      title="End this detector?"
      act="End the detector"
      busy={end.isPending}
      error={end.error}
      onConfirm={() => end.mutate()}
      onClose={onClose}
    >
      <p>
        Within a second no call is sent to {detector.name}, and classes that only it finds are found no more.
        Rules that ask for them no longer apply.
      </p>
      <p>It does not come back; set it up again with its secret.</p>
    </Confirm>
  );
}
