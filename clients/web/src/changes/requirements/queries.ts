import { queryOptions } from '@tanstack/react-query';
import { call, get, segment, withQuery } from '../../api/client.ts';
import type { RequirementInForce, RequirementPreview, SearchAnswer } from '../../api/types.ts';

/** Files of requirements in every library that one may see, on their main branch. */
export const requirementFilesQuery = (library?: string) =>
  queryOptions({
    queryKey: ['requirements', 'files', library ?? ''],
    queryFn: ({ signal }) =>
      get<SearchAnswer>(withQuery('/api/v1/search', { kind: 'requirement', library, limit: 100 }), signal),
  });

const path = (library: string): string => `/api/v1/libraries/${segment(library)}/requirement`;

/** Every rule in force for a library and an environment, and where it comes from. */
export const inForceQuery = (library: string, environment: string) =>
  queryOptions({
    queryKey: ['requirements', 'in force', library, environment],
    queryFn: ({ signal }) => get<RequirementInForce>(withQuery(path(library), { environment }), signal),
  });

/** What is tried: a proposed file, and the changes and sample assets that it is tried on. */
export type Trial = {
  environment: string;
  proposed: { path: string; text: string } | null;
  changes: readonly string[];
  samples: readonly { path: string; text: string }[];
};

/** What changes and samples would need. Reads only; POST because a text is too long for an address. */
export const previewQuery = (library: string, trial: Trial) =>
  queryOptions({
    queryKey: ['requirements', 'preview', library, trial],
    queryFn: ({ signal }) => call<RequirementPreview>('POST', `${path(library)}/preview`, trial, signal),
    gcTime: 60_000,
    retry: false,
  });
