import { preparsePolicySet, preparseSchema, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import type { CedarRequest } from './cedar-request.ts';
import { invalidPolicy, type Rule } from './rule.ts';

/** What a set of rules says to one request. `failed` holds rule ids, or `request` when the request does not fit the schema. */
export interface CedarAnswer {
  readonly allowed: boolean;
  readonly determining: readonly string[];
  readonly failed: readonly string[];
}

/** Rules that Cedar has parsed once. */
export interface PreparedRules {
  answer(request: CedarRequest): CedarAnswer;
}

/** Cedar never lets go of a parsed set, so the names are a bounded pool: the set that waited longest gives its name up. */
const poolSize = 32;
const holders: (symbol | undefined)[] = Array.from({ length: poolSize }, () => undefined);
let nextSlot = 0;

/**
 * Prepares rules under a schema.
 * @throws Problem `policy.invalid` when Cedar refuses to parse them
 */
export function prepareRules(schema: string, rules: readonly Rule[]): PreparedRules {
  const holder = Symbol('prepared rules');
  let slot = take(holder, schema, rules);
  return {
    answer: (request) => {
      if (holders[slot] !== holder) slot = take(holder, schema, rules);
      return ask(slotName(slot), request);
    },
  };
}

function take(holder: symbol, schema: string, rules: readonly Rule[]): number {
  const slot = nextSlot;
  nextSlot = (nextSlot + 1) % poolSize;
  holders[slot] = undefined;
  const staticPolicies = Object.fromEntries(rules.map((rule) => [rule.id, rule.text]));
  const parsedSchema = preparseSchema(slotName(slot), schema);
  const parsedRules = preparsePolicySet(slotName(slot), { staticPolicies });
  for (const parsed of [parsedSchema, parsedRules])
    if (parsed.type === 'failure')
      throw invalidPolicy(parsed.errors.map((error) => error.message).join('; '));
  holders[slot] = holder;
  return slot;
}

function slotName(slot: number): string {
  return `countersign-${slot}`;
}

function ask(name: string, request: CedarRequest): CedarAnswer {
  const answer = statefulIsAuthorized({
    ...request,
    preparsedSchemaName: name,
    preparsedPolicySetId: name,
    validateRequest: true,
  });
  if (answer.type === 'failure') return { allowed: false, determining: [], failed: ['request'] };
  const { decision, diagnostics } = answer.response;
  return {
    allowed: decision === 'allow',
    determining: diagnostics.reason,
    failed: diagnostics.errors.map((error) => error.policyId),
  };
}
