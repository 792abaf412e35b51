import { queryOptions } from '@tanstack/react-query';
import { get, segment } from '../../api/client.ts';
import type { Delivery, List, WebhookList } from '../../api/types.ts';

export const webhooksQuery = queryOptions({
  queryKey: ['webhooks', 'list'],
  queryFn: ({ signal }) => get<WebhookList>('/api/v1/webhooks', signal),
});

export const webhookPath = (webhook: string): string => `/api/v1/webhooks/${segment(webhook)}`;

/** The newest deliveries; looked at again often while something is under way. */
export const deliveriesQuery = (webhook: string) =>
  queryOptions({
    queryKey: ['webhooks', 'deliveries', webhook],
    queryFn: ({ signal }) => get<List<Delivery>>(`${webhookPath(webhook)}/deliveries`, signal),
    refetchInterval: ({ state: { data } }) =>
      data?.items.some(({ state }) => state === 'due') ? 1_500 : 15_000,
  });
