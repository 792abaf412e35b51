import { memo } from 'react';
import type { WordSpan } from '../../api/types.ts';
import { piecesOf } from './diff-rows.ts';

const hiddenClass =
  'border-bad bg-bad-soft text-bad mx-px rounded-sm border px-0.5 text-[0.6875rem] font-semibold';

/** Somebody's text: changed words marked, hidden characters as their code points. */
export const MarkedText = memo(function MarkedText({
  text,
  words,
  tone = '',
}: {
  text: string;
  words?: readonly WordSpan[] | undefined;
  tone?: string;
}) {
  return piecesOf(text, words).map((piece, at) =>
    piece.changed ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
      <mark key={at} className={`text-ink rounded-xs ${tone} ${piece.hidden ? hiddenClass : ''}`}>
        {piece.text}
      </mark>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: see above
      <span key={at} className={piece.hidden ? hiddenClass : undefined}>
        {piece.text}
      </span>
    ),
  );
});
