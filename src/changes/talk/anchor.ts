import type { Digest } from '../../libraries/index.ts';

/** The lines that a comment is about, bound to exactly what was commented on. */
export interface Anchor {
  readonly path: string;
  /** `base`: what is live; `head`: what the change proposes. */
  readonly side: 'base' | 'head';
  /** From 1, both included. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** Digest of that side's whole text. */
  readonly digest: Digest;
  /** The lines themselves, as they stood there. */
  readonly quote: string;
}

/** Where an anchor stands in the bytes of now. Its lines are null when they cannot be told: it is never shown at a wrong place. */
export interface Placement {
  readonly state: 'current' | 'moved' | 'outdated';
  readonly firstLine: number | null;
  readonly lastLine: number | null;
}

/** The lines of a text as a difference counts them: an end of line ends a line. */
export function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Lines of a text as one; undefined when it has no such lines. */
export function quoteOf(text: string, firstLine: number, lastLine: number): string | undefined {
  const lines = linesOf(text);
  if (firstLine < 1 || lastLine < firstLine || lastLine > lines.length) return undefined;
  return lines.slice(firstLine - 1, lastLine).join('\n');
}

/**
 * Where the anchor's lines are in a text. In the same bytes: where they were. In others: where exactly these lines stand, if they stand
 * there once; twice could be either, so then it is outdated.
 */
export function placementOf(
  anchor: Pick<Anchor, 'digest' | 'quote' | 'firstLine' | 'lastLine'>,
  now: { readonly text: string; readonly digest: Digest } | null,
): Placement {
  if (now === null) return outdated;
  const { firstLine, lastLine } = anchor;
  if (now.digest === anchor.digest) return { state: 'current', firstLine, lastLine };
  // A blank or short line says too little to be recognized.
  if (anchor.quote.trim().length < fewest) return outdated;
  const found = firstLinesOf(anchor.quote.split('\n'), linesOf(now.text));
  const [at] = found;
  if (at === undefined || found.length > 1) return outdated;
  return {
    state: at === firstLine ? 'current' : 'moved',
    firstLine: at,
    lastLine: at + lastLine - firstLine,
  };
}

const outdated: Placement = { state: 'outdated', firstLine: null, lastLine: null };
const fewest = 4;

function firstLinesOf(block: readonly string[], lines: readonly string[]): number[] {
  const found: number[] = [];
  for (let at = 0; at + block.length <= lines.length && found.length < 2; at++)
    if (block.every((line, offset) => lines[at + offset] === line)) found.push(at + 1);
  return found;
}
