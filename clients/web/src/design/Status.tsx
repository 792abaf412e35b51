import { classNames } from './class-names.ts';
import { type Shape, StatusShape } from './StatusShape.tsx';

export type Tone = 'good' | 'warn' | 'bad' | 'accent' | 'plain';

const tones: Record<Tone, string> = {
  good: 'text-good bg-good-soft',
  warn: 'text-warn bg-warn-soft',
  bad: 'text-bad bg-bad-soft',
  accent: 'text-accent-text bg-accent-soft',
  plain: 'text-ink-soft bg-sunken',
};

/** A tone where only its ink is wanted. */
export const toneText: Record<Tone, string> = {
  good: 'text-good',
  warn: 'text-warn',
  bad: 'text-bad',
  accent: 'text-accent-text',
  plain: 'text-ink-soft',
};

/** A status: a word and a shape; the color only helps. */
export const Status = ({ word, shape, tone }: { word: string; shape: Shape; tone: Tone }) => (
  <span
    className={classNames(
      'inline-flex items-center gap-1.5 rounded-full py-0.5 pr-2.5 pl-2 text-xs font-medium whitespace-nowrap',
      tones[tone],
    )}
  >
    <StatusShape shape={shape} />
    {word}
  </span>
);

/** A short fact beside a name, such as "v7" or "restricted". */
export const Badge = ({ children }: { children: string }) => (
  <span className="text-ink-soft inline-flex items-center rounded border px-1.5 py-px text-xs whitespace-nowrap">
    {children}
  </span>
);
