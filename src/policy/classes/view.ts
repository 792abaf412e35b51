/** A text as it is read when a disguise is taken off, with the way back to the text as it stands. */
export interface View {
  readonly text: string;
  /** Where a character of this text begins in the original. */
  start(at: number): number;
  /** Where what ends before `at` ends in the original. */
  end(at: number): number;
}

export function plainView(text: string): View {
  return { text, start: (at) => at, end: (at) => at };
}

/** Builds a view piece by piece: what is read, and which part of the view below it stands for. */
class Builder {
  readonly #below: View;
  readonly #pieces: string[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  constructor(below: View) {
    this.#below = below;
  }
  add(read: string, from: number, to: number): void {
    this.#pieces.push(read);
    const one = read.length === to - from;
    for (let at = 0; at < read.length; at += 1) {
      this.#starts.push(this.#below.start(one ? from + at : from));
      this.#ends.push(this.#below.end(one ? from + at + 1 : to));
    }
  }
  view(): View {
    const starts = this.#starts;
    const ends = this.#ends;
    return {
      text: this.#pieces.join(''),
      start: (at) => starts[at] ?? ends.at(-1) ?? 0,
      end: (at) => ends[at - 1] ?? 0,
    };
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: everything beyond ASCII is what is looked for
const ascii = /^[\x00-\x7f]*$/;

/**
 * Characters that are not seen (Default_Ignorable_Code_Point: zero-width, joiners, selectors, bidirectional controls) fall away, tag characters
 * become the letters that they spell, digits of all scripts become ASCII's, and the rest its compatibility form (NFKC): fullwidth, circled, mathematical.
 */
export function normalized(below: View): View {
  const { text } = below;
  if (ascii.test(text)) return below;
  const builder = new Builder(below);
  for (let at = 0; at < text.length; ) {
    let end = at;
    while (end < text.length && text.charCodeAt(end) < 128) end += 1;
    if (end > at) {
      builder.add(text.slice(at, end), at, end);
      at = end;
      continue;
    }
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    builder.add(simple(character), at, at + character.length);
    at += character.length;
  }
  return builder.view();
}

/** As most texts use few characters beyond ASCII, and NFKC costs a microsecond. */
const simpleForms = new Map<string, string>();

function simple(character: string): string {
  const known = simpleForms.get(character);
  if (known !== undefined) return known;
  if (simpleForms.size > 20_000) simpleForms.clear();
  const form = simplified(character);
  simpleForms.set(character, form);
  return form;
}

function simplified(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0xe0020 && code <= 0xe007e) return String.fromCharCode(code - 0xe0000);
  if (/\p{Default_Ignorable_Code_Point}/u.test(character)) return '';
  if (/\p{Dash_Punctuation}|\u2212/u.test(character)) return '-';
  if (/\p{Zs}/u.test(character)) return ' ';
  if (character === 'İ') return 'I';
  const form = character.normalize('NFKC');
  return form.replace(/\p{Nd}/gu, digitOf);
}

/** Decimal digits stand in rows of ten (Unicode, section 4.6). */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((code - zero) % 10);
}

const escapes =
  /%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|&#[0-9]{1,7};|&#[xX][0-9A-Fa-f]{1,6};|&(?:commat|period|amp|quot|sol);|\\[nrt"\\/]/g;
const named: Readonly<Record<string, string>> = {
  '&commat;': '@',
  '&period;': '.',
  '&amp;': '&',
  '&quot;': '"',
  '&sol;': '/',
  '\\n': '\n',
  '\\r': '\r',
  '\\t': '\t',
  '\\"': '"',
  '\\\\': '\\',
  '\\/': '/',
};

/** What is written in escapes of addresses, JSON or HTML, read as what it stands for. The same view when nothing is. */
export function unescaped(below: View): View {
  const { text } = below;
  if (!text.includes('%') && !text.includes('\\') && !text.includes('&')) return below;
  const builder = new Builder(below);
  let from = 0;
  for (const { 0: sign, index } of text.matchAll(escapes)) {
    builder.add(text.slice(from, index), from, index);
    from = index + sign.length;
    builder.add(read(sign), index, from);
  }
  if (from === 0) return below;
  builder.add(text.slice(from), from, text.length);
  return builder.view();
}

function read(sign: string): string {
  const known = named[sign];
  if (known !== undefined) return known;
  const isDecimal = /^&#[0-9]/.test(sign);
  const code = Number.parseInt(sign.replace(/^(?:%|\\u|\\x|&#[xX]?)/, ''), isDecimal ? 10 : 16);
  return code > 0x10ffff ? '' : String.fromCodePoint(code);
}
