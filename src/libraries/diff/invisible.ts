/** What kind of trick a character can play on a reader. */
export type HiddenKind = 'bidirectional' | 'tag' | 'zero_width' | 'control' | 'other';

/** A character that a reader does not see. */
export interface Hidden {
  /** Counted from 1, columns in UTF-16 code units. */
  readonly line: number;
  readonly column: number;
  /** From the start of the text, in UTF-16 code units. */
  readonly offset: number;
  /** `U+202E`. */
  readonly code: string;
  readonly kind: HiddenKind;
}

/**
 * Format characters (general category Cf), the rest of what is ignored by default when drawn (fillers, variation selectors,
 * tags; UAX #44), line separators and the controls that are no white space. The joiner and the emoji selector are left
 * alone directly after a pictograph, where they belong, and the byte order mark at the start of a file.
 */
const HIDDEN =
  /(?<!\p{Extended_Pictographic}\uFE0F?|\p{Emoji_Modifier})[\u200D\uFE0F]|(?![\u200D\uFE0F\t\n\r])[\p{Cf}\p{Default_Ignorable_Code_Point}\u2028\u2029\p{Cc}]/gu;

/** Every hidden character of a text, in order, at most `most`. Pure, linear. */
export function hiddenIn(text: string, most = 10_000): readonly Hidden[] {
  const found: Hidden[] = [];
  let [line, start] = [1, 0];
  let end = text.indexOf('\n');
  for (const match of text.matchAll(HIDDEN)) {
    const offset = match.index;
    if (offset === 0 && match[0] === '\uFEFF') continue;
    while (end !== -1 && end < offset) {
      line += 1;
      start = end + 1;
      end = text.indexOf('\n', start);
    }
    const point = match[0].codePointAt(0) ?? 0;
    const code = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
    found.push({ line, column: offset - start + 1, offset, code, kind: kindOfHidden(point) });
    if (found.length === most) break;
  }
  return found;
}

/** UAX #9 for the bidirectional ones; the tag block is U+E0000 to U+E007F. */
function kindOfHidden(point: number): HiddenKind {
  const character = String.fromCodePoint(point);
  if (/\p{Bidi_Control}/u.test(character)) return 'bidirectional';
  if (point >= 0xe0000 && point <= 0xe007f) return 'tag';
  if (/[\u200B-\u200D\u2060\uFEFF\u00AD\u180E]/u.test(character)) return 'zero_width';
  return /\p{Cc}/u.test(character) ? 'control' : 'other';
}
