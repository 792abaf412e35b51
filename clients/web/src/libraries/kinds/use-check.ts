import { queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call, segment } from '../../api/client.ts';
import type { Checked } from '../../api/types.ts';

/** Checking a text that is being written. Reads only; POST because a text is too long for an address. */
const checkQuery = (library: string, path: string, text: string) =>
  queryOptions({
    queryKey: ['check', library, path, text],
    queryFn: ({ signal }) =>
      call<Checked>('POST', `/api/v1/libraries/${segment(library)}/check`, { path, text }, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  });

/** Faults and outline of a text while one writes; the last answer stays until the next is there, so that nothing blinks. */
export function useCheck(library: string, path: string, text: string) {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 300);
    return () => clearTimeout(timer);
  }, [text]);
  const { data, error } = useQuery(checkQuery(library, path, settled));
  const [last, setLast] = useState<Checked | null>(null);
  const [outlined, setOutlined] = useState<Checked['outline']>(null);
  useEffect(() => {
    if (data === undefined) return;
    setLast(data);
    // A text that cannot be read for a moment keeps the outline that it had.
    if (data.outline !== null) setOutlined(data.outline);
  }, [data]);
  return {
    faults: last?.faults ?? [],
    outline: outlined,
    isFresh: settled === text && data !== undefined,
    error,
  };
}
