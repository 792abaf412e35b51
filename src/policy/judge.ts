import { createHash } from 'node:crypto';
import { schemaMisfits } from '../libraries/index.ts';
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
  const ready = compileAll(schema, schemaName, rules);
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

function compileAll(schema: string, schemaName: string, rules: readonly Rule[]): CompiledRule[] {
  const keyed = rules.map((rule) => ({
    rule,
    key: JSON.stringify([schemaName, rule.id, rule.file, rule.text]),
  }));
  const fresh = keyed.filter(({ key }) => !compiled.has(key));
  const [first] = misfitting(
    schema,
    fresh.map(({ rule }) => rule),
  );
  if (first !== undefined) throw invalidPolicy(first.why);
  for (const { rule, key } of fresh) compiled.set(key, compileRule(rule));
  const ready = keyed.map(({ rule, key }) => compiled.get(key) ?? compileRule(rule));
  for (const key of compiled.keys()) {
    if (compiled.size <= compiledAtMost) break;
    compiled.delete(key);
  }
  return ready;
}

/** How many rules are made ready in one go. */
const atOnce = 20;

/**
 * Makes rules ready that are about to come into force, with a turn for others between small pieces: `createPolicy` then finds them done.
 * @returns those that do not fit the schema, as `misfitting`
 */
export async function makeReady(
  schema: string,
  rules: readonly Rule[],
  turn: () => Promise<unknown>,
): Promise<ReturnType<typeof misfitting>> {
  const schemaName = prepareSchema(schema);
  const bad: ReturnType<typeof misfitting> = [];
  for (let from = 0; from < rules.length; from += atOnce) {
    await turn();
    const some = rules.slice(from, from + atOnce);
    const misfits = misfitting(schema, some);
    bad.push(...misfits);
    await turn();
    const fitting = some.filter((rule) => !misfits.some((misfit) => misfit.rule === rule));
    compileAll(schema, schemaName, fitting);
  }
  return bad;
}

/** The rules that do not fit a schema, and why. */
export function misfitting(
  schema: string,
  rules: readonly Rule[],
): { readonly rule: Rule; readonly why: string }[] {
  const misfits = schemaMisfits(
    rules.map(({ text }) => text),
    schema,
  );
  return rules.flatMap((rule, place) => {
    const misfit = misfits.get(place);
    if (misfit === undefined) return [];
    return [{ rule, why: `The rule ${rule.id} in ${rule.file} does not fit the schema: ${misfit.message}` }];
  });
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
