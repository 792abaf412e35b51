import { useMutation, useQueryClient } from '@tanstack/react-query';
import { BellRing } from 'lucide-react';
import { post } from '../../api/client.ts';
import { sentenceOf } from '../../api/problem.ts';
import type { ChangeDetail } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { showToast } from '../../design/toasts.ts';
import { changePath } from '../queries.ts';

/** Reminds those whose step is next, while a change waits for somebody else. */
export function RemindButton({ change }: { change: ChangeDetail }) {
  const queryClient = useQueryClient();
  const remind = useMutation({
    mutationFn: () => post(`${changePath(change.id)}/remind`),
    onSuccess: () => showToast({ text: 'Reminded. They find it in their inbox.', tone: 'good' }),
    onError: (error) => showToast({ text: sentenceOf(error), tone: 'bad' }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['changes'] }),
  });
  const { waiting, may } = change;
  const waits = waiting !== null && ['review', 'approval', 'publish'].includes(waiting.reason);
  if (!waits || may['change.remind']?.allowed !== true) return null;
  return (
    <Button
      small
      className="mt-2"
      busy={remind.isPending}
      icon={<BellRing size={13} aria-hidden />}
      onClick={() => remind.mutate()}
    >
      Remind whoever is next
    </Button>
  );
}
