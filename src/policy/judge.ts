import { createHash } from 'node:crypto';
import { schemaMisfit } from '../libraries/index.ts';
import { cedarRequest } from './cedar-request.ts';
import { combine } from './combine.ts';
import { type CompiledRule, compileRule } from './compiled-rule.ts';
import { askRules, prepareSchema } from './prepared.ts';
import { questionKey } from './question-key.ts';
import { invalidPolicy, policyVersion, type Rule } from './rule.ts';
import type { Policy, PolicyRequest, Verdict } from './verdict.ts';

/** Verdicts kept of one policy set; a verdict depends on nothing but what rules can read of its request. */
const memorySize = 5_000;

/** Texts never change their meaning under one schema: each is read once. */
const compiled = new Map<string, CompiledRule>();
const compiledAtMost = 20_000;

/**
 * Makes the judge of one policy set.
 * @throws Problem `policy.invalid` when a rule does not fit the schema (strict): such a set never comes into force
 */
export function createPolicy(schema: string, rules: readonly Rule[]): Policy {
  const schemaName = prepareSchema(schema);
  const ready = rules.map((rule) => compiledOnce(schema, schemaName, rule));
  const version = policyVersion(schema, rules);
  const judge = (request: PolicyRequest): Answer => {
    const asked = cedarRequest(request);
    const now = Date.parse(request.at);
    // What cannot be told by the clock is in force: expiry fails closed.
    const candidates = ready.filter((rule) => !(now >= rule.expiresMs) && rule.mayMatter(asked));
    const key = setKey(candidates);
    return { ...combine(candidates, askRules(schemaName, key, candidates, asked)), policyVersion: version };
  };
  return { version, rules, verdict: remembered(questionKey(ready), judge) };
}

/** Names the exact rules, in whatever policy they stand. */
function setKey(rules: readonly CompiledRule[]): string {
  const hash = createHash('sha1');
  for (const { id, text } of rules) hash.update(`${id.length} ${text.length} ${id}${text}`);
  return hash.digest('base64');
}

function compiledOnce(schema: string, schemaName: string, rule: Rule): CompiledRule {
  const key = JSON.stringify([schemaName, rule.id, rule.file, rule.text]);
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const misfit = schemaMisfit(rule.text, schema);
  if (misfit !== undefined)
    throw invalidPolicy(`The rule ${rule.id} in ${rule.file} does not fit the schema: ${misfit.message}`);
  const ready = compileRule(rule);
  const oldest = compiled.size >= compiledAtMost ? compiled.keys().next().value : undefined;
  if (oldest !== undefined) compiled.delete(oldest);
  compiled.set(key, ready);
  return ready;
}

/** A verdict without the question, which others may ask too. */
type Answer = Omit<Verdict, 'asked'>;

function remembered(
  keyOf: (request: PolicyRequest) => string | undefined,
  judge: (request: PolicyRequest) => Answer,
): (request: PolicyRequest) => Verdict {
  const memory = new Map<string, Answer>();
  return (asked) => {
    const key = keyOf(asked);
    if (key === undefined) return { ...judge(asked), asked };
    const known = memory.get(key);
    if (known !== undefined) return { ...known, asked };
    const verdict = judge(asked);
    const oldest = memory.size >= memorySize ? memory.keys().next().value : undefined;
    if (oldest !== undefined) memory.delete(oldest);
    memory.set(key, verdict);
    return { ...verdict, asked };
  };
}
