import { queryOptions } from '@tanstack/react-query';
import { get, withQuery } from '../../api/client.ts';
import type { BreakGlass, List } from '../../api/types.ts';

/** Emergencies whose review is due: of one library, or of all that I may see. */
export const dueEmergenciesQuery = (library: string | undefined) =>
  queryOptions({
    queryKey: ['break-glass', 'due', library ?? ''],
    queryFn: ({ signal }) =>
      get<List<BreakGlass>>(withQuery('/api/v1/break-glass', { state: 'due', library }), signal),
  });
