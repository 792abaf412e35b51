import { post, segment } from '../../api/client.ts';
import type { Change, ImportItem, ImportReport } from '../../api/types.ts';
import type { Tone } from '../../design/Status.tsx';
import type { Shape } from '../../design/StatusShape.tsx';
import type { Source } from './source.ts';

/** Sends it; with `dryRun` nothing is written and the report is what would be. */
export const importInto = (library: string, source: Source, dryRun: boolean): Promise<ImportReport> =>
  post(`/api/v1/libraries/${segment(library)}/import`, { ...source, dryRun });

export const proposeImport = (library: string, branch: string, title: string): Promise<Change> =>
  post('/api/v1/changes', { library, branch, title, description: '', environment: 'production' });

/** How each outcome is shown: a word and a shape. */
export const outcomes: Readonly<Record<ImportItem['outcome'], { word: string; shape: Shape; tone: Tone }>> = {
  imported: { word: 'as it is', shape: 'check', tone: 'good' },
  converted: { word: 'converted', shape: 'diamond', tone: 'accent' },
  renamed: { word: 'renamed', shape: 'half', tone: 'warn' },
  skipped: { word: 'left out', shape: 'dash', tone: 'plain' },
};

export const outcomeNames = ['imported', 'converted', 'renamed', 'skipped'] as const;

export const filesOf = (count: number): string => (count === 1 ? '1 file' : `${count} files`);
