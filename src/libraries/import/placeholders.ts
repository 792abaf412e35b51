/**
 * How a text that is no Dotprompt marks its variables: `{{name}}`, `{name}`, `${name}`, `<name>`, Python's f-strings (`{name}`, with
 * `{{` for a brace), or not at all.
 */
export const PLACEHOLDER_STYLES = [
  'mustache',
  'single_braces',
  'f_string',
  'dollar',
  'angle',
  'none',
] as const;
export type PlaceholderStyle = (typeof PLACEHOLDER_STYLES)[number];

/** A text in pieces: what is meant literally, and variables (`customer`, `customer.name`). */
export type Piece = string | { readonly variable: string };

// Bounded, so that no text makes them slow (no quantifier can give its match to another one).
const name = String.raw`[\p{L}_][\p{L}\p{N}_-]{0,98}`;
const path = String.raw`${name}(?:\.${name}){0,9}`;
const gap = String.raw`[ \t]{0,20}`;
const PATTERNS = {
  mustache: new RegExp(
    String.raw`(?<!\{)(?:\{\{\{${gap}(${path})${gap}\}\}\}|\{\{&?${gap}(${path})${gap}\}\})(?!\})`,
    'gu',
  ),
  single_braces: new RegExp(String.raw`(?<![{$])\{(${name})\}(?!\})`, 'gu'),
  f_string: new RegExp(String.raw`(\{\{)|(\}\})|\{(${name})\}`, 'gu'),
  dollar: new RegExp(String.raw`\$\{${gap}(${name})${gap}\}`, 'gu'),
  angle: new RegExp(`<(${name})>`, 'gu'),
} as const;
/** `<doc>…</doc>` are parts of a prompt, no variables. */
const CLOSING = new RegExp(`</(${name})>`, 'gu');

/** Cuts a text at its placeholders. What only looks like one is text. Pure, linear. */
export function piecesOf(text: string, style: PlaceholderStyle): readonly Piece[] {
  if (style === 'none') return text === '' ? [] : [text];
  const pieces: Piece[] = [];
  const closed = new Set(style === 'angle' ? [...text.matchAll(CLOSING)].map(([, name]) => name) : []);
  let literal = '';
  let from = 0;
  for (const found of text.matchAll(PATTERNS[style])) {
    literal += text.slice(from, found.index);
    from = found.index + found[0].length;
    const variable = style === 'f_string' ? found[3] : (found[1] ?? found[2]);
    const plain = variable === undefined || closed.has(variable);
    if (plain) literal += style === 'f_string' ? found[0].charAt(0) : found[0];
    else {
      if (literal !== '') pieces.push(literal);
      pieces.push({ variable });
      literal = '';
    }
  }
  literal += text.slice(from);
  if (literal !== '') pieces.push(literal);
  return pieces;
}

/** The style that a text without further hint most likely has. `<name>` is never guessed: it is how prompts mark their parts. */
export function likelyStyle(text: string): PlaceholderStyle {
  const styles = ['mustache', 'dollar', 'single_braces'] as const;
  return styles.find((style) => text.search(PATTERNS[style]) !== -1) ?? 'none';
}

/**
 * What a text holds that is more than a placeholder (a condition, a loop, a filter, a format) and that would be silently wrong as
 * plain text: the construct itself, shortened; undefined when there is none.
 */
export function foreignConstruct(text: string, style: PlaceholderStyle): string | undefined {
  const literal = piecesOf(text, style)
    .map((piece) => (typeof piece === 'string' ? piece : '\u0001'))
    .join('');
  const found = style === 'f_string' ? formatIn(text) : tagIn(literal, style);
  return found?.slice(0, 60);
}

/** `{% if %}`, `{{ name | upper }}`, `{{#if}}`, `{# note #}`. */
function tagIn(literal: string, style: PlaceholderStyle): string | undefined {
  const block = /\{%[^%]{0,200}%?\}?|\{#[^#\n]{0,200}#\}/.exec(literal);
  if (block) return block[0];
  return style === 'mustache' ? /\{\{[^{}\n]{0,200}\}?\}?/.exec(literal)?.[0] : undefined;
}

/** `{price:.2f}`, `{user.name}`, `{}`, or a brace that is never closed. */
function formatIn(text: string): string | undefined {
  const rest = text.replaceAll(PATTERNS.f_string, '\u0001');
  return /\{[^{}\n]{0,200}\}?|\}/.exec(rest)?.[0];
}
