import { createHash } from 'node:crypto';
import {
  type ReadRule,
  readObligation,
  readRulesInTurns,
  readRulesOf,
  type WrittenObligation,
} from '../libraries/index.ts';
import { canonicalJson } from '../platform/canonical-json.ts';
import { Problem } from '../platform/problem.ts';
import type { DecidingRule } from './verdict.ts';

/** One Cedar policy with the annotations that we ask for. */
export interface Rule extends DecidingRule {
  /** Cedar, as written. */
  readonly text: string;
  /** Carried out where the rule applies. A forbid with obligations forbids only what does without them. */
  readonly obligations: readonly WrittenObligation[];
  /** From this instant on the rule is as if it were not there; null when it has no end. */
  readonly expires: string | null;
  /** The file that it stands in. */
  readonly file: string;
}

export interface PolicyFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Reads the rules of Cedar files, in order. Pure.
 * @throws Problem `policy.invalid` naming the file and what to mend
 */
export function readRules(files: readonly PolicyFile[]): Rule[] {
  const rules = files.flatMap((file) => rulesOf(file));
  const seen = new Set<string>();
  for (const rule of rules) {
    if (seen.has(rule.id)) throw invalidPolicy(`Two rules have the id ${rule.id}. Give each its own @id.`);
    seen.add(rule.id);
  }
  return rules;
}

/** The rules of one file. Pure. @throws Problem `policy.invalid` */
export const rulesOf = (file: PolicyFile): Rule[] => rulesFrom(file, readRulesOf(file.text));

/** As `rulesOf`, with a turn for others between small pieces. @throws Problem `policy.invalid` */
export const rulesInTurns = async (file: PolicyFile, turn: () => Promise<unknown>): Promise<Rule[]> =>
  rulesFrom(file, await readRulesInTurns(file.text, turn));

function rulesFrom(file: PolicyFile, read: ReturnType<typeof readRulesOf>): Rule[] {
  if (read.ok) return read.rules.map((rule) => ruleOf(file.name, rule));
  const [fault] = read.faults;
  const place = fault === undefined ? '' : `${fault.line}:${fault.column}: ${fault.message}`;
  throw invalidPolicy(`${file.name} cannot be parsed: ${place}`);
}

function ruleOf(file: string, { id, mode, reason, effect, text, ...more }: ReadRule): Rule {
  if (id === '') throw invalidPolicy(`A rule in ${file} has no @id("…"). Add one.`);
  if (mode !== 'enforce' && mode !== 'monitor')
    throw invalidPolicy(`The rule ${id} in ${file} needs @mode("enforce") or @mode("monitor").`);
  if (reason === null || reason === '')
    throw invalidPolicy(
      `The rule ${id} in ${file} has no @reason("…"): say why, for the person who is refused.`,
    );
  const obligations = more.obligations.map((part) => {
    const read = readObligation(part);
    if ('fault' in read) throw invalidPolicy(`The rule ${id} in ${file}: ${read.fault}`);
    return read;
  });
  return { id, mode, reason, effect, text, obligations, expires: more.expires, file };
}

/** SHA-256 over the schema and the rules' exact texts, in their order: names one policy set for ever. */
export function policyVersion(schema: string, rules: readonly Rule[]): string {
  const texts = canonicalJson({ schema, rules: rules.map((rule) => rule.text) });
  return `sha256:${createHash('sha256').update(texts).digest('hex')}`;
}

export function invalidPolicy(detail: string): Problem {
  return new Problem({ code: 'policy.invalid', status: 422, detail });
}
