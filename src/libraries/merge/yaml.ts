import { arrange, type Triple } from './arrange.ts';
import { type Clash, isClean, type Piece, textOf, threeWay } from './piece.ts';
import { mergeText } from './text.ts';
import {
  type Block,
  type Entry,
  emptyBlock,
  entryText,
  type Flow,
  type NameKey,
  type Rest,
  readYaml,
} from './yaml-tree.ts';
import { agrees } from './yaml-values.ts';

export interface YamlRules {
  readonly nameKey?: NameKey;
  /** Whether the order of the items of the list at this path means something. */
  readonly ordered?: (path: readonly string[]) => boolean;
  /** Keys whose deletion must not be taken for granted, because the other side relies on them. */
  readonly contested?: (path: readonly string[]) => boolean;
}

/**
 * Three-way merge of YAML by key; what nobody touched keeps its bytes: comments, order, quotes. Pure, symmetric.
 * Texts end with a line end or are empty. Undefined when a side is not merged by key (`readYaml`). Check a
 * clean result with `isSoundYaml`.
 */
export function mergeYaml(
  base: string,
  ours: string,
  theirs: string,
  rules: YamlRules = {},
): readonly Piece[] | undefined {
  const trees = [base, ours, theirs].map((text) => readYaml(text, rules.nameKey));
  const [was, one, other] = trees.map((tree) => (tree.standing === 'plain' ? tree.root : undefined));
  return was && one && other && new Merger(rules).block(was, one, other, []);
}

/**
 * Whether a clean merge of YAML is what it must be: it parses if both sides do, and its values are those that a merge of the
 * values gives. False as soon as a side is tricky. Pure.
 */
export function isSoundYaml(
  [base, ours, theirs]: readonly [string, string, string],
  merged: string,
  nameKey?: NameKey,
): boolean {
  const [was, one, other, result] = [base, ours, theirs, merged].map((text) => readYaml(text, nameKey));
  if (!was || !one || !other || !result) return false;
  if ([was, one, other].some(({ standing }) => standing === 'tricky')) return false;
  if (one.standing === 'broken' || other.standing === 'broken') return true;
  if (result.standing !== 'plain' || one.standing !== 'plain' || other.standing !== 'plain') return false;
  const before = was.standing === 'plain' ? was.value : undefined;
  return was.standing === 'broken' || agrees([before, one.value, other.value], result.value, nameKey);
}

/** Whether a text is YAML at all, tricky or not. Pure. */
export function parsesAsYaml(text: string): boolean {
  return readYaml(text).standing !== 'broken';
}

class Merger {
  readonly #rules: YamlRules;

  constructor(rules: YamlRules) {
    this.#rules = rules;
  }

  /** Undefined when the block's own lines cannot be kept apart by entry. */
  block(base: Block, ours: Block, theirs: Block, path: readonly string[]): readonly Piece[] | undefined {
    const settled = threeWay(base.text, ours.text, theirs.text);
    if (settled && !this.#contestedBelow(path)) return [settled.value];
    const shape = ({ type, indent, inline }: Block) => `${type} ${indent} ${inline}`;
    const empty = base.entries?.size === 0 && base.items.length === 0;
    if (shape(ours) !== shape(theirs) || (!empty && shape(base) !== shape(ours))) return undefined;
    const strict = ours.type === 'list' && (this.#rules.ordered?.(path) ?? false);
    const same = (one: Entry, other: Entry) =>
      withoutLead(one, ours.indent) === withoutLead(other, ours.indent) &&
      !(this.#rules.contested?.([...path, one.id]) ?? false);
    if (!base.entries || !ours.entries || !theirs.entries) return undefined;
    const order = arrange(base.entries, ours.entries, theirs.entries, { same, strict });
    const tail = mergeText(base.tail, ours.tail, theirs.tail);
    if (order === undefined || !isClean(tail)) return undefined;
    const parts: Piece[] = [];
    for (const [index, found] of order.entries()) {
      const at = { indent: ours.indent, inline: ours.inline && index === 0 };
      const pieces = this.#entry(found, at, [...path, found.id]);
      if (pieces === undefined) return undefined;
      parts.push(...pieces);
    }
    return [...parts, ...tail];
  }

  #contestedBelow(path: readonly string[]): boolean {
    return this.#rules.contested !== undefined && path.length < 3;
  }

  #entry(found: Triple<Entry>, at: Place, path: readonly string[]): readonly Piece[] | undefined {
    const { base, ours, theirs } = found;
    const text = (entry: Entry | undefined) => (entry ? entryText(entry, at.indent, at.inline) : '');
    const fits = [base, ours, theirs].every((entry) => !at.inline || (entry?.lead ?? '') === '');
    if (!fits) return undefined;
    const whole: Clash = {
      kind: 'key',
      label: labelOf(path),
      base: text(base),
      ours: text(ours),
      theirs: text(theirs),
    };
    if (!ours || !theirs) return base ? [whole] : [whole.ours + whole.theirs];
    if (ours && theirs && whole.ours === whole.theirs) return [whole.ours];
    if (!base) return this.#addedByBoth(ours, theirs, at, path) ?? [whole];
    const lead = mergeText(base.lead, ours.lead, theirs.lead);
    const name = threeWay(base.name, ours.name, theirs.name);
    const rest = this.#rest(base.rest, ours.rest, theirs.rest, path);
    if (name === undefined || rest === undefined || !isClean(lead)) return [whole];
    return [
      `${textOf(lead)}${at.inline ? '' : ' '.repeat(at.indent)}${name.value}`,
      ...rest.map(labeled(path)),
    ];
  }

  #addedByBoth(ours: Entry, theirs: Entry, at: Place, path: readonly string[]): readonly Piece[] | undefined {
    if (ours.name !== theirs.name || ours.lead !== theirs.lead) return undefined;
    if (ours.rest.type !== 'nested' || theirs.rest.type !== 'nested') return undefined;
    if (ours.rest.head !== theirs.rest.head) return undefined;
    const [one, other] = [ours.rest.block, theirs.rest.block];
    const pieces = this.block(emptyBlock('', one), one, other, path);
    if (pieces === undefined) return undefined;
    const head = `${ours.lead}${at.inline ? '' : ' '.repeat(at.indent)}${ours.name}${ours.rest.head}`;
    return [head, ...pieces];
  }

  #rest(base: Rest, ours: Rest, theirs: Rest, path: readonly string[]): readonly Piece[] | undefined {
    if (base.type === 'nested' && ours.type === 'nested' && theirs.type === 'nested') {
      const head = threeWay(base.head, ours.head, theirs.head);
      if (head === undefined) return undefined;
      const [was, one, other] = [base.block, ours.block, theirs.block];
      const pieces = this.block(was, one, other, path) ?? this.#items(was, one, other);
      return pieces && [head.value, ...pieces];
    }
    const [was, one, other] = [base, ours, theirs].map(restText);
    const settled = threeWay(was, one, other);
    if (settled?.value !== undefined) return [settled.value];
    if (base.type !== 'leaf' || ours.type !== 'leaf' || theirs.type !== 'leaf') return undefined;
    if (base.block && ours.block && theirs.block) return mergeScalar(base.text, ours.text, theirs.text);
    return base.flow && ours.flow && theirs.flow && mergeFlow(base.flow, ours.flow, theirs.flow);
  }

  /** A block whose entries could not be told apart, by line; only if that needs nobody's judgment. */
  #items(base: Block, ours: Block, theirs: Block): readonly Piece[] | undefined {
    const indents = new Set([base, ours, theirs].map(({ indent, inline }) => `${indent} ${inline}`));
    if (indents.size > 1) return undefined;
    return mergeText(base.text, ours.text, theirs.text);
  }
}

interface Place {
  readonly indent: number;
  readonly inline: boolean;
}

function restText(rest: Rest): string {
  return rest.type === 'leaf' ? rest.text : rest.head + rest.block.text;
}

/** Comments and blank lines before an entry are nobody's reason to keep it. */
function withoutLead(entry: Entry, indent: number): string {
  return entryText({ ...entry, lead: '' }, indent, false);
}

const labeled =
  (path: readonly string[]) =>
  (piece: Piece): Piece =>
    typeof piece === 'string' || piece.label !== undefined ? piece : { ...piece, label: labelOf(path) };

/** `steps › extract` is written `steps.extract`, as a person would say it. */
function labelOf(path: readonly string[]): string {
  return path.map((id) => id.replace(/^(?:id|name|description|=) /, '')).join('.');
}

/** A text in a block scalar, whose first line (`: |`) must agree. */
function mergeScalar(base: string, ours: string, theirs: string): readonly Piece[] | undefined {
  const heads = [base, ours, theirs].map((text) => text.slice(0, text.indexOf('\n') + 1));
  const [was = '', one = '', other = ''] = heads;
  const head = threeWay(was, one, other);
  if (head === undefined) return undefined;
  return [
    head.value,
    ...mergeText(base.slice(was.length), ours.slice(one.length), theirs.slice(other.length)),
  ];
}

/** A collection in brackets, item by item; undefined as soon as anything clashes. */
function mergeFlow(base: Flow, ours: Flow, theirs: Flow): readonly Piece[] | undefined {
  const before = threeWay(base.before, ours.before, theirs.before);
  const after = threeWay(base.after, ours.after, theirs.after);
  const pad = threeWay(base.pad, ours.pad, theirs.pad);
  const sameType = base.type === ours.type && base.type === theirs.type;
  if (!before || !after || !pad || !sameType) return undefined;
  const same = (one: string, other: string) => one === other;
  const order = arrange(base.items, ours.items, theirs.items, { same, strict: false });
  const items = order?.map((found) => {
    if (found.base === undefined && (found.ours ?? found.theirs) !== (found.theirs ?? found.ours))
      return undefined;
    if (found.base === undefined) return found.ours ?? found.theirs;
    return threeWay<string | undefined>(found.base, found.ours, found.theirs)?.value;
  });
  if (!items || items.includes(undefined)) return undefined;
  const [open, close] = base.type === 'map' ? ['{', '}'] : ['[', ']'];
  return [`${before.value}${open}${pad.value}${items.join(', ')}${pad.value}${close}${after.value}`];
}
