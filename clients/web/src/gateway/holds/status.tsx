import type { Hold } from '../../api/types.ts';
import { Status, type Tone } from '../../design/Status.tsx';
import type { Shape } from '../../design/StatusShape.tsx';

const looks: Record<Hold['state'], { word: string; shape: Shape; tone: Tone }> = {
  waiting: { word: 'waiting', shape: 'half', tone: 'warn' },
  approved: { word: 'approved', shape: 'check', tone: 'good' },
  refused: { word: 'refused', shape: 'cross', tone: 'bad' },
  expired: { word: 'expired', shape: 'dash', tone: 'plain' },
  failed: { word: 'could not run', shape: 'triangle', tone: 'bad' },
};

export const HoldStatus = ({ state }: { state: Hold['state'] }) => <Status {...looks[state]} />;

export const holdTitle = ({ prompt, model }: Pick<Hold, 'prompt' | 'model'>): string =>
  prompt ?? `${model}, without a prompt`;
