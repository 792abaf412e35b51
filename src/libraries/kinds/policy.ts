import { isCedarSchema, kindOf } from '../asset.ts';
import { didYouMean, type Position } from '../dotprompt/fault.ts';
import { type CedarFault, type CedarResult, readCedar, readCedarInTurns, schemaFaults } from './cedar.ts';
import type { CedarAnnotation, CedarRule } from './cedar-tokens.ts';
import { type AssetFault, inOrder, type KindReading } from './fault.ts';
import { obligationParts, readObligation } from './obligation.ts';
import { schemaMisfits } from './policy-schema.ts';

export interface PolicyRule {
  /** Empty while it has none. */
  readonly id: string;
  readonly effect: 'permit' | 'forbid';
  readonly mode: string | null;
  readonly reason: string | null;
  readonly obligations: string[];
  readonly expires: string | null;
  readonly line: number;
}

export interface PolicyOutline {
  readonly kind: 'policy';
  readonly rules: PolicyRule[];
}

/** Rules with their exact texts, for whoever puts them in force. */
export interface ReadRule extends PolicyRule {
  /** Cedar, as written, from its first annotation to its `;`. */
  readonly text: string;
}

const KNOWN = ['id', 'reason', 'mode', 'obligation', 'expires'] as const;
const MODES = ['enforce', 'monitor'] as const;

/** Reads `*.cedar` and `countersign.cedarschema`. Pure, total, bounded. */
export function readPolicy(path: string, text: string): KindReading<PolicyOutline> {
  if (isCedarSchema(path)) return { faults: schemaFaults(text).map(unparsable), outline: null };
  const cedar = readCedar(text);
  if (!cedar.ok) return { faults: cedar.faults.map(unparsable), outline: null };
  const invalid = (message: string, at: number): AssetFault => ({
    code: 'policy.invalid',
    message,
    ...cedar.position(at),
  });
  const faults: AssetFault[] = [];
  const seen = new Set<string>();
  for (const rule of cedar.rules) {
    const id = rule.annotations.find(({ name }) => name === 'id');
    if (id?.value === undefined || id.value.trim() === '')
      faults.push(
        invalid('This rule has no @id("…"). Add one, so that verdicts can name it.', id?.at ?? rule.start),
      );
    else if (seen.has(id.value))
      faults.push(invalid(`Two rules have the id "${id.value}". Give each its own.`, id.valueAt));
    if (id?.value !== undefined) seen.add(id.value);
    for (const annotation of rule.annotations) {
      const message = annotationFault(annotation);
      if (message !== undefined) faults.push(invalid(message.text, message.at));
    }
  }
  if (faults.length === 0) faults.push(...misfits(cedar.rules, text, invalid));
  const outline: PolicyOutline = {
    kind: 'policy',
    rules: cedar.rules.map((rule) => ruleOf(rule, cedar.position(rule.start).line)),
  };
  return { faults: inOrder(faults), outline };
}

/** What of the rules does not fit the schema that requests are judged under: such a rule could never come into force. */
function misfits(
  rules: readonly CedarRule[],
  text: string,
  fault: (message: string, at: number) => AssetFault,
): AssetFault[] {
  const misfit = schemaMisfits(rules.map(({ start, end }) => text.slice(start, end)));
  return [...misfit].map(([place, { at, message }]) =>
    fault(`This does not fit the schema: ${message}`, (rules[place]?.start ?? 0) + at),
  );
}

/** The ids of a policy file's rules with their places; none for other files and for what cannot be read. */
export function ruleIds(path: string, text: string): readonly (Position & { readonly id: string })[] {
  const cedar = kindOf(path) === 'policy' && !isCedarSchema(path) ? readCedar(text) : undefined;
  if (!cedar?.ok) return [];
  return cedar.rules.flatMap(({ annotations }) => {
    const id = annotations.find(({ name }) => name === 'id');
    return id?.value ? [{ id: id.value, ...cedar.position(id.valueAt) }] : [];
  });
}

export type ReadRules =
  | { readonly ok: true; readonly rules: readonly ReadRule[] }
  | { readonly ok: false; readonly faults: readonly CedarFault[] };

/** The rules of a Cedar text, as written; the faults when it cannot be read. For the slice that puts rules in force. */
export const readRulesOf = (text: string): ReadRules => rulesIn(text, readCedar(text));

/** As `readRulesOf`, with a turn for others between small pieces. */
export const readRulesInTurns = async (text: string, turn: () => Promise<unknown>): Promise<ReadRules> =>
  rulesIn(text, await readCedarInTurns(text, turn));

function rulesIn(text: string, cedar: CedarResult): ReadRules {
  if (!cedar.ok) return cedar;
  const rules = cedar.rules.map((rule) => ({
    ...ruleOf(rule, cedar.position(rule.start).line),
    text: text.slice(rule.start, rule.end),
  }));
  return { ok: true, rules };
}

const unparsable = ({ kind, ...fault }: CedarFault): AssetFault => ({
  code: kind === 'limit' ? 'policy.limit_exceeded' : 'policy.unparsable',
  ...fault,
});

function ruleOf({ annotations, effect }: CedarRule, line: number): PolicyRule {
  const value = (wanted: string) => annotations.find(({ name }) => name === wanted)?.value;
  return {
    id: value('id') ?? '',
    effect,
    mode: value('mode') ?? null,
    reason: value('reason') ?? null,
    obligations: obligationParts(value('obligation') ?? ''),
    expires: value('expires') ?? null,
    line,
  };
}

/** What is wrong with one annotation, and where. Names that resemble none of ours are other tools' and are kept. */
function annotationFault({
  name,
  value,
  at,
  valueAt,
}: CedarAnnotation): { text: string; at: number } | undefined {
  const known = KNOWN.find((one) => one === name);
  if (known === undefined) {
    const hint = didYouMean(name, KNOWN);
    return hint === '' ? undefined : { text: `Nothing reads @${name.slice(0, 80)}.${hint}`, at };
  }
  const fault = value === undefined ? missing(known) : valueFault(known, value);
  return fault === undefined ? undefined : { text: fault, at: valueAt };
}

const missing = (name: (typeof KNOWN)[number]): string | undefined =>
  name === 'id' ? undefined : `@${name} has no value. Write @${name}("…").`;

function valueFault(name: (typeof KNOWN)[number], value: string): string | undefined {
  switch (name) {
    case 'id':
      return undefined;
    case 'reason':
      return value.trim() === ''
        ? 'The @reason is empty. Say why, for the person who is refused.'
        : undefined;
    case 'mode':
      return MODES.some((mode) => mode === value)
        ? undefined
        : `@mode is "enforce" or "monitor", not "${value.slice(0, 40)}".${didYouMean(value, MODES)}`;
    case 'expires':
      return isDate(value)
        ? undefined
        : '@expires needs a day such as "2027-01-31", or an instant such as "2027-01-31T12:00:00Z".';
    case 'obligation':
      return obligationFault(value);
  }
}

function obligationFault(value: string): string | undefined {
  const parts = obligationParts(value);
  if (parts.length === 0) return 'The @obligation is empty. Write one such as "redact:email".';
  for (const part of parts) {
    const read = readObligation(part);
    if ('fault' in read) return read.fault;
  }
  return undefined;
}

/** ISO 8601: a day that exists, or an instant in UTC or with an offset. */
function isDate(value: string): boolean {
  const found = /^(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2}))?$/.exec(
    value,
  );
  const [, day] = found ?? [];
  if (day === undefined || Number.isNaN(Date.parse(value))) return false;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
}
