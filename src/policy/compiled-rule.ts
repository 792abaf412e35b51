import { type PolicyJson, policyToJson } from '@cedar-policy/cedar-wasm/nodejs';
import { invariant } from '../platform/invariant.ts';
import type { CedarRequest } from './cedar-request.ts';
import { scopeTest, testOf } from './expression.ts';
import { invalidPolicy, type Rule } from './rule.ts';

/** A rule made ready. */
export interface CompiledRule extends Rule {
  /**
   * The rule as a permit, whatever it is: of a set of permits Cedar names every one that applies and every one that fails, in one
   * answer. What their effects make of that is `combine`'s.
   */
  readonly asPermit: string;
  /** False only where the rule certainly neither applies nor fails (slicing). */
  mayMatter(request: CedarRequest): boolean;
  /** What of a request the rule can tell apart. */
  readonly reads: Reads;
  /** Milliseconds since 1970; infinite when the rule has no end. */
  readonly expiresMs: number;
}

/** Names of attributes, and of entity types that are named by id; `whole` says that a variable is used as such. */
export interface Reads {
  readonly attributes: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
  readonly whole: boolean;
}

/** @throws Problem `policy.invalid` when Cedar cannot read it */
export function compileRule(rule: Rule): CompiledRule {
  const answer = policyToJson(rule.text);
  if (answer.type === 'failure') throw invalidPolicy(answer.errors.map(({ message }) => message).join('; '));
  const { json } = answer;
  const heads = [
    scopeTest(json.action, 'action'),
    scopeTest(json.principal, 'principal'),
    scopeTest(json.resource, 'resource'),
  ];
  const conditions = json.conditions.map(({ kind, body }) => ({
    wanted: kind === 'when',
    test: testOf(body),
  }));
  const mayMatter = (request: CedarRequest): boolean => {
    if (!heads.every((fits) => fits(request))) return false;
    for (const { wanted, test } of conditions) {
      const value = test(request);
      // From here on nothing is certain: an earlier condition may fail, and a failure matters.
      if (value === undefined) return true;
      if (value !== wanted) return false;
    }
    return true;
  };
  const expiresMs = rule.expires === null ? Number.POSITIVE_INFINITY : Date.parse(rule.expires);
  invariant(!Number.isNaN(expiresMs), `the end of ${rule.id} was checked when it was read`);
  return { ...rule, asPermit: asPermit(rule.text), mayMatter, reads: readsOf(json), expiresMs };
}

/** White space, comments and annotations before a rule's effect. */
const beforeEffect =
  /^(?:\s|\/\/[^\n]*|@[A-Za-z_]\w*|\((?:\s|\/\/[^\n]*)*"(?:[^"\\]|\\[\s\S])*"(?:\s|\/\/[^\n]*)*\))*/;

/** By text: numbers of Cedar are wider than JSON's. */
function asPermit(text: string): string {
  const at = beforeEffect.exec(text)?.[0].length ?? 0;
  const rest = text.slice(at);
  invariant(/^(?:permit|forbid)\b/.test(rest), 'a rule goes on with its effect after its annotations');
  return `${text.slice(0, at)}permit${rest.slice('permit'.length)}`;
}

function readsOf({ principal, resource, conditions }: PolicyJson): Reads {
  const reads = { attributes: new Set<string>(), types: new Set<string>(), whole: false };
  for (const scope of [principal, resource]) collectTypes(scope, reads.types);
  for (const { body } of conditions) {
    collectTypes(body, reads.types);
    collectAttributes(body, reads);
  }
  return reads;
}

type Collecting = { attributes: Set<string>; types: Set<string>; whole: boolean };

/** Every entity named by id, wherever. */
function collectTypes(node: unknown, types: Set<string>): void {
  if (Array.isArray(node)) for (const one of node) collectTypes(one, types);
  if (!isRecord(node)) return;
  if (typeof node.type === 'string' && typeof node.id === 'string') types.add(node.type);
  for (const value of Object.values(node)) collectTypes(value, types);
}

/** What compares the principal or the resource with entities, which are named by type: see `collectTypes`. */
const comparing: ReadonlySet<string> = new Set(['==', '!=', 'in', 'is']);

/** Every name behind a dot or a `has`; a variable anywhere else is read whole. */
function collectAttributes(node: unknown, reads: Collecting): void {
  if (Array.isArray(node)) for (const one of node) collectAttributes(one, reads);
  if (!isRecord(node)) return;
  if (typeof node.Var === 'string') reads.whole = true;
  for (const [operator, value] of Object.entries(node)) {
    const ofVariable = isRecord(value) && isRecord(value.left) ? value.left.Var : undefined;
    const onAttribute = (operator === '.' || operator === 'has') && isRecord(value);
    if (onAttribute && typeof value.attr === 'string') reads.attributes.add(value.attr);
    const known = onAttribute
      ? typeof ofVariable === 'string'
      : comparing.has(operator) && (ofVariable === 'principal' || ofVariable === 'resource');
    if (!known) collectAttributes(onAttribute ? value.left : value, reads);
    else if (!onAttribute && isRecord(value)) collectAttributes(value.right, reads);
  }
}

function isRecord(node: unknown): node is Readonly<Record<string, unknown>> {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}
