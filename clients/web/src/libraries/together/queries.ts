import { queryOptions } from '@tanstack/react-query';
import { get, post, segment, withQuery } from '../../api/client.ts';
import type { Activity, Asset, AssetMerge } from '../../api/types.ts';

const libraryPath = (library: string): string => `/api/v1/libraries/${segment(library)}`;

/** How an asset stands now and who works on it elsewhere: no text, so asking often is cheap. */
export const readActivity = (
  library: string,
  path: string,
  ref: string,
  signal?: AbortSignal,
): Promise<Activity> =>
  get<Activity>(withQuery(`${libraryPath(library)}/asset/activity`, { path, ref }), signal);

const askAgainMs = 10_000;

/** Asked again every ten seconds while the page is seen, and whenever it is come back to. */
export const activityQuery = (library: string, path: string, ref: string) =>
  queryOptions({
    queryKey: ['libraries', library, 'activity', path, ref],
    queryFn: ({ signal }) => readActivity(library, path, ref, signal),
    staleTime: 0,
    refetchInterval: askAgainMs,
    refetchOnWindowFocus: 'always',
  });

export const readAsset = (library: string, path: string, ref: string): Promise<Asset> =>
  get<Asset>(withQuery(`${libraryPath(library)}/asset`, { path, ref }));

/** Merges three texts as the server merges branches: what it answers is what git would get. */
export const mergeTexts = (sides: {
  path: string;
  base: string;
  ours: string;
  theirs: string;
}): Promise<AssetMerge> => post<AssetMerge>('/api/v1/merge', sides);
