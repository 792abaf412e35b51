import { TEMPLATE_LIMITS } from './template.ts';

/** What a first look at a template's text found to be beyond the limits, and where (offset in UTF-16 code units). */
export interface Excess {
  readonly limit: keyof typeof TEMPLATE_LIMITS | 'rawBlock';
  readonly offset: number;
}

/**
 * Looks at a template's text before it is parsed, in one linear pass: the parser's tables copy their whole stack at each
 * step, so nesting costs it quadratic time (measured: 5,000 parentheses, 16 s). The lexical rules here are those of
 * Handlebars; where they could drift apart (raw blocks, unclosed texts) the answer is an excess, never a guess.
 */
export function findExcess(text: string): Excess | undefined {
  if (text.length > TEMPLATE_LIMITS.characters) return { limit: 'characters', offset: 0 };
  const nesting = new Nesting();
  let tags = 0;
  let inTags = 0;
  for (let start = text.indexOf('{{'); start !== -1; ) {
    const end = isEscaped(text, start) ? start + 2 : endOfComment(text, start);
    if (end === undefined) {
      const tag = readTag(text, start);
      if (typeof tag === 'string') return { limit: tag, offset: start };
      tags += 1;
      inTags += tag.text.length;
      if (tags > TEMPLATE_LIMITS.tags) return { limit: 'tags', offset: start };
      if (inTags > TEMPLATE_LIMITS.charactersInTags) return { limit: 'charactersInTags', offset: start };
      if (nesting.enter(tag.text) > TEMPLATE_LIMITS.blockDepth) return { limit: 'blockDepth', offset: start };
      start = text.indexOf('{{', tag.end);
    } else start = text.indexOf('{{', end);
  }
  return undefined;
}

/** One backslash makes braces text; two are a backslash and then a tag. */
function isEscaped(text: string, start: number): boolean {
  return text[start - 1] === '\\' && text[start - 2] !== '\\';
}

/** Where the comment that starts here ends; undefined when none starts here. */
function endOfComment(text: string, start: number): number | undefined {
  const opening = /^\{\{~?!(?:--)?/.exec(text.slice(start, start + 6))?.[0];
  if (opening === undefined) return undefined;
  if (!opening.endsWith('--')) return after(text, '}}', start);
  const from = start + opening.length - 2;
  return Math.min(after(text, '--}}', from), after(text, '--~}}', from));
}

function after(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from);
  return found === -1 ? text.length : found + end.length;
}

/** The tag that starts here, texts and `[names]` skipped, or the limit that it breaks. */
function readTag(text: string, start: number): { text: string; end: number } | Excess['limit'] {
  if (text.startsWith('{{{{', start)) return 'rawBlock';
  const last = Math.min(text.length, start + TEMPLATE_LIMITS.tagCharacters);
  let depth = 0;
  for (let at = start + 2; at < last; at++) {
    const character = text[at];
    if (character === '"' || character === "'" || character === '[') {
      const close = character === '[' ? ']' : character;
      at = endOfQuoted(text, at + 1, close, last);
    } else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (character === '}' && text[at + 1] === '}')
      return { text: text.slice(start + 2, at), end: at + 2 };
    if (depth > TEMPLATE_LIMITS.expressionDepth) return 'expressionDepth';
  }
  return last === text.length ? { text: text.slice(start + 2), end: last } : 'tagCharacters';
}

function endOfQuoted(text: string, from: number, close: string, last: number): number {
  let at = from;
  while (at < last && text[at] !== close) at += text[at] === '\\' && text[at + 1] === close ? 2 : 1;
  return at;
}

/** How deep blocks are inside each other; each `else if` is a block inside the one before. */
class Nesting {
  readonly #blocks: number[] = [];
  #depth = 0;

  enter(tag: string): number {
    const word = tag.replace(/^~/, '');
    if (word.startsWith('/')) this.#depth -= this.#blocks.pop() ?? 0;
    else if (word.startsWith('#') || (word.startsWith('^') && !/^\^\s*~?$/.test(word))) this.#open();
    else if (/^\s*else\b/.test(word) && !/^\s*else\s*~?$/.test(word)) this.#open(this.#blocks.pop() ?? 0);
    return this.#depth;
  }

  #open(chained = 0): void {
    this.#blocks.push(chained + 1);
    this.#depth += 1;
  }
}
