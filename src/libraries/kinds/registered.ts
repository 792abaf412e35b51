import type { Schema } from '@cfworker/json-schema';
import { type Fields, isFields, isList, type Value } from '../dotprompt/value.ts';
import { type PlainYaml, readPlainYaml, type YamlPath } from '../yaml/read.ts';
import { type AssetFault, inOrder, yamlFaults } from './fault.ts';
import { nameOf, schemaFindings } from './schema-faults.ts';

/** What the register's files have in common: one thing in one file, as "key: value" lines. */
export const REGISTERED_LIMITS = { characters: 32_768, depth: 8, anchors: 100, brackets: 2_000 } as const;

export const written = (longest: number, description: string): Schema => ({
  type: 'string',
  minLength: 1,
  maxLength: longest,
  description,
});
export const listOf = (items: Schema, description: string): Schema => ({
  type: 'array',
  items,
  minItems: 1,
  maxItems: 100,
  description,
});
export const useCaseName: Schema = {
  type: 'string',
  pattern: '^[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9])?$',
  description: 'a name of small letters, digits and hyphens, such as customer-support',
};
export const riskTiers: Schema = {
  type: 'string',
  enum: ['low', 'medium', 'high'],
  description: 'low, medium or high',
};

/** What a schema cannot say: a sentence and the field that it is about. */
export interface Finding {
  readonly path: YamlPath;
  /** Completes the field's name: `must be a day`. */
  readonly must: string;
}

/** A file of the register: its fields, and everything that is wrong with it. Pure, total, bounded. */
export function readRegistered(
  text: string,
  { kind, schema, more }: Format,
): { readonly faults: readonly AssetFault[]; readonly fields: Fields | null } {
  const yaml = readPlainYaml(text, { limits: REGISTERED_LIMITS, subject: 'The file' });
  if (!yaml.ok) return { faults: yamlFaults(kind, yaml.faults), fields: null };
  const invalid = (message: string, place: { line: number; column: number }): AssetFault => ({
    code: `${kind}.invalid`,
    message,
    ...place,
  });
  if (!isFields(yaml.value)) {
    const message = 'The file must be a list of "key: value" lines. Write them.';
    return { faults: [invalid(message, yaml.at([]))], fields: null };
  }
  const found = schemaFindings(schema, yaml).map(({ message, ...place }) => invalid(message, place));
  const others = more(yaml.value).map((finding) => invalid(...sentence(finding, yaml)));
  return { faults: inOrder([...found, ...others]), fields: yaml.value };
}

interface Format {
  readonly kind: 'model' | 'use-case' | 'value-model';
  readonly schema: Schema;
  more(fields: Fields): readonly Finding[];
}

const sentence = ({ path, must }: Finding, yaml: PlainYaml) =>
  [`${nameOf(path)} ${must}.`, yaml.valueAt(path)] as const;

export const textIn = (value: Value): string | null => (typeof value === 'string' ? value : null);
export const textsIn = (value: Value): string[] | null =>
  isList(value) ? value.filter((one): one is string => typeof one === 'string') : null;
export function riskIn(value: Value): 'low' | 'medium' | 'high' {
  // What cannot be read is the highest: whoever goes by a file with faults refuses it anyway.
  return value === 'low' || value === 'medium' ? value : 'high';
}
