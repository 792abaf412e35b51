/** One word of a condition, and where it starts in it. */
export type Token =
  | { readonly type: 'text'; readonly value: string; readonly at: number }
  | { readonly type: 'number'; readonly value: number; readonly at: number }
  | { readonly type: 'name' | 'sign' | 'end'; readonly value: string; readonly at: number };

/** Thrown inside the reader of conditions only; its door turns it into a value. */
export class ExpressionFault extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const PATTERN =
  /\s+|(?<text>"(?:[^"\\]|\\["\\])*"|'(?:[^'\\]|\\['\\])*')|(?<number>-?\d{1,12}(?:\.\d{1,6})?)|(?<name>[A-Za-z]\w*)|(?<sign>==|!=|<=|>=|&&|\|\||[!<>()[\],])/y;

/**
 * A condition as words. Linear.
 * @throws ExpressionFault at the first character that begins none
 */
export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    PATTERN.lastIndex = at;
    const found = PATTERN.exec(source);
    if (found === null) throw new ExpressionFault(complaintAt(source, at), at);
    const { text, number, name, sign } = found.groups ?? {};
    if (text !== undefined)
      tokens.push({ type: 'text', value: text.slice(1, -1).replaceAll(/\\(.)/g, '$1'), at });
    else if (number !== undefined) tokens.push({ type: 'number', value: Number(number), at });
    else if (name !== undefined) tokens.push({ type: name === 'in' ? 'sign' : 'name', value: name, at });
    else if (sign !== undefined) tokens.push({ type: 'sign', value: sign, at });
    at += found[0].length;
  }
  tokens.push({ type: 'end', value: '', at: source.length });
  return tokens;
}

function complaintAt(source: string, at: number): string {
  const character = String.fromCodePoint(source.codePointAt(at) ?? 0);
  if (character === '"' || character === "'") return 'This text has no closing quote. Close it.';
  if (character === '=') return 'Equality is written "==". Write it so.';
  if (character === '&' || character === '|')
    return `"And" is written "&&", "or" is written "||". Write ${character} twice.`;
  return `A condition cannot hold "${character}" here. Remove it.`;
}
