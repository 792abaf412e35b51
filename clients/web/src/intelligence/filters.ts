import { oneOf, textOf } from '../shell/search.ts';

export const dimensions = ['team', 'library', 'prompt', 'model', 'app'] as const;
export type Dimension = (typeof dimensions)[number];
export const spans = ['4', '12'] as const;
export type Span = (typeof spans)[number];

export type GroupsSearch = { by?: Dimension; weeks?: Span; library?: string };

export function groupsSearch(search: Record<string, unknown>): GroupsSearch {
  const by = oneOf(search.by, dimensions);
  const weeks = oneOf(String(search.weeks), spans);
  return {
    ...textOf(search, 'library'),
    ...(by === undefined ? {} : { by }),
    ...(weeks === undefined ? {} : { weeks }),
  };
}
