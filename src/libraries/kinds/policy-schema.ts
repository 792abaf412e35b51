import { readFileSync } from 'node:fs';
import { validate } from '@cedar-policy/cedar-wasm/nodejs';

/** What rules may ask about, in Cedar's own notation. Part of the server: everybody's `countersign.cedarschema` is this one. */
export const policySchema = readFileSync(new URL('./countersign.cedarschema', import.meta.url), 'utf8');

/** What keeps one rule from fitting a schema. */
export interface SchemaMisfit {
  /** UTF-16 code units from the rule's first. */
  readonly at: number;
  readonly message: string;
}

/** Validates one rule strictly; undefined when it fits. Cedar says the same for every action that a rule is about: once is enough. Pure. */
export function schemaMisfit(text: string, schema: string = policySchema): SchemaMisfit | undefined {
  const answer = validate({
    validationSettings: { mode: 'strict' },
    schema,
    policies: { staticPolicies: { rule: text } },
  });
  const [first] =
    answer.type === 'failure' ? answer.errors : answer.validationErrors.map(({ error }) => error);
  if (first === undefined) return undefined;
  const [place] = first.sourceLocations ?? [];
  // Cedar counts bytes of UTF-8.
  const at = place === undefined ? 0 : Buffer.from(text).subarray(0, place.start).toString('utf8').length;
  const help = first.help ? ` ${sentence(first.help)}` : '';
  return { at, message: `${sentence(first.message)}${help}`.slice(0, 500) };
}

function sentence(said: string): string {
  const plain = said.replace(/^for policy `[^`]*`, /, '').trim();
  const end = /[.?!]$/.test(plain) ? '' : '.';
  return plain.charAt(0).toUpperCase() + plain.slice(1) + end;
}
