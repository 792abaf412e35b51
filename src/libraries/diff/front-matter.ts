import { collectFaults } from '../dotprompt/fault.ts';
import { readFrontMatter, splitDocument } from '../dotprompt/front-matter.ts';
import { type Fields, isFields, isList, type Value } from '../dotprompt/value.ts';

/** What became of one key. `path` is its keys from the top; an item of a list stands there by its number, counted from 0. */
export type KeyChange =
  | { readonly type: 'added'; readonly path: readonly string[]; readonly after: Value }
  | { readonly type: 'removed'; readonly path: readonly string[]; readonly before: Value }
  | {
      readonly type: 'changed';
      readonly path: readonly string[];
      readonly before: Value;
      readonly after: Value;
    };

/**
 * The differences of the front matter of two documents, by key and by value: order, quotes and comments do not count.
 * A document without front matter counts as one with an empty one. Undefined when either cannot be read. Pure, total.
 */
export function diffFrontMatter(a: string, b: string): readonly KeyChange[] | undefined {
  const read = collectFaults(() => [a, b].map(fieldsOf));
  const [before, after] = read.ok ? read.value : [];
  return before && after ? compareFields(before, after, []) : undefined;
}

function fieldsOf(source: string): Fields {
  return readFrontMatter(splitDocument(source).yaml ?? '').fields;
}

function compareFields(before: Fields, after: Fields, path: readonly string[]): KeyChange[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => compare(before[key], after[key], [...path, key]));
}

function compare(before: Value | undefined, after: Value | undefined, path: readonly string[]): KeyChange[] {
  if (before === undefined && after === undefined) return [];
  if (before === undefined) return after === undefined ? [] : [{ type: 'added', path, after }];
  if (after === undefined) return [{ type: 'removed', path, before }];
  if (isFields(before) && isFields(after)) return compareFields(before, after, path);
  if (isList(before) && isList(after) && before.length === after.length)
    return before.flatMap((value, index) => compare(value, after[index], [...path, `${index}`]));
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ type: 'changed', path, before, after }];
}
