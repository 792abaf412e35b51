import { parse } from '@handlebars/parser';
import type { Position } from './fault.ts';
import type { Literal } from './template.ts';

/** A node as the parser makes it. Its own types promise more than it keeps, so every field is looked at before use. */
export interface Node {
  readonly type: string;
  readonly [field: string]: unknown;
}

export function isNode(input: unknown): input is Node {
  return typeof input === 'object' && input !== null && 'type' in input && typeof input.type === 'string';
}

export function nodesIn(input: unknown): readonly Node[] {
  return Array.isArray(input) ? input.filter(isNode) : [];
}

/** What came of parsing: a tree, or why not. Positions are the parser's: lines from 1, columns from 0. */
export type SyntaxResult =
  | { readonly ok: true; readonly tree: unknown }
  | { readonly ok: false; readonly tooDeep: boolean; readonly at: Position; readonly why: string };

const START: Position = { line: 1, column: 0 };

/** Handlebars' own parser, used for nothing but parsing; its exceptions become a value. */
export function readSyntax(text: string): SyntaxResult {
  try {
    const tree: unknown = parse(text);
    return { ok: true, tree };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return {
      ok: false,
      tooDeep: error instanceof RangeError,
      at: positionOf(error),
      why: explain(error.message),
    };
  }
}

/** Where a node starts. */
export function startOf(node: Node): Position {
  const { loc } = node;
  return typeof loc === 'object' && loc !== null && 'start' in loc ? position(loc.start) : START;
}

function position(input: unknown): Position {
  if (typeof input !== 'object' || input === null || !('line' in input) || !('column' in input)) return START;
  const { line, column } = input;
  return typeof line === 'number' && typeof column === 'number' ? { line, column } : START;
}

/** The parser's own exceptions carry `lineNumber` and `column`; those of its tables a `hash`. */
function positionOf(error: Error): Position {
  if ('lineNumber' in error && 'column' in error)
    return position({ line: error.lineNumber, column: error.column });
  const hash: unknown = 'hash' in error ? error.hash : undefined;
  if (typeof hash !== 'object' || hash === null) return START;
  const loc = 'loc' in hash && typeof hash.loc === 'object' && hash.loc !== null ? hash.loc : {};
  if ('last_line' in loc && 'last_column' in loc)
    return position({ line: loc.last_line, column: loc.last_column });
  return position({ line: 'line' in hash && typeof hash.line === 'number' ? hash.line + 1 : 1, column: 0 });
}

/** As the parser counts: lines from 1, columns from 0. */
export function lineAndColumn(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - (before.lastIndexOf('\n') + 1) };
}

export function isLiteral(value: unknown): value is Literal {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** The parser answers with its token table; people get the one thing that it means. */
function explain(message: string): string {
  const mismatch = /^(\S+) doesn't match (\S+)/.exec(message);
  if (mismatch)
    return `{{#${mismatch[1]}}} is closed by {{/${mismatch[2]}}}. Close it with {{/${mismatch[1]}}}.`;
  if (message.includes("got 'EOF'")) return 'A block or a tag is still open at the end. Close it.';
  if (message.includes("got 'OPEN_ENDBLOCK'")) return 'This closes a block that was never opened. Remove it.';
  if (message.includes("got 'INVERSE'")) return 'This "else" belongs to no block. Remove it.';
  if (message.startsWith('Invalid path')) return 'A path may lead out with "../" only at its start.';
  return 'Check the braces and quotes of the tag before this place; write \\{{ for braces that are meant as text.';
}
