import { useQueryClient } from '@tanstack/react-query';

/** After something went live, stopped, or went back: everything that shows what is live is asked for anew. */
export function useRefresh(): () => Promise<void> {
  const queryClient = useQueryClient();
  return async () => {
    await queryClient.invalidateQueries({ queryKey: ['changes'] });
    for (const key of ['libraries', 'environments', 'recalls', 'break-glass', 'home'])
      void queryClient.invalidateQueries({ queryKey: [key] });
  };
}
