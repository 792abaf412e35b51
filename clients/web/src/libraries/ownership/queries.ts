import { queryOptions } from '@tanstack/react-query';
import { get, segment } from '../../api/client.ts';
import type { List, OwnedAsset } from '../../api/types.ts';

/** What a person owns, in the libraries that I may see. */
export const ownedQuery = (person: string) =>
  queryOptions({
    queryKey: ['owned', person],
    queryFn: ({ signal }) => get<List<OwnedAsset>>(`/api/v1/people/${segment(person)}/assets`, signal),
  });
