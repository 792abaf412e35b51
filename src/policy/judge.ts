import { validate } from '@cedar-policy/cedar-wasm/nodejs';
import { type CedarRequest, cedarRequest } from './cedar-request.ts';
import { type PreparedRules, prepareRules } from './prepared.ts';
import { invalidPolicy, policyVersion, type Rule } from './rule.ts';
import type { DecidingRule, Policy, PolicyRequest, Verdict } from './verdict.ts';

/** Verdicts kept for requests that are exactly the same; a verdict depends on nothing else. */
const memorySize = 2_000;

/**
 * Makes the judge of one policy set. Enforced and monitored rules are evaluated apart, so that a monitored rule cannot change a decision.
 * @throws Problem `policy.invalid` when a rule does not fit the schema (strict): such a set never comes into force
 */
export function createPolicy(schema: string, rules: readonly Rule[]): Policy {
  refuseInvalid(schema, rules);
  const version = policyVersion(schema, rules);
  const byId = new Map<string, DecidingRule>(rules.map((rule) => [rule.id, decidingRule(rule)]));
  const enforced = prepareRules(
    schema,
    rules.filter((rule) => rule.mode === 'enforce'),
  );
  const monitored = prepareMonitored(schema, rules);
  const named = (ids: readonly string[]) => [...ids].sort().flatMap((id) => byId.get(id) ?? []);
  const judge = (request: PolicyRequest): Verdict => {
    const asked = cedarRequest(request);
    const decided = enforced.answer(asked);
    const watched = monitored.map((set) => set.answer(asked));
    const permitted = decided.allowed && decided.failed.length === 0;
    return {
      decision: permitted ? 'permit' : 'forbid',
      rules: named(decided.failed.length === 0 ? decided.determining : decidingFailures(decided)),
      monitored: named(watched.flatMap((answer) => answer.determining)),
      errors: [...new Set([...decided.failed, ...watched.flatMap((answer) => answer.failed)])].sort(),
      policyVersion: version,
    };
  };
  return { version, rules, verdict: remembered(judge) };
}

/** With a failed rule the decision is a forbid: by the forbids that applied, and by the rules that failed. */
function decidingFailures(decided: ReturnType<PreparedRules['answer']>): readonly string[] {
  return decided.allowed ? decided.failed : [...decided.determining, ...decided.failed];
}

/** Permits and forbids apart: Cedar names a permit only where no forbid applies, and we want to know of both. */
function prepareMonitored(
  schema: string,
  rules: readonly Rule[],
): { answer(request: CedarRequest): ReturnType<PreparedRules['answer']> }[] {
  return [
    rules.filter((rule) => rule.mode === 'monitor' && rule.effect === 'permit'),
    rules.filter((rule) => rule.mode === 'monitor' && rule.effect === 'forbid'),
  ]
    .filter((set) => set.length > 0)
    .map((set) => prepareRules(schema, set));
}

function refuseInvalid(schema: string, rules: readonly Rule[]): void {
  const staticPolicies = Object.fromEntries(rules.map((rule) => [rule.id, rule.text]));
  const answer = validate({ validationSettings: { mode: 'strict' }, schema, policies: { staticPolicies } });
  if (answer.type === 'failure') throw invalidPolicy(answer.errors.map((error) => error.message).join('; '));
  const [first] = answer.validationErrors;
  if (first !== undefined)
    throw invalidPolicy(`The rule ${first.policyId} does not fit the schema: ${first.error.message}.`);
}

function decidingRule({ id, effect, mode, reason }: Rule): DecidingRule {
  return { id, effect, mode, reason };
}

function remembered(judge: (request: PolicyRequest) => Verdict): (request: PolicyRequest) => Verdict {
  const memory = new Map<string, Verdict>();
  return (request) => {
    const key = JSON.stringify(request);
    const known = memory.get(key);
    if (known !== undefined) return known;
    const verdict = judge(request);
    const oldest = memory.size >= memorySize ? memory.keys().next().value : undefined;
    if (oldest !== undefined) memory.delete(oldest);
    memory.set(key, verdict);
    return verdict;
  };
}
