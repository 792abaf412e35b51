import type { Execution, ExecutionStatus as Word } from '../api/types.ts';
import type { Tone } from '../design/Status.tsx';
import { Status } from '../design/Status.tsx';
import type { Shape } from '../design/StatusShape.tsx';

const looks: Record<Word, { shape: Shape; tone: Tone }> = {
  running: { shape: 'dots', tone: 'accent' },
  succeeded: { shape: 'check', tone: 'good' },
  failed: { shape: 'cross', tone: 'bad' },
  stopped: { shape: 'cross', tone: 'bad' },
  refused: { shape: 'dash', tone: 'warn' },
  unknown: { shape: 'triangle', tone: 'warn' },
};

export const ExecutionStatus = ({ status }: { status: Word }) => <Status word={status} {...looks[status]} />;

export const VerdictStatus = ({ decision }: { decision: Execution['verdict']['decision'] }) =>
  decision === 'permit' ? (
    <Status word="permitted" shape="check" tone="good" />
  ) : (
    <Status word="forbidden" shape="cross" tone="bad" />
  );
