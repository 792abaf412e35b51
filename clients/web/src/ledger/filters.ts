import { textOf } from '../shell/search.ts';

export type EntriesSearch = { action?: string; subject?: string; actor?: string };

export const entriesSearch = (search: Record<string, unknown>): EntriesSearch =>
  textOf(search, 'action', 'subject', 'actor');
