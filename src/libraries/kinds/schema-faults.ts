import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema';
import { didYouMean, type Position } from '../dotprompt/fault.ts';
import { type Fields, isFields, isList, type Value } from '../dotprompt/value.ts';
import type { PlainYaml, YamlPath } from '../yaml/read.ts';

/** Where, and what to do. */
export interface Finding extends Position {
  readonly message: string;
}

/**
 * What a JSON Schema of ours finds in YAML, as sentences with places. A schema's `description` completes "must be …", so the
 * schema that editors and docs show is the one that talks. Schemas use `$ref` into `$defs` only. Pure.
 */
export function schemaFindings(schema: Schema, yaml: PlainYaml): readonly Finding[] {
  if (yaml.value === undefined) return [];
  const { errors } = new Validator(schema, '2020-12', false).validate(yaml.value);
  const failed = new Set(errors.filter(({ keyword }) => keyword === 'type').map((e) => e.instanceLocation));
  return errors
    .filter(({ keyword }) => LEAVES.has(keyword))
    .filter(({ keyword, instanceLocation }) => keyword === 'type' || !failed.has(instanceLocation))
    .filter(({ keywordLocation }) => !/\/(?:oneOf|anyOf|not)\//.test(keywordLocation))
    .flatMap((error) => finding(schema, yaml, error));
}

/** Keywords that say something of their own; the others repeat what stands inside. */
const LEAVES: ReadonlySet<string> = new Set([
  ...['type', 'enum', 'const', 'required', 'pattern', 'additionalProperties', 'oneOf', 'anyOf'],
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'minimum', 'maximum'],
  'exclusiveMinimum',
]);

function finding(schema: Schema, yaml: PlainYaml, error: OutputUnit): Finding | readonly Finding[] {
  const path = pathOf(error.instanceLocation);
  const rule = schemaAt(schema, error.keywordLocation.replace(/\/[^/]+$/, ''));
  const name = nameOf(path);
  const named = /^[^"]*"(.*)"[^"]*$/s.exec(error.error)?.[1] ?? '';
  if (error.keyword === 'required')
    return {
      message: `${name} has no "${named}"${expected(schema, property(rule, named), ': write ')}. Add it.`,
      ...yaml.at(path),
    };
  if (error.keyword === 'additionalProperties') {
    if (rule.additionalProperties !== false) return [];
    const known = Object.keys(property(rule, undefined));
    const hint = didYouMean(named, known) || ` It knows ${listed(known)}.`;
    return { message: `${name} has no field "${named.slice(0, 80)}".${hint}`, ...yaml.at([...path, named]) };
  }
  const place = yaml.valueAt(path);
  if (error.keyword === 'enum' || error.keyword === 'const') {
    const choices = (rule.enum ?? [rule.const]).map(String);
    const value = valueAt(yaml.value, path);
    const hint = didYouMean(typeof value === 'string' ? value : '', choices);
    return { message: `${name} must be ${choices.map(quoted).join(' or ')}.${hint}`, ...place };
  }
  return { message: `${name} must be ${rule.description ?? plainly(rule, error)}.`, ...place };
}

/** What is expected, for rules that bring no description. */
function plainly(rule: Schema, { keyword }: OutputUnit): string {
  if (keyword === 'type') return [rule.type].flat().map(wordOf).join(' or ');
  if (keyword === 'minLength') return 'a text that is not empty';
  if (keyword === 'maxLength') return `a text of at most ${rule.maxLength} characters`;
  if (keyword === 'minItems') return 'a list that is not empty';
  if (keyword === 'maxItems') return `a list of at most ${rule.maxItems}`;
  if (keyword === 'minimum') return `${rule.minimum} or more`;
  if (keyword === 'maximum') return `${rule.maximum} or less`;
  if (keyword === 'exclusiveMinimum') return `more than ${rule.exclusiveMinimum}`;
  if (keyword === 'minProperties') return 'a list of "key: value" lines that is not empty';
  return 'something else';
}

const WORDS: Readonly<Record<string, string>> = {
  object: 'a list of "key: value" lines',
  array: 'a list',
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  null: 'empty',
};
const wordOf = (type: string | undefined): string => WORDS[type ?? ''] ?? 'something else';
const quoted = (text: string): string => `"${text}"`;
const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** `"spec.steps[2].approval"`, or how a whole file is called. */
export function nameOf(path: YamlPath): string {
  const [first, ...rest] = path;
  if (first === undefined) return 'This file';
  const start = typeof first === 'number' ? `[${first + 1}]` : first;
  const steps = rest.map((step) => (typeof step === 'number' ? `[${step + 1}]` : `.${step}`));
  return `"${[start, ...steps].join('').slice(0, 120)}"`;
}

function expected(root: Schema, found: Record<string, unknown>, lead: string): string {
  const rule = typeof found.$ref === 'string' ? schemaAt(root, found.$ref) : found;
  return 'description' in rule && typeof rule.description === 'string' ? `${lead}${rule.description}` : '';
}

/** The schema of one property, or all of them. */
function property(rule: Schema, name: string | undefined): Record<string, unknown> {
  const properties: Record<string, unknown> = rule.properties ?? {};
  if (name === undefined) return properties;
  const found = Object.hasOwn(properties, name) ? properties[name] : undefined;
  return isObject(found) ? found : {};
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** `#/spec/steps/0` as a path; what looks like an index of a list is one. */
function pathOf(pointer: string): (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^\d{1,9}$/.test(step) ? Number(step) : step));
}

/** The schema that a keyword location of the validator names; it writes `$ref` where it followed one. */
function schemaAt(root: Schema, location: string): Schema {
  let rule: unknown = root;
  for (const step of location.split('/').slice(1)) {
    if (!isObject(rule)) return {};
    const next: unknown = rule[step];
    rule = step === '$ref' && typeof next === 'string' ? root.$defs?.[next.replace('#/$defs/', '')] : next;
  }
  return isObject(rule) ? rule : {};
}

function valueAt(value: Value, path: YamlPath): Value {
  let found = value;
  for (const step of path) found = isList(found) ? found[Number(step)] : fieldOf(found, `${step}`);
  return found;
}

const fieldOf = (value: Value, name: string): Value => (isFields(value) ? value[name] : undefined);

/** The fields of `value`, or none. */
export const fieldsOf = (value: Value): Fields | Record<string, never> => (isFields(value) ? value : {});
