import { queryOptions } from '@tanstack/react-query';
import { get, withQuery } from '../../api/client.ts';
import type { SearchAnswer } from '../../api/types.ts';

/** Files of requirements in every library that one may see, on their main branch. */
export const requirementFilesQuery = (library?: string) =>
  queryOptions({
    queryKey: ['requirements', 'files', library ?? ''],
    queryFn: ({ signal }) =>
      get<SearchAnswer>(withQuery('/api/v1/search', { kind: 'requirement', library, limit: 100 }), signal),
  });
