import { MarkedText } from '../../libraries/comparing/MarkedText.tsx';
import { suggestedLines } from './threads.ts';

const tones = {
  same: { row: 'bg-surface', sign: ' ', says: '' },
  removed: { row: 'bg-removed', sign: '−', says: 'removed: ' },
  added: { row: 'bg-added', sign: '+', says: 'added: ' },
} as const;

/** What a suggestion would do to its lines. Hidden characters stand there as their code points, as in any difference. */
export function SuggestionView({ before, after }: { before: string; after: string }) {
  const { start, removed, added, end } = suggestedLines(before, after);
  return (
    <div className="overflow-hidden rounded-md border font-mono text-[0.8125rem] leading-6">
      <Lines lines={start} tone="same" />
      <Lines lines={removed} tone="removed" />
      <Lines lines={added} tone="added" />
      <Lines lines={end} tone="same" />
      {after === '' && (
        <p className="text-ink-soft bg-surface px-2 py-1 font-sans text-sm">The lines go away.</p>
      )}
    </div>
  );
}

const Lines = ({ lines, tone }: { lines: readonly string[]; tone: keyof typeof tones }) =>
  lines.map((line, at) => (
    <div
      // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
      key={at}
      className={`relative min-h-6 pr-2 pl-5 whitespace-pre-wrap wrap-anywhere ${tones[tone].row}`}
    >
      <span className="absolute left-1.5 select-none">
        <span aria-hidden>{tones[tone].sign}</span>
        <span className="sr-only">{tones[tone].says}</span>
      </span>
      <MarkedText text={line} />
    </div>
  ));
