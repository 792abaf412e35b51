import { infiniteQueryOptions } from '@tanstack/react-query';
import { get, segment, withQuery } from '../../api/client.ts';
import type { Decision, List } from '../../api/types.ts';

/** Of one change, or of every change that touches one asset. */
export type DecisionsOf = { change: string } | { path: string };

/** Who decided what, the newest-updated change first. A page looks at some changes, and may find nothing in them. */
export const decisionsQuery = (library: string, of: DecisionsOf) =>
  infiniteQueryOptions({
    // Under changes: what somebody decides there is news here.
    queryKey: ['changes', 'decisions', library, of],
    queryFn: ({ signal, pageParam }) =>
      get<List<Decision>>(
        withQuery(`/api/v1/libraries/${segment(library)}/decisions`, { ...of, cursor: pageParam }),
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });
