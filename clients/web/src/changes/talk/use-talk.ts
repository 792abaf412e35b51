import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ChangeDetail } from '../../api/types.ts';
import { changeQuery } from '../queries.ts';
import { type TalkAct, talk } from './talk-acts.ts';

/** One act in the conversation. The page then shows the change as the server answered it. */
export function useTalk(change: ChangeDetail, onDone: () => void = () => undefined) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (given: TalkAct) => talk(change, given),
    onSuccess: (page) => {
      queryClient.setQueryData(changeQuery(change.id).queryKey, page);
      void queryClient.invalidateQueries({ queryKey: ['changes', 'list'] });
      if (page.revision !== change.revision) void queryClient.invalidateQueries({ queryKey: ['libraries'] });
      onDone();
    },
  });
}
