import { type Detector, type Found, findData } from '../../policy/index.ts';
import { type Cut, cut, longestPlaceholder } from './replace.ts';

/** How much of a text is held back while more of it may come. */
export const holdBack = 256;
/** How much of what went out is kept, because words before a number say what it is. */
const contextKept = 64;
/** A finding or a run that is still open is waited for this long, and no longer: memory is finite. */
const longestOpen = 32_768;
/** Shorter runs of letters are words. */
const shortestRun = 12;

/** What becomes of findings: the cuts to make in the text. Rejects when the text must not go on. */
export type Judge = (text: string, found: readonly Found[]) => Promise<readonly Cut[]>;

/** One text that arrives in pieces, and goes out behind a window, so that what stands across pieces is seen whole (AT-55). */
export interface HeldText {
  /** What may go out now that this piece came. */
  add(piece: string): Promise<string>;
  /** The rest. */
  end(): Promise<string>;
}

export function createHeldText(detectors: readonly Detector[], judge: Judge): HeldText {
  let context = '';
  let pending = '';
  const release = async (over: boolean): Promise<string> => {
    if (pending === '') return '';
    // Not worth a look: all of it stays back.
    if (!over && pending.length <= holdBack) return '';
    const text = context + pending;
    const base = context.length;
    const found = findData(text, detectors).filter(({ end }) => end > base);
    const limit = over ? text.length : Math.max(base, safeLimit(text, found));
    const going = found.filter(({ start }) => start < limit);
    const cuts = await judge(text, going);
    const clamped = cuts.map(({ start, end, put }) => ({
      start: Math.max(start, base) - base,
      end: Math.min(end, limit) - base,
      put,
    }));
    context = text.slice(Math.max(0, limit - contextKept), limit);
    pending = text.slice(limit);
    return cut(text.slice(base, limit), clamped);
  };
  return {
    add: (piece) => {
      pending += piece;
      return release(false);
    },
    end: () => release(true),
  };
}

/** Up to where a text may go out: nothing that is found or may still become something is cut in two. */
function safeLimit(text: string, found: readonly Found[]): number {
  let limit = text.length - holdBack;
  for (;;) {
    const before = limit;
    for (const { start, end } of found) {
      const isOpen = end === text.length && text.length - start < longestOpen;
      if (start < limit && (end > limit || isOpen)) limit = start;
    }
    limit = Math.min(limit, startOfRun(text, limit), startOfPlaceholder(text, limit));
    if (limit === before) return limit;
  }
}

const isEncoding = (code: number): boolean =>
  (code >= 48 && code <= 57) ||
  (code >= 65 && code <= 90) ||
  (code >= 97 && code <= 122) ||
  '+/_-=%\\&#;\r\n'.includes(String.fromCharCode(code));

/** A run that may be another text in base64 is only read right from its start. */
function startOfRun(text: string, limit: number): number {
  let start = limit;
  while (start > 0 && limit - start < longestOpen && isEncoding(text.charCodeAt(start - 1))) start -= 1;
  let end = limit;
  while (end < text.length && end - start < shortestRun && isEncoding(text.charCodeAt(end))) end += 1;
  return end - start >= shortestRun ? start : limit;
}

function startOfPlaceholder(text: string, limit: number): number {
  const open = text.lastIndexOf('[', limit - 1);
  if (open < 0 || limit - open > longestPlaceholder) return limit;
  return text.slice(open, limit).includes(']') ? limit : open;
}
