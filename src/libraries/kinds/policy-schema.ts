import { createHash } from 'node:crypto';
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
  const unknown = texts.flatMap((text, at) => (fits.has(keyOf(text, schema)) ? [] : [at]));
  if (unknown.length === 0) return misfits;
  const staticPolicies = Object.fromEntries(unknown.map((at) => [String(at), texts[at] ?? '']));
  const answer = validate({ validationSettings: { mode: 'strict' }, schema, policies: { staticPolicies } });
  const errors =
    answer.type === 'failure'
      ? answer.errors.map((error) => ({ policyId: String(unknown[0]), error }))
      : answer.validationErrors;
  for (const { policyId, error } of errors) {
    const place = Number(policyId);
    if (!misfits.has(place)) misfits.set(place, misfitOf(texts[place] ?? '', error));
  }
  if (answer.type === 'success')
    for (const at of unknown) if (!misfits.has(at)) remember(keyOf(texts[at] ?? '', schema));
  return misfits;
}

/** Texts that fit never stop fitting: what was checked on commit is not checked again when it comes into force. */
const fits = new Set<string>();
const fitsAtMost = 50_000;
const keyOf = (text: string, schema: string): string =>
  createHash('sha256').update(`${schema.length} ${schema}${text}`).digest('base64');

function remember(key: string): void {
  fits.add(key);
  const [oldest] = fits;
  if (fits.size > fitsAtMost && oldest !== undefined) fits.delete(oldest);
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
