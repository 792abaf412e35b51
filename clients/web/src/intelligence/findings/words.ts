import type { Finding, FindingKind } from '../../api/types.ts';
import type { Tone } from '../../design/Status.tsx';
import type { Shape } from '../../design/StatusShape.tsx';
import type { Sheet } from '../charts/sheet.ts';

/** A word and a shape for each kind, and what one does about it. */
export const kindLooks: Readonly<
  Record<FindingKind, { word: string; shape: Shape; tone: Tone; act: string }>
> = {
  retiring_model: { word: 'Model goes', shape: 'triangle', tone: 'warn', act: 'Open the first prompt' },
  falling_quality: { word: 'Worse', shape: 'cross', tone: 'bad', act: 'Look at its versions' },
  unapproved_use: { word: 'Unapproved', shape: 'triangle', tone: 'warn', act: 'Open the prompt' },
  costlier_version: { word: 'Costs more', shape: 'triangle', tone: 'warn', act: 'Look at its versions' },
  unowned_prompt: { word: 'No owner', shape: 'ring', tone: 'warn', act: 'Give it an owner' },
  slow_stage: { word: 'Slow', shape: 'half', tone: 'warn', act: 'See where changes wait' },
  raw_traffic: { word: 'Raw calls', shape: 'dots', tone: 'accent', act: 'Look at what repeats' },
  duplicates: { word: 'Duplicates', shape: 'diamond', tone: 'accent', act: 'Compare and merge' },
  unused_prompt: { word: 'Unused', shape: 'dash', tone: 'plain', act: 'Look whether it can go' },
};

export const findingSheet = (items: readonly Finding[]): Sheet => ({
  name: 'What to do next',
  columns: [
    { key: 'kind', label: 'Kind' },
    { key: 'title', label: 'What' },
    { key: 'why', label: 'Why' },
    { key: 'assignee', label: 'Who' },
    { key: 'snoozed', label: 'Put away until' },
  ],
  rows: items.map(({ kind, title, why, assignee, snoozed }) => ({
    ...{ kind: kindLooks[kind].word, title, why },
    ...{ assignee: assignee?.displayName ?? null, snoozed: snoozed?.until ?? null },
  })),
});
