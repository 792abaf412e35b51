import type { DiffHunk, DiffLine, TextDiff, WordSpan } from '../../api/types.ts';

/** One side of a row: its line number (from 1), its text without the line's end, and the changed parts; all of it when `words` is absent. */
export type Cell = { line: number; text: string; words?: readonly WordSpan[] | undefined };

/** A row of a diff. Side by side both cells stand in it; inline it is drawn with one of them. */
export type Row = { type: 'same'; a: Cell; b: Cell } | { type: 'changed'; a: Cell | null; b: Cell | null };

/** Rows that changed with those around them, or unchanged rows that can be shown. */
export type Block =
  | { type: 'hunk'; key: string; rows: readonly Row[] }
  | { type: 'gap'; key: string; rows: readonly Row[] };

export type Form = 'side' | 'inline';

const withoutEnd = (text: string): string => text.replace(/\r?\n$/, '');

/** The lines of a text, without their ends. */
export function linesOf(text: string): string[] {
  if (text === '') return [];
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.replace(/\r$/, ''));
}

/** A diff in the order in which it is read: hunks, and between them what did not change. @param after the new text */
export function blocksOf({ hunks }: TextDiff, after: string, form: Form): Block[] {
  const lines = linesOf(after);
  const blocks: Block[] = [];
  let [a, b] = [1, 1];
  const gap = (until: number): void => {
    const rows = lines.slice(b - 1, until - 1).map((text, at): Row => {
      return { type: 'same', a: { line: a + at, text }, b: { line: b + at, text } };
    });
    if (rows.length > 0) blocks.push({ type: 'gap', key: `gap ${b}`, rows });
    a += rows.length;
    b = until;
  };
  for (const hunk of hunks) {
    gap(startOf(hunk.b));
    blocks.push({ type: 'hunk', key: `hunk ${hunk.a.line} ${hunk.b.line}`, rows: rowsOf(hunk.lines, form) });
    [a, b] = [startOf(hunk.a) + hunk.a.count, startOf(hunk.b) + hunk.b.count];
  }
  gap(lines.length + 1);
  return blocks;
}

/** A side with no lines stands after the line that it names. */
const startOf = ({ line, count }: DiffHunk['a']): number => (count === 0 ? line + 1 : line);

/** Side by side, the removed and added lines of one place stand beside each other, in order. */
function rowsOf(lines: readonly DiffLine[], form: Form): Row[] {
  const rows: Row[] = [];
  let removed: Cell[] = [];
  let added: Cell[] = [];
  const flush = (): void => {
    if (form === 'inline')
      rows.push(
        ...removed.map((a): Row => ({ type: 'changed', a, b: null })),
        ...added.map((b): Row => ({ type: 'changed', a: null, b })),
      );
    else
      for (let at = 0; at < Math.max(removed.length, added.length); at += 1)
        rows.push({ type: 'changed', a: removed[at] ?? null, b: added[at] ?? null });
    [removed, added] = [[], []];
  };
  for (const line of lines) {
    const text = withoutEnd(line.text);
    if (line.type === 'same') {
      flush();
      rows.push({ type: 'same', a: { line: line.a, text }, b: { line: line.b, text } });
    } else if (line.type === 'removed') removed.push({ line: line.a, text, words: line.words });
    else added.push({ line: line.b, text, words: line.words });
  }
  flush();
  return rows;
}

/** A piece of a line: marked when it changed, and a hidden character by its code point. */
export type Piece = { text: string; changed: boolean; hidden: boolean };

const hiddenCharacter = /(?![\t\n])[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2028\u2029]/u;
const inEmoji = /^(?:\p{Extended_Pictographic}\uFE0F?|\p{Emoji_Modifier})[\u200D\uFE0F]$/u;

/** Cuts a text into what is drawn apart. Hidden characters never reach the page as themselves: they stand there as `U+202E`. */
export function piecesOf(text: string, words: readonly WordSpan[] = []): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { from, to } of words) {
    pieces.push(...cut(text.slice(at, from), false), ...cut(text.slice(from, to), true));
    at = to;
  }
  return [...pieces, ...cut(text.slice(at), false)];
}

function cut(text: string, changed: boolean): Piece[] {
  const pieces: Piece[] = [];
  let plain = '';
  let before = '';
  const flush = (): void => {
    if (plain !== '') pieces.push({ text: plain, changed, hidden: false });
    plain = '';
  };
  for (const character of text) {
    if (hiddenCharacter.test(character) && !inEmoji.test(before + character)) {
      flush();
      pieces.push({ text: codePoint(character), changed, hidden: true });
    } else plain += character;
    before = /[\uFE0F]/u.test(character) ? before + character : character;
  }
  flush();
  return pieces;
}

const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
