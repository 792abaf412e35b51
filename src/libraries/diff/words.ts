/**
 * One unit of comparison inside a line, tried in this order: a template tag, a number with its separators, an ideograph or
 * kana (those scripts write no spaces), a word with its marks and inner apostrophes, an emoji with its modifiers, a line
 * end, a run of white space, any other character.
 */
const TOKEN =
  /\{\{!--[\s\S]{0,300}?--\}\}|\{\{\{[^{}]*\}\}\}|\{\{[^{}]*\}\}|\p{N}+(?:[.,:/]\p{N}+)*(?![\p{L}\p{N}_])|[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]|[\p{L}\p{M}\p{N}_](?:[\p{L}\p{M}\p{N}_]|['’](?=\p{L}))*|\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\uFE0F|\u200D\p{Extended_Pictographic})*|\r?\n|[^\S\n\r]+|[\s\S]/gu;

const LINE = /[^\n]*\n|[^\n]+$/g;

/** Cuts a text into units; joined they are the text again. */
export function tokens(text: string): readonly string[] {
  return text.match(TOKEN) ?? [];
}

/** Cuts a text into lines with their ends (LF or CRLF); joined they are the text again. */
export function lines(text: string): readonly string[] {
  return text.match(LINE) ?? [];
}

/** Whether a unit carries meaning of its own: a word, a number, a tag, an emoji. */
export function isWord(token: string): boolean {
  return /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(token) || token.startsWith('{{');
}

/** How much two units share as text: 1 for a word, one half for a single ideograph, 0 for punctuation and white space. */
export function weight(token: string): number {
  if (!isWord(token)) return 0;
  return /^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]$/u.test(token) ? 0.5 : 1;
}

/** Whether a unit ends a line. */
export function isLineEnd(token: string): boolean {
  return token.endsWith('\n');
}
