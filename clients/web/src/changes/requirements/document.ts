import { type Document, isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml';
import { type RuleDraft, rulesFrom } from './rule.ts';

/** Where something stands in a file: `['rules', 0, 'stages', 1, 'need']`. */
export type Path = readonly (string | number)[];
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [name: string]: Plain };

/** In which order people read the members of a rule and of a stage; new ones are put in their place. */
const order: readonly string[] = [
  'id',
  'description',
  'for',
  'stages',
  'publish',
  'checks',
  'name',
  'kind',
  'need',
  'from',
  'stepUp',
  'validFor',
  'remind',
  'escalate',
  'lapse',
  'libraries',
  'environments',
  'kinds',
  'risk',
  'paths',
  'when',
];

/** A requirement's file for the form; `problem` says why a form cannot show it: then there is only the text. */
export function readDocument(text: string): { rules: RuleDraft[]; problem: string | null } {
  const document = parseDocument(text);
  const [first] = document.errors;
  if (first !== undefined) return { rules: [], problem: first.message.split('\n', 1)[0] ?? first.message };
  try {
    return { rules: rulesFrom(document.toJS({ maxAliasCount: 0 })), problem: null };
  } catch {
    return {
      rules: [],
      problem: 'It repeats itself by reference (&name, *name), which only the text shows.',
    };
  }
}

/**
 * The text with one value set, or removed when it is undefined. Everything else stays, comments included; members that are left empty by
 * a removal go with it.
 */
export function setAt(text: string, path: Path, value: Plain | undefined): string {
  return edited(text, (document) => {
    if (value === undefined) remove(document, path);
    else set(document, path, value);
  });
}

/** The text with something added to the list at `path`, at its end. */
export function addAt(text: string, path: Path, value: Plain): string {
  return edited(text, (document) => {
    const found = document.getIn(path);
    if (!isSeq(found)) return set(document, path, [value]);
    found.flow = false;
    found.items.push(document.createNode(value, { flow: false }));
    flatten(found.items.at(-1));
  });
}

/** The text with an item of a list moved to another place. */
export function moveAt(text: string, path: Path, from: number, to: number): string {
  return edited(text, (document) => {
    const found = document.getIn(path);
    if (!isSeq(found) || to < 0 || to >= found.items.length) return;
    found.items.splice(to, 0, ...found.items.splice(from, 1));
  });
}

function edited(text: string, edit: (document: Document) => void): string {
  const document: Document = parseDocument(text);
  if (document.errors.length > 0) return text;
  if (!isMap(document.contents)) document.contents = document.createNode({ rules: [] });
  edit(document);
  return document.toString({ lineWidth: 0, flowCollectionPadding: /[{[] \S/.test(text) });
}

function set(document: Document, path: Path, value: Plain): void {
  const known = document.getIn(path, true);
  if (isScalar(known) && (typeof value !== 'object' || value === null)) {
    known.value = value;
    return;
  }
  const parent = document.getIn(path.slice(0, -1), true);
  const key = path.at(-1);
  if (!isMap(parent) && path.length > 1) set(document, path.slice(0, -1), {});
  const map = document.getIn(path.slice(0, -1), true);
  const node = document.createNode(value);
  flatten(node);
  if (isMap(map) && typeof key === 'string' && !map.has(key)) insert(document, map, key, node);
  else document.setIn(path, node);
}

/** Lists of words and of parties stand on one line, rules and stages on lines of their own. */
function flatten(node: unknown): void {
  if (isMap(node)) {
    for (const pair of node.items) flatten(pair.value);
  } else if (isSeq(node)) {
    const isShort = node.items.every(
      (item) => isScalar(item) || (isMap(item) && item.items.length === 1 && isScalar(item.items[0]?.value)),
    );
    if (isShort && node.items.length > 0) node.flow = true;
    else for (const item of node.items) flatten(item);
  }
}

function insert(document: Document, map: YAMLMap, key: string, node: unknown): void {
  map.flow = false;
  const place = map.items.findIndex(
    (pair) => isScalar(pair.key) && order.indexOf(String(pair.key.value)) > order.indexOf(key),
  );
  map.items.splice(place === -1 ? map.items.length : place, 0, document.createPair(key, node));
}

function remove(document: Document, path: Path): void {
  if (!document.hasIn(path)) return;
  document.deleteIn(path);
  const parent = path.slice(0, -1);
  const left = document.getIn(parent, true);
  if (isMap(left) && left.items.length === 0 && typeof parent.at(-1) === 'string') remove(document, parent);
}
