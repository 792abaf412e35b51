import { queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call, get, segment, withQuery } from '../../api/client.ts';
import type { AssetList, Pasted, Template } from '../../api/types.ts';

/** Part of the product: it is the same until the server is another one. */
export const templatesQuery = queryOptions({
  queryKey: ['templates'],
  queryFn: ({ signal }) => get<{ items: Template[] }>('/api/v1/templates', signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Reads only; POST because a text is too long for an address. */
const convertQuery = (text: string) =>
  queryOptions({
    queryKey: ['convert', text],
    queryFn: ({ signal }) => call<Pasted>('POST', '/api/v1/prompts/convert', { text }, signal),
    enabled: text.trim() !== '',
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  });

/** The prompt that a pasted text becomes, a moment after the last key. */
export function useConverted(text: string) {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 350);
    return () => clearTimeout(timer);
  }, [text]);
  const { data, error } = useQuery(convertQuery(settled));
  const isCurrent = settled === text && text.trim() !== '';
  return { pasted: isCurrent ? (data ?? null) : null, error: isCurrent ? error : null };
}

/** Whether a file of this path is published. */
export async function isTaken(library: string, path: string): Promise<boolean> {
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
  let cursor: string | null | undefined;
  do {
    const list = withQuery(`/api/v1/libraries/${segment(library)}/assets`, {
      ref: 'main',
      limit: 1000,
      cursor,
    });
    // An empty folder is the root, and not the same as none.
    const page: AssetList = await get<AssetList>(`${list}&folder=${encodeURIComponent(folder)}`);
    if (page.items.some((asset) => asset.path === path)) return true;
    cursor = page.next;
  } while (cursor !== null);
  return false;
}
