import { arrange, type Keyed } from './arrange.ts';
import { type Clash, type Piece, textOf, threeWay } from './piece.ts';
import { mergeText } from './text.ts';

/** One policy of a file. `lead + annotations + rule` is its text. */
interface Policy {
  /** Comments and blank lines before it. */
  readonly lead: string;
  readonly annotations: string;
  /** From `permit` or `forbid` to the end of its line. */
  readonly rule: string;
}

interface PolicyFile {
  readonly policies: Keyed<Policy>;
  readonly tail: string;
}

/** Strings, comments and everything else (Cedar grammar, "Lexical structure"). A string has no raw line end. */
const TOKEN = /"(?:[^"\\\n]|\\[^\n])*"|\/\/[^\n]*|\s+|@?[A-Za-z_][A-Za-z0-9_]*|[\s\S]/g;

/**
 * Three-way merge of Cedar by policy, matched by `@id`. The order of policies means nothing in Cedar, so additions of both
 * sides stand side by side. Annotations are merged by line; a rule that both sides changed differently is a clash as a
 * whole, since two halves of a condition are no condition. Pure, symmetric. Undefined when a policy has no `@id`.
 */
export function mergeCedar(base: string, ours: string, theirs: string): readonly Piece[] | undefined {
  const [was, one, other] = [readPolicies(base), readPolicies(ours), readPolicies(theirs)];
  if (!was || !one || !other) return undefined;
  const same = (a: Policy, b: Policy) => a.annotations + a.rule === b.annotations + b.rule;
  const order = arrange(was.policies, one.policies, other.policies, { same, strict: false });
  if (!order) return undefined;
  const pieces = order.flatMap((found): readonly Piece[] => mergePolicy(found));
  return [...pieces, ...mergeText(was.tail, one.tail, other.tail)];
}

interface Found {
  readonly id: string;
  readonly base?: Policy;
  readonly ours?: Policy;
  readonly theirs?: Policy;
}

function mergePolicy({ id, base, ours, theirs }: Found): readonly Piece[] {
  const text = (policy: Policy | undefined) => (policy ? policy.lead + policy.annotations + policy.rule : '');
  const whole: Clash = {
    kind: 'section',
    label: `policy "${id}"`,
    base: text(base),
    ours: text(ours),
    theirs: text(theirs),
  };
  if (!ours || !theirs) return base ? [whole] : [whole.ours + whole.theirs];
  if (whole.ours === whole.theirs) return [whole.ours];
  if (!base) return [whole];
  const rule = threeWay(base.rule, ours.rule, theirs.rule);
  const lead = mergeText(base.lead, ours.lead, theirs.lead);
  const annotations = mergeText(base.annotations, ours.annotations, theirs.annotations);
  const settled = [...lead, ...annotations].every((piece) => typeof piece === 'string');
  return rule && settled ? [textOf([...lead, ...annotations]) + rule.value] : [whole];
}

/** Reads the policies of a file that ends with a line end or is empty. Undefined when it is broken or an id is missing. */
function readPolicies(text: string): PolicyFile | undefined {
  const policies = new Map<string, Policy>();
  const cuts = cutPolicies(text);
  if (!cuts) return undefined;
  let from = 0;
  for (const { start, rule, end } of cuts) {
    const annotations = text.slice(start, rule);
    const id = /@id\s*\(\s*("(?:[^"\\\n]|\\[^\n])*")\s*\)/.exec(annotations)?.[1];
    if (id === undefined || policies.has(id.slice(1, -1))) return undefined;
    const lead = text.slice(from, start);
    policies.set(id.slice(1, -1), { lead, annotations, rule: text.slice(rule, end) });
    from = end;
  }
  return { policies, tail: text.slice(from) };
}

interface Cut {
  /** Of the first annotation, or of the rule. */
  readonly start: number;
  readonly rule: number;
  /** After the line that the policy's `;` stands in, when nothing else but a comment does. */
  readonly end: number;
}

const CLOSING: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);

function cutPolicies(text: string): readonly Cut[] | undefined {
  const cuts: Cut[] = [];
  const open: string[] = [];
  let start: number | undefined;
  let rule: number | undefined;
  for (const match of text.matchAll(TOKEN)) {
    const [token] = match;
    if (/^(?:\s|\/\/)/.test(token)) continue;
    start ??= match.index;
    if (/^(?:permit|forbid)$/.test(token) && open.length === 0) rule ??= match.index;
    const closing = CLOSING.get(token);
    if (token === '"') return undefined;
    if (closing) open.push(closing);
    else if (/^[)\]}]$/.test(token) && open.pop() !== token) return undefined;
    if (token !== ';' || open.length > 0) continue;
    if (rule === undefined) return undefined;
    const after = match.index + 1;
    const line = /^[ \t]*(?:\/\/[^\n]*)?\n/.exec(text.slice(after, after + 2_000))?.[0].length ?? 0;
    cuts.push({ start, rule, end: after + line });
    [start, rule] = [undefined, undefined];
  }
  return start === undefined && open.length === 0 ? cuts : undefined;
}

/** Whether a text is a list of policies as far as brackets, strings and `;` tell. Pure. */
export function looksLikeCedar(text: string): boolean {
  return cutPolicies(text) !== undefined;
}
