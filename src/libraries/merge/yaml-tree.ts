import {
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { nestsTooDeep, takesTooLong } from '../yaml/limits.ts';

/** An entry of a block: `lead + indent + name + rest` is its text, whole lines but for what stands behind a dash. */
export interface Entry {
  readonly id: string;
  /** Comments and blank lines before it, whole lines. */
  readonly lead: string;
  /** The key as written (`"a"`, `tone?`), or the dash of an item with the space after it. */
  readonly name: string;
  readonly rest: Rest;
}

/** What follows the name. */
export type Rest =
  | { readonly type: 'leaf'; readonly text: string; readonly block: boolean; readonly flow?: Flow }
  /** `head` is what stands before a nested block: `:`, a comment, the end of the line. */
  | { readonly type: 'nested'; readonly head: string; readonly block: Block };

/** Block entries one below the other: keys of a map or items of a list. */
export interface Block {
  readonly type: 'map' | 'list';
  readonly indent: number;
  /** The first entry stands in the line of a dash. */
  readonly inline: boolean;
  /** By id; undefined when the items have none. */
  readonly entries: ReadonlyMap<string, Entry> | undefined;
  /** The items' texts in order, for lists whose items have no id. */
  readonly items: readonly string[];
  /** Comments and blank lines after the last. */
  readonly tail: string;
  readonly text: string;
}

/** A collection in brackets on the line; `before + open … close + after` is the leaf's text. */
export interface Flow {
  readonly type: 'map' | 'list';
  readonly before: string;
  readonly after: string;
  readonly pad: string;
  readonly items: ReadonlyMap<string, string>;
}

/**
 * YAML as far as it can be read. `broken`: not one document of YAML. `tricky`: with anchors, aliases, tags or beyond the limits,
 * so that one line may change what another means. `root` is there when it can be merged by key.
 */
export type Yaml =
  | { readonly standing: 'broken' | 'tricky' }
  | { readonly standing: 'plain'; readonly value: unknown; readonly root: Block | undefined };

/** Gives the key of a pair its identity; the default is the key itself. */
export type NameKey = (key: string) => string;

/** By which of its keys an item of a list is known. */
const ITEM_KEYS = ['id', 'name', 'description'];
const LIMITS = { characters: 65_536, depth: 64, anchors: 1_000, brackets: 5_000 } as const;

/** Raised inside this file when a text is not merged by key; never leaves it. */
class Refusal extends Error {}

/**
 * Reads YAML as a tree whose texts, put together, are the text again, byte for byte. Pure, bounded. `text` ends with a line end
 * or is empty. There is no tree for duplicate or complex keys and for a top level that is no block map.
 */
export function readYaml(text: string, nameKey: NameKey = (key) => key): Yaml {
  if (text.length > LIMITS.characters || nestsTooDeep(text, LIMITS) || takesTooLong(text, LIMITS))
    return { standing: 'tricky' };
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  });
  if (document.errors.length > 0) return { standing: 'broken' };
  if (document.warnings.length > 0 || isTricky(document.contents)) return { standing: 'tricky' };
  const value: unknown = document.toJS({ maxAliasCount: 0, mapAsMap: true }) ?? new Map();
  return { standing: 'plain', value, root: rootOf(document.contents, text, nameKey) };
}

function rootOf(contents: Node | null, text: string, nameKey: NameKey): Block | undefined {
  if (/^(?:%|---|\.\.\.)/m.test(text)) return undefined;
  if (contents === null || (isScalar(contents) && contents.value === null)) return emptyBlock(text);
  if (!isMap(contents) || contents.flow) return undefined;
  try {
    return new Reader(text, nameKey).block(contents, 0, text.length, false);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

export function emptyBlock(tail = '', like?: Block): Block {
  const { type = 'map', indent = 0, inline = false } = like ?? {};
  return { type, indent, inline, entries: new Map(), items: [], tail, text: tail };
}

export function entryText(entry: Entry, indent: number, inline: boolean): string {
  const { rest } = entry;
  const end = rest.type === 'leaf' ? rest.text : rest.head + rest.block.text;
  return `${entry.lead}${inline ? '' : ' '.repeat(indent)}${entry.name}${end}`;
}

function isTricky(contents: Node | null): boolean {
  let found = false;
  visit(contents, {
    Node: (_, node, path) => {
      const anchored = isAlias(node) || ((isScalar(node) || isCollection(node)) && node.anchor !== undefined);
      const tagged = !isAlias(node) && node.tag !== undefined && /^!/.test(node.tag);
      if (anchored || tagged || path.length > 3 * LIMITS.depth) found = true;
      return found ? visit.BREAK : undefined;
    },
    Pair: (_, { key }) => {
      if (!isScalar(key)) found = true;
      return found ? visit.BREAK : undefined;
    },
  });
  return found;
}

class Reader {
  readonly #text: string;
  readonly #nameKey: NameKey;

  constructor(text: string, nameKey: NameKey) {
    this.#text = text;
    this.#nameKey = nameKey;
  }

  /** The block that fills `from` to `to`. `inline`: its first entry stands behind a dash that ends at `from`. */
  block(node: YAMLMap | YAMLSeq, from: number, to: number, inline: boolean): Block {
    const type = isMap(node) ? 'map' : 'list';
    const starts = node.items.map((item) => this.#start(item));
    const first = starts[0] ?? from;
    const indent = first - this.#lineStart(first);
    const bounds = starts.map((start, index) =>
      index === 0 ? from : this.#leadStart(this.#end(node.items[index - 1]), start, indent),
    );
    const end = this.#leadStart(this.#end(node.items.at(-1)), to, indent);
    const list = node.items.map((item, index) => {
      const entry = {
        from: bounds[index] ?? from,
        start: starts[index] ?? from,
        to: bounds[index + 1] ?? end,
      };
      const own = inline && index === 0;
      if (!own && entry.start - this.#lineStart(entry.start) !== indent) throw new Refusal();
      return isPair(item) ? this.#pair(item, entry, own) : this.#item(item, entry);
    });
    const text = this.#text.slice(from, to);
    const items = bounds.map((start, index) => this.#text.slice(start, bounds[index + 1] ?? end));
    const entries = this.#byId(list, type);
    const tail = this.#text.slice(end, to);
    const again = list.map((entry, index) => entryText(entry, indent, inline && index === 0)).join('');
    if (again + tail !== text) throw new Refusal();
    return { type, indent, inline, entries, items, tail, text };
  }

  #byId(list: readonly Entry[], type: Block['type']): ReadonlyMap<string, Entry> | undefined {
    const entries = new Map(list.map((entry) => [entry.id, entry]));
    if (entries.size === list.length && !entries.has('')) return entries;
    if (type === 'map') throw new Refusal();
    return undefined;
  }

  #pair({ key, value }: Pair, { from, start, to }: Range3, inline: boolean): Entry {
    if (!isScalar(key) || !key.range) throw new Refusal();
    const id = this.#nameKey(`${key.value}`);
    const name = this.#text.slice(start, key.range[1]);
    const lead = this.#lead(from, start, inline);
    return { id: id === '' ? `${key.value}` : id, lead, name, rest: this.#rest(value, key.range[1], to) };
  }

  #item(value: unknown, { from, start, to }: Range3): Entry {
    if (this.#text[start] !== '-') throw new Refusal();
    const after = start + 1 + (/^ */.exec(this.#text.slice(start + 1, to))?.[0].length ?? 0);
    const name = this.#text.slice(start, after);
    const lead = this.#lead(from, start, false);
    return { id: itemId(value), lead, name, rest: this.#rest(value, after, to) };
  }

  #rest(value: unknown, from: number, to: number): Rest {
    const nested = (isMap(value) || isSeq(value)) && !value.flow && value.items.length > 0;
    if (nested) {
      const start = this.#start(value.items[0]);
      const inline = !this.#text.slice(from, start).includes('\n');
      const at = inline ? start : this.#text.indexOf('\n', from) + 1;
      return {
        type: 'nested',
        head: this.#text.slice(from, at),
        block: this.block(value, at, to, inline),
      };
    }
    const text = this.#text.slice(from, to);
    const block = isScalar(value) && (value.type === 'BLOCK_LITERAL' || value.type === 'BLOCK_FOLDED');
    const flow = isMap(value) || isSeq(value) ? this.#flow(value, from, to) : undefined;
    return { type: 'leaf', text, block, ...(flow ? { flow } : {}) };
  }

  #flow(node: YAMLMap | YAMLSeq, from: number, to: number): Flow | undefined {
    if (!node.range) return undefined;
    const [start, end] = node.range;
    const source = this.#text.slice(start, end);
    if (/[\n#]/.test(source)) return undefined;
    const items = new Map<string, string>();
    for (const item of node.items) {
      const id = isPair(item) && isScalar(item.key) ? this.#nameKey(`${item.key.value}`) : itemId(item);
      if (id === '' || items.has(id)) return undefined;
      items.set(id, this.#text.slice(this.#start(item), this.#end(item)));
    }
    return {
      type: isMap(node) ? 'map' : 'list',
      before: this.#text.slice(from, start),
      after: this.#text.slice(end, to),
      pad: /^[[{] /.test(source) ? ' ' : '',
      items,
    };
  }

  #lead(from: number, start: number, inline: boolean): string {
    const lead = this.#text.slice(from, inline ? start : this.#lineStart(start));
    if (inline ? lead !== '' : from > this.#lineStart(start)) throw new Refusal();
    return lead;
  }

  /** Where an entry begins: at its key, or at its dash. */
  #start(item: unknown): number {
    const node = isPair(item) ? item.key : item;
    const at = isScalar(node) || isCollection(node) ? node.range?.[0] : undefined;
    if (at === undefined) throw new Refusal();
    if (isPair(item)) return at;
    const line = this.#text.slice(0, at);
    const dash = /-[ \n]\s*(?:#[^\n]*\n\s*)*$/.exec(line.slice(-2_000));
    return dash ? at - dash[0].length : at;
  }

  /** Where the content of an entry ends, comments after it left out. */
  #end(item: unknown): number {
    if (isPair(item)) return item.value === null ? this.#end(item.key) : this.#end(item.value);
    if (isCollection(item) && !item.flow && item.items.length > 0) return this.#end(item.items.at(-1));
    const end = isScalar(item) || isCollection(item) ? item.range?.[1] : undefined;
    if (end === undefined) throw new Refusal();
    return end;
  }

  /** The first line after `end` whose comments and blank lines, down to `start`, belong to what begins there. */
  #leadStart(end: number, start: number, indent: number): number {
    let at = end > 0 && this.#text[end - 1] === '\n' ? end : this.#text.indexOf('\n', end) + 1;
    if (at === 0 || at > start) throw new Refusal();
    let lead = at;
    while (at < this.#lineStart(start)) {
      const next = this.#text.indexOf('\n', at) + 1;
      const line = this.#text.slice(at, next);
      if (/^\s*#/.test(line) && line.length - line.trimStart().length > indent) lead = next;
      at = next;
    }
    return lead;
  }

  #lineStart(at: number): number {
    return this.#text.lastIndexOf('\n', at - 1) + 1;
  }
}

interface Range3 {
  readonly from: number;
  readonly start: number;
  readonly to: number;
}

/** How an item of a list is known among the others; empty when it is not. */
export function itemId(value: unknown): string {
  if (isScalar(value)) return `= ${JSON.stringify(value.value)}`;
  if (!isMap(value)) return '';
  for (const key of ITEM_KEYS) {
    const named: unknown = value.get(key);
    if (typeof named === 'string' || typeof named === 'number') return `${key} ${named}`;
  }
  return '';
}
