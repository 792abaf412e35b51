import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { call, get, post, withQuery } from '../api/client.ts';
import { sentenceOf } from '../api/problem.ts';
import type { Found, List, SearchAnswer } from '../api/types.ts';
import { showToast } from '../design/toasts.ts';
import type { FindSearch } from './filters.ts';

const pageOf = (search: FindSearch, limit: number, cursor: string, signal: AbortSignal) =>
  get<SearchAnswer>(withQuery('/api/v1/search', { ...search, limit, cursor }), signal);

/** What is found, best first; without words, what changed last. What was found before stays while one types. */
export const searchQuery = (search: FindSearch, limit = 12) =>
  queryOptions({
    queryKey: ['search', search, limit],
    queryFn: ({ signal }) => pageOf(search, limit, '', signal),
    placeholderData: keepPreviousData,
  });

/** As `searchQuery`, page by page. */
export const searchPagesQuery = (search: FindSearch) =>
  infiniteQueryOptions({
    queryKey: ['search', search, 'pages'],
    queryFn: ({ signal, pageParam }) => pageOf(search, 30, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });

export const favoritesQuery = queryOptions({
  queryKey: ['favorites'],
  queryFn: ({ signal }) => get<List<Found>>('/api/v1/favorites?limit=200', signal),
});

/** Whether an asset is a favorite, and the way to change that; it shows at once and goes back when the server refuses. */
export function useFavorite(library: string, path: string): { marked: boolean; toggle: () => void } {
  const client = useQueryClient();
  const favorites = useQuery(favoritesQuery).data?.items ?? [];
  const change = useMutation({
    mutationFn: (mark: boolean) =>
      mark
        ? post('/api/v1/favorites', { library, path })
        : call('DELETE', withQuery('/api/v1/favorites', { library, path })),
    onError: (error) => showToast({ text: sentenceOf(error), tone: 'bad' }),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: favoritesQuery.queryKey }),
        client.invalidateQueries({ queryKey: ['search'] }),
      ]),
  });
  const held = favorites.some((one) => one.library.name === library && one.path === path);
  const marked = change.isPending ? change.variables : held;
  return { marked, toggle: () => change.mutate(!marked) };
}
