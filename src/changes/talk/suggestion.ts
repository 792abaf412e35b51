import { linesOf } from './anchor.ts';

/** What a suggestion would put in place of some lines. Lines from 1, both included. */
export interface Edit {
  readonly firstLine: number;
  readonly lastLine: number;
  /** Lines; the end of the last one may be left out. Empty: the lines go away. */
  readonly replacement: string;
}

/** Whether two edits touch the same lines. */
export function overlap(edits: readonly Edit[]): boolean {
  const sorted = [...edits].sort((left, right) => left.firstLine - right.firstLine);
  return sorted.some((edit, at) => edit.firstLine <= (sorted[at - 1]?.lastLine ?? 0));
}

/** A text with edits applied, all against the text as it is. They do not overlap. The ends of lines stay as the text has them. Pure. */
export function withEdits(text: string, edits: readonly Edit[]): string {
  const lines = linesOf(text);
  const returns = lines.some((line) => line.endsWith('\r')) ? '\r' : '';
  const endsLine = text.endsWith('\n');
  for (const { firstLine, lastLine, replacement } of [...edits].sort((a, b) => b.firstLine - a.firstLine)) {
    const given = replacement === '' ? [] : linesOf(`${replacement.replace(/\r?\n$/, '')}\n`);
    const put = given.map((line) => (line.endsWith('\r') ? line : `${line}${returns}`));
    lines.splice(firstLine - 1, lastLine - firstLine + 1, ...put);
  }
  if (lines.length === 0) return '';
  return `${lines.join('\n')}${endsLine ? '\n' : ''}`;
}
