import type { FoundData } from '../../api/types.ts';

export type Part = {
  start: number;
  text: string;
  name: string | null;
  confidence: FoundData['confidence'] | null;
};

const surest: readonly FoundData['confidence'][] = ['certain', 'likely', 'possible'];

/** A text cut into what is found and what is between. Of findings that overlap, the surest and longest is shown. Pure. */
export function partsOf(text: string, found: readonly FoundData[]): Part[] {
  const shown: FoundData[] = [];
  const order = [...found].sort(
    (left, right) =>
      surest.indexOf(left.confidence) - surest.indexOf(right.confidence) ||
      right.end - right.start - (left.end - left.start),
  );
  for (const one of order)
    if (one.end <= text.length && shown.every((other) => one.end <= other.start || one.start >= other.end))
      shown.push(one);
  const parts: Part[] = [];
  let at = 0;
  for (const one of shown.sort((left, right) => left.start - right.start)) {
    if (one.start > at)
      parts.push({ start: at, text: text.slice(at, one.start), name: null, confidence: null });
    parts.push({
      start: one.start,
      text: text.slice(one.start, one.end),
      name: one.dataClass,
      confidence: one.confidence,
    });
    at = one.end;
  }
  if (at < text.length) parts.push({ start: at, text: text.slice(at), name: null, confidence: null });
  return parts;
}
