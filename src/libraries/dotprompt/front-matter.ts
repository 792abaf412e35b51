import { isAlias, isMap, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml';
import { type Fault, FaultError, type Position } from './fault.ts';
import { type Fields, fieldsFrom, isFields, toValue, ValueError } from './value.ts';

export const FRONT_MATTER_LIMITS = { characters: 32 * 1024, depth: 32 } as const;

/** Keys that mean something to JavaScript. They are inert here, but what is exported must be safe elsewhere too. */
const REFUSED_KEYS = ['__proto__', 'constructor', 'prototype'];

/** The YAML between the `---` lines, with the way back to its places. */
export interface FrontMatter {
  readonly fields: Fields;
  /** Where the value at `path` is written; the nearest enclosing one if there is no such value. */
  readonly at: (path: readonly (string | number)[]) => Position;
}

/** Where the two halves of a document are. */
export interface Halves {
  readonly yaml: string | undefined;
  readonly body: string;
  /** Where `body` starts in the file. */
  readonly origin: Position;
}

/**
 * Cuts a document at its `---` lines. With front matter the template loses the white space around it, without it stays
 * as it is (Dotprompt's rule). Line ends may be LF or CRLF; a byte order mark is ignored.
 * @throws FaultError when front matter is opened and never closed
 */
export function splitDocument(source: string): Halves {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  const opening = /^---[ \t]*(\r\n|\n|$)/.exec(text);
  if (!opening) return { yaml: undefined, body: text, origin: { line: 1, column: 1 } };
  let start = opening[0].length;
  while (start < text.length) {
    const end = text.indexOf('\n', start);
    const line = end === -1 ? text.slice(start) : text.slice(start, end);
    if (/^---[ \t]*\r?$/.test(line)) {
      const after = end === -1 ? text.length : end + 1;
      return { yaml: text.slice(opening[0].length, start), ...trimmed(text, after) };
    }
    start = end === -1 ? text.length : end + 1;
  }
  throw new FaultError({
    code: 'prompt.unparsable',
    message: 'The front matter that starts here is never closed. Put a line with only "---" after it.',
    line: 1,
    column: 1,
  });
}

function trimmed(text: string, from: number): { body: string; origin: Position } {
  const rest = text.slice(from);
  const offset = from + rest.length - rest.trimStart().length;
  const before = text.slice(0, offset);
  return {
    body: rest.trim(),
    origin: { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') },
  };
}

/**
 * Reads front matter as plain data: YAML 1.2 without aliases, custom tags and duplicate keys, bounded in size and depth.
 * It starts on the second line of its file.
 * @throws FaultError
 */
export function readFrontMatter(yaml: string): FrontMatter {
  if (yaml.length > FRONT_MATTER_LIMITS.characters) {
    throw new FaultError(tooMuch(`longer than ${FRONT_MATTER_LIMITS.characters} characters`));
  }
  if (nestsTooDeep(yaml))
    throw new FaultError(tooMuch(`nested deeper than ${FRONT_MATTER_LIMITS.depth} levels`));
  const counter = new LineCounter();
  const position = (offset: number): Position => {
    const { line, col } = counter.linePos(offset);
    return { line: line + 1, column: Math.max(col, 1) };
  };
  const document = parseDocument(yaml, {
    lineCounter: counter,
    version: '1.2',
    schema: 'core',
    merge: false,
    // Checked in `refuseTricks`, where it takes linear time.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  });
  const broken = [...document.errors, ...document.warnings].map((problem) => ({
    code: 'prompt.unparsable' as const,
    message: `The front matter is not the YAML that is read here: ${firstSentence(problem.message)}`,
    ...position(problem.pos[0]),
  }));
  if (broken.length > 0) throw new FaultError(...broken.slice(0, 20));
  refuseTricks(document.contents, position);
  return {
    fields: asFields(document.toJS({ maxAliasCount: 0 })),
    at: (path) => locate(document.contents, path, position),
  };
}

function tooMuch(what: string): Fault {
  return {
    code: 'prompt.limit_exceeded',
    message: `The front matter is ${what}. Shorten it.`,
    line: 1,
    column: 1,
  };
}

/** Looked at before YAML is parsed, because that recurses. Over-counts brackets inside texts, which the limit allows for. */
function nestsTooDeep(yaml: string): boolean {
  let open = 0;
  for (const line of yaml.split('\n')) {
    const lead = /^[ \t]*(?:[-?:][ \t]+)*/.exec(line)?.[0] ?? '';
    if (lead.replaceAll(/[ \t]/g, '').length > FRONT_MATTER_LIMITS.depth || lead.length > 1_000) return true;
    for (const character of line) {
      if (character === '[' || character === '{') open += 1;
      else if (character === ']' || character === '}') open = Math.max(0, open - 1);
      if (open > 8 * FRONT_MATTER_LIMITS.depth) return true;
    }
  }
  return false;
}

function refuseTricks(contents: Node | null, position: (offset: number) => Position): void {
  const faults: Fault[] = [];
  const refuse = (node: unknown, message: string): void => {
    const offset = isScalar(node) || isAlias(node) || isMap(node) ? (node.range?.[0] ?? 0) : 0;
    faults.push({ code: 'prompt.front_matter_invalid', message, ...position(offset) });
  };
  visit(contents, {
    Map: (_, { items }) => {
      const seen = new Set<string>();
      for (const { key } of items) {
        const name = isScalar(key) ? `${key.value}` : '';
        if (seen.has(name)) refuse(key, `"${name.slice(0, 80)}" stands here twice. Remove one of them.`);
        seen.add(name);
      }
    },
    Alias: (_, node) => refuse(node, 'Aliases (*name) are not read here. Write the value out.'),
    Pair: (_, { key }) => {
      if (!isScalar(key)) refuse(key, 'A key must be a plain text. Write it without brackets.');
      else if (`${key.value}`.split('.').some((word) => REFUSED_KEYS.includes(word)))
        refuse(key, `The key "${key.value}" is not allowed. Choose another name.`);
    },
    Node: (_, node, path) => {
      if (path.length > 3 * FRONT_MATTER_LIMITS.depth)
        refuse(node, 'The front matter is nested too deep. Flatten it.');
    },
  });
  if (faults.length > 0) throw new FaultError(...faults.slice(0, 20));
}

function asFields(plain: unknown): Fields {
  if (plain === null || plain === undefined) return fieldsFrom([]);
  try {
    const value = toValue(plain);
    if (isFields(value)) return value;
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    const message = `The value of "${error.path.join('.')}" ${error.message}. Write another one.`;
    throw new FaultError({ code: 'prompt.front_matter_invalid', message, line: 2, column: 1 });
  }
  const message = 'The front matter must be a list of "key: value" lines.';
  throw new FaultError({ code: 'prompt.front_matter_invalid', message, line: 2, column: 1 });
}

function locate(
  contents: Node | null,
  path: readonly (string | number)[],
  position: (offset: number) => Position,
): Position {
  let node: unknown = contents;
  let offset = contents?.range?.[0] ?? 0;
  for (const step of path) {
    if (!isMap(node)) break;
    const pair = node.items.find(({ key }) => isScalar(key) && `${key.value}` === `${step}`);
    if (!pair) break;
    offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? offset) : offset;
    node = pair.value;
  }
  return position(offset);
}

function firstSentence(message: string): string {
  const line = message.split('\n')[0] ?? '';
  return `${line.replace(/ at line \d+, column \d+:?$/, '').slice(0, 200)}. Correct it here.`;
}
