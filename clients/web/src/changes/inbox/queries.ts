import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { get, post, withQuery } from '../../api/client.ts';
import { sentenceOf } from '../../api/problem.ts';
import type { Change, List, NoticeList, NoticeSettings } from '../../api/types.ts';
import { showToast } from '../../design/toasts.ts';

const everyMs = 60_000;

/** Changes whose next step is one's own, with how many there are. */
export const waitingQuery = queryOptions({
  queryKey: ['changes', 'waiting'],
  queryFn: ({ signal }) =>
    get<List<Change> & { total: number | null }>(
      withQuery('/api/v1/changes', { waiting: 'me', limit: 200 }),
      signal,
    ),
});

export const mineQuery = queryOptions({
  queryKey: ['changes', 'mine'],
  queryFn: ({ signal }) => get<List<Change>>(withQuery('/api/v1/changes', { by: 'me', limit: 100 }), signal),
});

export const noticesQuery = queryOptions({
  queryKey: ['notices', 'list'],
  queryFn: ({ signal }) => get<NoticeList>(withQuery('/api/v1/notices', { limit: 200 }), signal),
  refetchInterval: everyMs,
});

/** How many notices are unread: asked now and then, wherever one is. */
export const unreadQuery = queryOptions({
  queryKey: ['notices', 'unread'],
  queryFn: ({ signal }) =>
    get<NoticeList>(withQuery('/api/v1/notices', { unread: 'true', limit: 1 }), signal),
  refetchInterval: everyMs,
});

export const noticeSettingsQuery = queryOptions({
  queryKey: ['notices', 'settings'],
  queryFn: ({ signal }) => get<NoticeSettings>('/api/v1/notice-settings', signal),
});

/** Marks notices read at once in what is shown; what the server says then counts. */
export function useReadNotices() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (which: { ids: readonly string[] } | { upTo: string }) => post('/api/v1/notices/read', which),
    onMutate: (which) => markRead(queryClient, which),
    onError: (error) => showToast({ text: sentenceOf(error), tone: 'bad' }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['notices'] }),
  });
}

function markRead(queryClient: QueryClient, which: { ids: readonly string[] } | { upTo: string }): void {
  queryClient.setQueryData(noticesQuery.queryKey, (list) => {
    if (list === undefined) return list;
    const items = list.items.map((notice) =>
      'upTo' in which || which.ids.includes(notice.id) ? { ...notice, read: true } : notice,
    );
    return { ...list, items, unread: items.filter(({ read }) => !read).length };
  });
}
