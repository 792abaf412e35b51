import { textOf } from '../shell/search.ts';

export type SimulationsSearch = { change?: string };

export const simulationsSearch = (search: Record<string, unknown>): SimulationsSearch =>
  textOf(search, 'change');

export type RegisterSearch = { path?: string; model?: string; provider?: string };

/** The file that a form changes, or the model that it starts with. */
export const registerSearch = (search: Record<string, unknown>): RegisterSearch =>
  textOf(search, 'path', 'model', 'provider');
