import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import type { Position } from '../dotprompt/fault.ts';
import { toValue, type Value, ValueError } from '../dotprompt/value.ts';
import { nestsTooDeep, takesTooLong, type YamlLimits } from './limits.ts';

/** One thing that keeps a text from being read as plain YAML. `kind` says whose mistake: grammar, size, or what we do not take. */
export interface YamlFault extends Position {
  readonly kind: 'syntax' | 'limit' | 'refused';
  readonly message: string;
}

export type YamlPath = readonly (string | number)[];

/** Plain data, with the way back to its places. */
export interface PlainYaml {
  /** Undefined when the text holds nothing. */
  readonly value: Value;
  /** Where the entry at `path` starts: its key, or the item of a list. The nearest enclosing one if there is no such entry. */
  readonly at: (path: YamlPath) => Position;
  /** Where the value at `path` starts. */
  readonly valueAt: (path: YamlPath) => Position;
}

export type YamlResult =
  | ({ readonly ok: true } & PlainYaml)
  | { readonly ok: false; readonly faults: readonly YamlFault[] };

export interface YamlOptions {
  readonly limits: YamlLimits;
  /** What faults call the text: `The front matter`. */
  readonly subject: string;
  /** Line of the file in which the text starts. */
  readonly firstLine?: number;
}

/** Keys that mean something to JavaScript. They are inert here, but what is exported must be safe elsewhere too (AT-58). */
const REFUSED_KEYS = ['__proto__', 'constructor', 'prototype'];
const mostFaults = 20;

/**
 * Reads YAML 1.2 (core schema) as plain data: without anchors, aliases, custom tags and duplicate keys, bounded in size and depth
 * before it is parsed (AT-60). Pure, total.
 */
export function readPlainYaml(text: string, { limits, subject, firstLine = 1 }: YamlOptions): YamlResult {
  const tooMuch = (what: string): YamlResult => ({
    ok: false,
    faults: [{ kind: 'limit', message: `${subject} is ${what}. Shorten it.`, line: 1, column: 1 }],
  });
  if (text.length > limits.characters) return tooMuch(`longer than ${limits.characters} characters`);
  if (nestsTooDeep(text, limits)) return tooMuch(`nested deeper than ${limits.depth} levels`);
  if (takesTooLong(text, limits)) return tooMuch('made of more anchors or brackets than are read');
  const counter = new LineCounter();
  const position = (offset: number): Position => {
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(line, 1) + firstLine - 1, column: Math.max(col, 1) };
  };
  const document = parseDocument(text, {
    lineCounter: counter,
    version: '1.2',
    schema: 'core',
    merge: false,
    // Checked in `tricksIn`, where it takes linear time.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  });
  const broken = [...document.errors, ...document.warnings].map((problem): YamlFault => {
    const message = `${subject} is not the YAML that is read here: ${firstSentence(problem.message)}`;
    return { kind: 'syntax', message, ...position(problem.pos[0]) };
  });
  const faults =
    broken.length > 0 ? broken : tricksIn(document.contents, { position, subject, depth: limits.depth });
  if (faults.length > 0) return { ok: false, faults: faults.slice(0, mostFaults) };
  const at = (path: YamlPath) => position(locate(document.contents, path).entry);
  const valueAt = (path: YamlPath) => position(locate(document.contents, path).value);
  try {
    return { ok: true, value: toValue(document.toJS({ maxAliasCount: 0 }) ?? undefined), at, valueAt };
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    const message = `The value of "${error.path.join('.')}" ${error.message}. Write another one.`;
    return { ok: false, faults: [{ kind: 'refused', message, ...at(error.path) }] };
  }
}

interface Reading {
  readonly position: (offset: number) => Position;
  readonly subject: string;
  readonly depth: number;
}

function tricksIn(contents: Node | null, { position, subject, depth }: Reading): YamlFault[] {
  const faults: YamlFault[] = [];
  const refuse = (node: unknown, message: string): void => {
    const offset = isScalar(node) || isAlias(node) || isCollection(node) ? (node.range?.[0] ?? 0) : 0;
    faults.push({ kind: 'refused', message, ...position(offset) });
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
      else if (!`${key.value}`.isWellFormed()) refuse(key, 'A key holds half a character. Write it anew.');
      else if (`${key.value}`.split('.').some((word) => REFUSED_KEYS.includes(word)))
        refuse(key, `The key "${`${key.value}`.slice(0, 80)}" is not allowed. Choose another name.`);
    },
    Node: (_, node, path) => {
      if (path.length > 3 * depth) refuse(node, `${subject} is nested too deep. Flatten it.`);
    },
  });
  return faults;
}

function locate(contents: Node | null, path: YamlPath): { entry: number; value: number } {
  let node: unknown = contents;
  let entry = contents?.range?.[0] ?? 0;
  let value = entry;
  const startOf = (found: unknown) =>
    isScalar(found) || isCollection(found) ? (found.range?.[0] ?? entry) : entry;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && `${key.value}` === `${step}`);
      if (!pair) break;
      entry = startOf(pair.key);
      node = pair.value;
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(step)];
      if (item === undefined) break;
      entry = startOf(item);
      node = item;
    } else break;
    const scalar = isScalar(node) && node.value === null && node.source === undefined;
    value = scalar ? entry : startOf(node);
  }
  return { entry, value };
}

function firstSentence(message: string): string {
  const line = message.split('\n')[0] ?? '';
  return `${line.replace(/ at line \d+, column \d+:?$/, '').slice(0, 200)}. Correct it here.`;
}
