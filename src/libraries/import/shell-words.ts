const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
]);

/**
 * The words of a command as a POSIX shell reads them, as far as quotes and backslashes go; nothing is expanded. `$'…'` knows `\n`, `\t`
 * and `\r`. A quote that is never closed ends with the text. Pure, linear.
 */
export function shellWords(command: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < command.length; ) {
    const { text, next, ends } = pieceAt(command, at);
    if (ends) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (text !== undefined) word = (word ?? '') + text;
    at = next;
  }
  if (word !== undefined) words.push(word);
  return words;
}

interface Piece {
  /** Undefined for a line that goes on: no word begins with it. */
  readonly text: string | undefined;
  readonly next: number;
  /** White space between two words. */
  readonly ends: boolean;
}

function pieceAt(command: string, at: number): Piece {
  const character = command.charAt(at);
  if (/\s/.test(character)) return { text: '', next: at + 1, ends: true };
  if (character === "'") return quoted(command, at + 1, "'", 'none');
  if (character === '"') return quoted(command, at + 1, '"', 'some');
  if (character === '$' && command.charAt(at + 1) === "'") return quoted(command, at + 2, "'", 'all');
  if (character !== '\\') return { text: character, next: at + 1, ends: false };
  const escaped = command.charAt(at + 1);
  const isLineEnd = escaped === '\n' || escaped === '';
  return { text: isLineEnd ? undefined : escaped, next: at + 2, ends: false };
}

/** Text up to the closing quote; `escapes` says what a backslash means inside. */
function quoted(command: string, from: number, quote: string, escapes: 'none' | 'some' | 'all'): Piece {
  let text = '';
  let at = from;
  for (; at < command.length && command.charAt(at) !== quote; at += 1) {
    const character = command.charAt(at);
    if (character !== '\\' || escapes === 'none') {
      text += character;
      continue;
    }
    at += 1;
    const escaped = command.charAt(at);
    if (escapes === 'all') text += ESCAPES.get(escaped) ?? escaped;
    else if (escaped !== '\n') text += '"\\$`'.includes(escaped) ? escaped : `\\${escaped}`;
  }
  return { text, next: at + 1, ends: false };
}

/** The options of curl that carry a body. */
const BODY_OPTIONS: readonly string[] = [
  '-d',
  '--data',
  '--data-raw',
  '--data-binary',
  '--data-ascii',
  '--json',
];

/**
 * The body that a curl command sends: undefined when the text is no such command, `body` undefined when it has none that stands in it. Nothing
 * else of the command is looked at: its headers may hold a key.
 */
export function curlBody(text: string): { readonly body: string | undefined } | undefined {
  if (!/^\s*(?:\$ )?curl\s/.test(text)) return undefined;
  const words = shellWords(text);
  for (const [index, word] of words.entries()) {
    const option = BODY_OPTIONS.find((name) => word === name || word.startsWith(`${name}=`));
    const joined = word.startsWith('-d') && !BODY_OPTIONS.includes(word) && !word.startsWith('--');
    const body = joined
      ? word.slice(2)
      : option === word
        ? words[index + 1]
        : word.slice((option ?? word).length + 1);
    if ((option !== undefined || joined) && body !== undefined && !body.startsWith('@')) return { body };
  }
  return { body: undefined };
}
