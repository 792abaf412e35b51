import type { Change } from '../../api/types.ts';
import type { Tone } from '../../design/Status.tsx';
import type { Shape } from '../../design/StatusShape.tsx';

type Waiting = NonNullable<Change['waiting']>;

const mine: Record<Waiting['reason'], string> = {
  draft: 'Your draft: submit it',
  sent_back: 'Sent back to you',
  review: 'Your review',
  approval: 'Your approval',
  publish: 'Your publishing',
  answer: 'Your answer in a thread',
  break_glass: 'Your review of a break-glass',
};

const anybody: Record<Waiting['reason'], string> = {
  draft: 'Not submitted yet',
  sent_back: 'Sent back',
  review: 'A review',
  approval: 'An approval',
  publish: 'Publishing',
  answer: 'An answer',
  break_glass: 'Review of a break-glass',
};

/** A stage that is called as what it is adds nothing. */
const within = ({ reason, stage }: Waiting): string =>
  stage === null || stage === reason ? '' : ` (${stage})`;

/** What a change wants of the reader. */
export const wantsOfMe = (waiting: Change['waiting']): string =>
  waiting === null ? '' : `${mine[waiting.reason]}${within(waiting)}`;

/** What a change waits for, whoever reads. */
export const waitsForWhat = (waiting: Change['waiting']): string =>
  waiting === null ? '' : `${anybody[waiting.reason]}${within(waiting)}`;

export const riskLooks: Record<NonNullable<Change['risk']>, { word: string; shape: Shape; tone: Tone }> = {
  high: { word: 'high risk', shape: 'triangle', tone: 'bad' },
  medium: { word: 'medium risk', shape: 'diamond', tone: 'warn' },
  low: { word: 'low risk', shape: 'ring', tone: 'plain' },
};
