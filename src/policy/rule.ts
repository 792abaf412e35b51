import { createHash } from 'node:crypto';
import { type ReadRule, readRulesOf } from '../libraries/index.ts';
import { canonicalJson } from '../platform/canonical-json.ts';
import { Problem } from '../platform/problem.ts';
import type { DecidingRule } from './verdict.ts';

/** One Cedar policy with the annotations that we ask for: `@id`, `@mode`, `@reason`. */
export interface Rule extends DecidingRule {
  /** Cedar, as written. */
  readonly text: string;
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

function rulesOf(file: PolicyFile): Rule[] {
  const read = readRulesOf(file.text);
  if (read.ok) return read.rules.map((rule) => ruleOf(file.name, rule));
  const [fault] = read.faults;
  const place = fault === undefined ? '' : `${fault.line}:${fault.column}: ${fault.message}`;
  throw invalidPolicy(`${file.name} cannot be parsed: ${place}`);
}

function ruleOf(file: string, { id, mode, reason, effect, text }: ReadRule): Rule {
  if (id === '') throw invalidPolicy(`A rule in ${file} has no @id("…"). Add one.`);
  if (mode !== 'enforce' && mode !== 'monitor')
    throw invalidPolicy(`The rule ${id} in ${file} needs @mode("enforce") or @mode("monitor").`);
  if (reason === null || reason === '')
    throw invalidPolicy(
      `The rule ${id} in ${file} has no @reason("…"): say why, for the person who is refused.`,
    );
  return { id, mode, reason, effect, text };
}

/** SHA-256 over the schema and the rules' exact texts, in their order: names one policy set for ever. */
export function policyVersion(schema: string, rules: readonly Rule[]): string {
  const texts = canonicalJson({ schema, rules: rules.map((rule) => rule.text) });
  return `sha256:${createHash('sha256').update(texts).digest('hex')}`;
}

export function invalidPolicy(detail: string): Problem {
  return new Problem({ code: 'policy.invalid', status: 422, detail });
}
