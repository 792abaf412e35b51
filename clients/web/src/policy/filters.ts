import { textOf } from '../shell/search.ts';

export type SimulationsSearch = { change?: string };

export const simulationsSearch = (search: Record<string, unknown>): SimulationsSearch =>
  textOf(search, 'change');
