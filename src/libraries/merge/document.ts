import { type Piece, threeWay } from './piece.ts';
import { mergeText } from './text.ts';
import { isSoundYaml, mergeYaml, type YamlRules } from './yaml.ts';

/** A document cut at its `---` lines; joined it is the text again. Without front matter all but `body` is empty. */
export interface DocumentParts {
  /** The first `---` line, with a byte order mark if there is one. */
  readonly open: string;
  readonly yaml: string;
  readonly close: string;
  readonly body: string;
}

/** A document, or one with an empty front matter where it has none or never closes it. Pure, total. */
export function splitParts(text: string): DocumentParts {
  const open = /^\uFEFF?---[ \t]*\n/.exec(text)?.[0];
  if (open === undefined) return { open: '', yaml: '', close: '', body: text };
  const close = /^---[ \t]*(?:\n|$)/m.exec(text.slice(open.length));
  if (!close) return { open: '', yaml: '', close: '', body: text };
  const end = open.length + close.index;
  return {
    open,
    yaml: text.slice(open.length, end),
    close: close[0],
    body: text.slice(end + close[0].length),
  };
}

export type MergeBody = (base: string, ours: string, theirs: string) => readonly Piece[];

/**
 * Three-way merge of a document: its front matter by key, its body by `mergeBody`. Pure, symmetric. Undefined when the `---` lines
 * themselves cannot be brought together.
 */
export function mergeDocument(
  base: string,
  ours: string,
  theirs: string,
  mergeBody: MergeBody,
  rules: YamlRules = {},
): readonly Piece[] | undefined {
  const [was, one, other] = [splitParts(base), splitParts(ours), splitParts(theirs)];
  const body = mergeBody(was.body, one.body, other.body);
  const front = mergeFront(was, one, other, rules);
  return front && [...front, ...body];
}

function mergeFront(
  base: DocumentParts,
  ours: DocumentParts,
  theirs: DocumentParts,
  rules: YamlRules,
): readonly Piece[] | undefined {
  const present = [base, ours, theirs].map(({ open }) => open !== '');
  const [was, one, other] = present;
  if (one !== other || (was && !one)) {
    const texts = [base, ours, theirs].map(({ open, yaml, close }) => open + yaml + close);
    const [before = '', first = '', second = ''] = texts;
    const settled = threeWay(before, first, second);
    if (settled) return [settled.value];
    return [{ kind: 'key', label: 'front matter', base: before, ours: first, theirs: second }];
  }
  const open = threeWay(base.open, ours.open, theirs.open);
  const close = threeWay(base.close, ours.close, theirs.close);
  if (!open || !close) return undefined;
  const keys = mergeYaml(base.yaml, ours.yaml, theirs.yaml, rules);
  const yaml = keys ?? mergeText(base.yaml, ours.yaml, theirs.yaml);
  return [open.value, ...yaml, close.value];
}

/** Whether the front matter of a clean merge is what it must be. Pure. */
export function isSoundDocument(
  [base, ours, theirs]: readonly [string, string, string],
  merged: string,
  rules: YamlRules = {},
): boolean {
  const [was, one, other, result] = [base, ours, theirs, merged].map(splitParts);
  if (!was || !one || !other || !result) return false;
  if (one.yaml === other.yaml) return result.yaml === one.yaml;
  if (was.yaml === one.yaml) return result.yaml === other.yaml;
  if (was.yaml === other.yaml) return result.yaml === one.yaml;
  return isSoundYaml([was.yaml, one.yaml, other.yaml], result.yaml, rules.nameKey);
}
