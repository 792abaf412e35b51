import { readFileSync } from 'node:fs';
import { type DetailedError, validate } from '@cedar-policy/cedar-wasm/nodejs';

/** What rules may ask about, in Cedar's own notation. Part of the server: everybody's `countersign.cedarschema` is this one. */
export const policySchema = readFileSync(new URL('./countersign.cedarschema', import.meta.url), 'utf8');

/** What keeps one rule from fitting a schema. */
export interface SchemaMisfit {
  /** UTF-16 code units from the rule's first. */
  readonly at: number;
  readonly message: string;
}

/**
 * Validates rules strictly, all at once (reading the schema costs more than many rules). What does not fit is in the map, by its place.
 * Cedar says the same for every action that a rule is about: once is enough. Pure.
 */
export function schemaMisfits(
  texts: readonly string[],
  schema: string = policySchema,
): ReadonlyMap<number, SchemaMisfit> {
  const misfits = new Map<number, SchemaMisfit>();
  if (texts.length === 0) return misfits;
  const staticPolicies = Object.fromEntries(texts.map((text, at) => [String(at), text]));
  const answer = validate({ validationSettings: { mode: 'strict' }, schema, policies: { staticPolicies } });
  const errors =
    answer.type === 'failure'
      ? answer.errors.map((error) => ({ policyId: '0', error }))
      : answer.validationErrors;
  for (const { policyId, error } of errors) {
    const place = Number(policyId);
    if (!misfits.has(place)) misfits.set(place, misfitOf(texts[place] ?? '', error));
  }
  return misfits;
}

function misfitOf(text: string, { message, help, sourceLocations }: DetailedError): SchemaMisfit {
  const [place] = sourceLocations ?? [];
  // Cedar counts bytes of UTF-8.
  const at = place === undefined ? 0 : Buffer.from(text).subarray(0, place.start).toString('utf8').length;
  const hint = help ? ` ${sentence(help)}` : '';
  return { at, message: `${sentence(message)}${hint}`.slice(0, 500) };
}

function sentence(said: string): string {
  const plain = said.replace(/^for policy `[^`]*`, /, '').trim();
  const end = /[.?!]$/.test(plain) ? '' : '.';
  return plain.charAt(0).toUpperCase() + plain.slice(1) + end;
}
