import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { get, segment, withQuery } from '../api/client.ts';
import type {
  Asset,
  AssetItem,
  AssetList,
  Branch,
  Commit,
  GraphCommit,
  Library,
  List,
  Versions,
} from '../api/types.ts';

const libraryPath = (library: string): string => `/api/v1/libraries/${segment(library)}`;

export const librariesQuery = queryOptions({
  queryKey: ['libraries'],
  queryFn: ({ signal }) => get<List<Library>>('/api/v1/libraries?limit=200', signal),
});

export const libraryQuery = (library: string) =>
  queryOptions({
    queryKey: ['libraries', library],
    queryFn: ({ signal }) => get<Library>(libraryPath(library), signal),
  });

export const assetsQuery = (library: string, ref: string) =>
  queryOptions({
    queryKey: ['libraries', library, 'assets', ref],
    queryFn: ({ signal }) =>
      get<List<AssetItem>>(withQuery(`${libraryPath(library)}/assets`, { ref, limit: 200 }), signal),
  });

/** As `assetsQuery`, page by page; with a folder (`''` is the root) only what is directly in it, and the folders inside. */
export const assetListQuery = (library: string, ref: string, folder: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['libraries', library, 'assets', ref, 'folder', folder ?? null],
    queryFn: ({ signal, pageParam }) => {
      const path = withQuery(`${libraryPath(library)}/assets`, { ref, limit: 1000, cursor: pageParam });
      // An empty folder is the root, and not the same as none.
      return get<AssetList>(
        folder === undefined ? path : `${path}&folder=${encodeURIComponent(folder)}`,
        signal,
      );
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });

export const assetQuery = (library: string, path: string, ref: string) =>
  queryOptions({
    queryKey: ['libraries', library, 'asset', path, ref],
    queryFn: ({ signal }) => get<Asset>(withQuery(`${libraryPath(library)}/asset`, { path, ref }), signal),
  });

export const branchesQuery = (library: string) =>
  queryOptions({
    queryKey: ['libraries', library, 'branches'],
    queryFn: ({ signal }) =>
      get<List<Branch>>(withQuery(`${libraryPath(library)}/branches`, { limit: 200 }), signal),
  });

export const commitsQuery = (library: string, ref: string, path?: string) =>
  infiniteQueryOptions({
    queryKey: ['libraries', library, 'commits', ref, path ?? ''],
    queryFn: ({ signal, pageParam }) =>
      get<List<Commit>>(
        withQuery(`${libraryPath(library)}/commits`, { ref, path, cursor: pageParam }),
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });

/** The commits of all branches that one may read. */
export const graphQuery = (library: string) =>
  infiniteQueryOptions({
    queryKey: ['libraries', library, 'graph'],
    queryFn: ({ signal, pageParam }) =>
      get<List<GraphCommit>>(
        withQuery(`${libraryPath(library)}/graph`, { cursor: pageParam, limit: 200 }),
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });

/** One commit, wherever it stands. */
export const commitQuery = (library: string, commit: string) =>
  queryOptions({
    queryKey: ['libraries', library, 'commit', commit],
    queryFn: ({ signal }) =>
      get<List<Commit>>(withQuery(`${libraryPath(library)}/commits`, { ref: commit, limit: 1 }), signal),
  });

export const versionsQuery = (library: string, path: string) =>
  queryOptions({
    queryKey: ['libraries', library, 'versions', path],
    queryFn: ({ signal }) =>
      get<Versions>(withQuery(`${libraryPath(library)}/versions`, { path, limit: 200 }), signal),
  });
