import { readPlainYaml } from '../yaml/read.ts';
import { type Fault, FaultError, type Position } from './fault.ts';
import { type Fields, fieldsFrom, isFields } from './value.ts';

export const FRONT_MATTER_LIMITS = {
  characters: 32 * 1024,
  depth: 32,
  anchors: 1_000,
  brackets: 5_000,
} as const;

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
 * Reads front matter as plain data (`readPlainYaml`). It starts on the second line of its file.
 * @throws FaultError
 */
export function readFrontMatter(yaml: string): FrontMatter {
  const read = readPlainYaml(yaml, {
    limits: FRONT_MATTER_LIMITS,
    subject: 'The front matter',
    firstLine: 2,
  });
  if (!read.ok)
    throw new FaultError(
      ...read.faults.map(({ kind, ...fault }): Fault => ({ code: FAULT_CODES[kind], ...fault })),
    );
  const { value = fieldsFrom([]), at } = read;
  if (isFields(value)) return { fields: value, at };
  const message = 'The front matter must be a list of "key: value" lines.';
  throw new FaultError({ code: 'prompt.front_matter_invalid', message, line: 2, column: 1 });
}

const FAULT_CODES = {
  syntax: 'prompt.unparsable',
  limit: 'prompt.limit_exceeded',
  refused: 'prompt.front_matter_invalid',
} as const;
