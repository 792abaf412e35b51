import { preparsePolicySet, preparseSchema, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import type { CedarRequest } from './cedar-request.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { invalidPolicy } from './rule.ts';

/** Which of some rules apply to a request, and which fail, by their ids; `request` failed when it does not fit the schema. */
export interface Applied {
  readonly applies: readonly string[];
  readonly failed: readonly string[];
}

/** Cedar never lets go of a parsed set, so the names are a bounded pool: the set that waited longest gives its name up. */
const poolSize = 256;
const holders: (string | undefined)[] = Array.from({ length: poolSize }, () => undefined);
const slots = new Map<string, number>();
let nextSlot = 0;
const schemaNames = new Map<string, string>();

/** @throws Problem `policy.invalid` when Cedar refuses the schema */
export function prepareSchema(schema: string): string {
  const known = schemaNames.get(schema);
  if (known !== undefined) return known;
  const name = `countersign-schema-${schemaNames.size}`;
  const parsed = preparseSchema(name, schema);
  if (parsed.type === 'failure') throw invalidPolicy(parsed.errors.map(({ message }) => message).join('; '));
  schemaNames.set(schema, name);
  return name;
}

/**
 * Asks Cedar about a set of rules.
 * @param key names the set: the same key is the same rules for ever
 */
export function askRules(
  schemaName: string,
  key: string,
  rules: readonly CompiledRule[],
  request: CedarRequest,
): Applied {
  const slot = slots.get(key) ?? take(key, rules);
  const answer = statefulIsAuthorized({
    ...request,
    preparsedSchemaName: schemaName,
    preparsedPolicySetId: slotName(slot),
    validateRequest: true,
  });
  if (answer.type === 'failure') return { applies: [], failed: ['request'] };
  const { diagnostics } = answer.response;
  return { applies: diagnostics.reason, failed: diagnostics.errors.map(({ policyId }) => policyId) };
}

function take(key: string, rules: readonly CompiledRule[]): number {
  const slot = nextSlot;
  nextSlot = (nextSlot + 1) % poolSize;
  const before = holders[slot];
  if (before !== undefined) slots.delete(before);
  holders[slot] = undefined;
  const staticPolicies = Object.fromEntries(rules.map((rule) => [rule.id, rule.asPermit]));
  const parsed = preparsePolicySet(slotName(slot), { staticPolicies });
  if (parsed.type === 'failure') throw invalidPolicy(parsed.errors.map(({ message }) => message).join('; '));
  holders[slot] = key;
  slots.set(key, slot);
  return slot;
}

function slotName(slot: number): string {
  return `countersign-${slot}`;
}
