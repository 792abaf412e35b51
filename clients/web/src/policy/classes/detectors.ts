import { queryOptions } from '@tanstack/react-query';
import { get } from '../../api/client.ts';
import type { OutsideDetector } from '../../api/types.ts';

export const detectorsQuery = queryOptions({
  queryKey: ['detectors'],
  queryFn: ({ signal }) => get<{ items: OutsideDetector[]; hosts: string[] }>('/api/v1/detectors', signal),
});
