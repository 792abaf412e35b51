import { useMutation, useQueryClient } from '@tanstack/react-query';
import { post, remove, segment, withQuery } from '../../api/client.ts';
import { sentenceOf } from '../../api/problem.ts';
import { showToast } from '../../design/toasts.ts';

/** Deletes a branch, and offers to bring it back where it stood: its commits stay. */
export function useDeleteBranch(library: string) {
  const queryClient = useQueryClient();
  const path = `/api/v1/libraries/${segment(library)}/branches`;
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['libraries', library] });
  const bringBack = async (name: string, from: string) => {
    try {
      await post(path, { name, from });
      showToast({ text: `${name} is back.`, tone: 'good' });
    } catch (error) {
      showToast({ text: sentenceOf(error), tone: 'bad' });
    }
    await refresh();
  };
  return useMutation({
    mutationFn: ({ name, head }: { name: string; head: string }) =>
      remove(withQuery(path, { name, expectedHead: head })),
    onSuccess: (_, { name, head }) => {
      void refresh();
      showToast({
        text: `Deleted ${name}. Its commits are kept.`,
        tone: 'good',
        action: { label: 'Undo', run: () => void bringBack(name, head) },
      });
    },
    onError: (error) => showToast({ text: sentenceOf(error), tone: 'bad' }),
  });
}
