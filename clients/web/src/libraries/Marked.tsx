import { Fragment } from 'react';
import type { Range } from '../api/types.ts';

/** A text with the places that match marked, by their offsets: never markup from anywhere. */
export function Marked({ text, ranges }: { text: string; ranges: readonly Range[] }) {
  const parts: { text: string; at: number; marked: boolean }[] = [];
  let at = 0;
  for (const { start, end } of ranges) {
    if (start > at) parts.push({ text: text.slice(at, start), at, marked: false });
    parts.push({ text: text.slice(start, end), at: start, marked: true });
    at = end;
  }
  if (at < text.length) parts.push({ text: text.slice(at), at, marked: false });
  return parts.map((part) =>
    part.marked ? (
      <mark key={part.at} className="bg-accent-soft text-accent-text rounded-sm">
        {part.text}
      </mark>
    ) : (
      <Fragment key={part.at}>{part.text}</Fragment>
    ),
  );
}
