import { textOf } from '../../shell/search.ts';

/** Which framework is shown; all without. */
export type ControlsSearch = { framework?: string };

export const controlsSearch = (search: Record<string, unknown>): ControlsSearch =>
  textOf(search, 'framework');
