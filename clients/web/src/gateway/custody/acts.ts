import type { CustodyStep } from '../../api/types.ts';

const acts: Record<CustodyStep['step'], string> = {
  created: 'created the prompt',
  committed: 'wrote this version',
  reviewed: 'reviewed it',
  approved: 'approved it',
  published: 'published it',
  ran: 'ran it',
  refused: 'asked for it, and was refused',
  answered: 'The model answered',
};

/** A step as the second half of a sentence: `approved it`. */
export const actOf = (step: CustodyStep['step']): string => acts[step];

/** The entries that prove a story, without repetition. */
export const entriesOf = (custody: readonly CustodyStep[]): string[] => [
  ...new Set(custody.flatMap(({ entry }) => (entry === null ? [] : [entry]))),
];
