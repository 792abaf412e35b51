import type { Schema } from '@cfworker/json-schema';
import { RE2JS } from 're2js';
import { isFields, isList, type Value } from '../dotprompt/value.ts';
import { readPlainYaml, type YamlPath } from '../yaml/read.ts';
import { type AssetFault, inOrder, type KindReading, yamlFaults } from './fault.ts';
import { fieldsOf, nameOf, schemaFindings } from './schema-faults.ts';

export const CLASSES_LIMITS = { characters: 65_536, depth: 8, anchors: 100, brackets: 5_000 } as const;

/** A class of data that an organization defines itself. Patterns are those of RE2: read in linear time, whatever they say (AT-57). */
export interface ClassDefinition {
  readonly name: string;
  readonly description: string;
  readonly patterns: readonly string[];
  /** Words in lower case. Where there are any, a finding counts only with one of them near it. */
  readonly near: readonly string[];
  readonly line: number;
}

export interface ClassesOutline {
  readonly kind: 'classes';
  readonly classes: { name: string; description: string; patterns: string[]; near: string[]; line: number }[];
}

/** Names that have a meaning already. */
const taken: ReadonlySet<string> = new Set([
  ...['email', 'phone', 'iban', 'card', 'national_id', 'secret', 'ip_address', 'health', 'financial'],
]);

const text = (longest: number, description: string): Schema => ({
  type: 'string',
  minLength: 1,
  maxLength: longest,
  description,
});
const list = (items: Schema, most: number): Schema => ({ type: 'array', items, minItems: 1, maxItems: most });

/** The format of `*.classes.yaml` as JSON Schema 2020-12: it checks files, and is for editors and documentation. */
export const classesSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    classes: list(
      {
        type: 'object',
        properties: {
          name: {
            type: 'string',
            pattern: '^[a-z][a-z0-9_]{1,40}$',
            description: 'lower-case letters, digits and underscores, such as employee_number',
          },
          description: text(200, 'what it is, for people'),
          patterns: list(text(500, 'a pattern in the syntax of RE2, such as EMP-[0-9]{6}'), 20),
          near: list(text(40, 'a word such as employee'), 20),
        },
        required: ['name', 'description', 'patterns'],
        additionalProperties: false,
      },
      50,
    ),
  },
  required: ['classes'],
  additionalProperties: false,
};

/** Reads `*.classes.yaml`. Pure, total, bounded. */
export function readClasses(text: string): KindReading<ClassesOutline> {
  const { faults, classes } = classesOf(text);
  if (classes === null) return { faults, outline: null };
  const plain = classes.map((one) => ({ ...one, patterns: [...one.patterns], near: [...one.near] }));
  return { faults, outline: { kind: 'classes', classes: plain } };
}

/** The classes of a file; null when it is none. Whoever goes by them refuses a file with any fault. */
export function classesOf(text: string): {
  readonly faults: readonly AssetFault[];
  readonly classes: readonly ClassDefinition[] | null;
} {
  const yaml = readPlainYaml(text, { limits: CLASSES_LIMITS, subject: 'The file' });
  if (!yaml.ok) return { faults: yamlFaults('classes', yaml.faults), classes: null };
  const invalid = (message: string, place: { line: number; column: number }): AssetFault => ({
    code: 'classes.invalid',
    message,
    ...place,
  });
  if (!isFields(yaml.value)) {
    const message = 'Classes of data are a list under "classes:". Write it.';
    return { faults: [invalid(message, yaml.at([]))], classes: null };
  }
  const found = schemaFindings(classesSchema, yaml).map(({ message, ...place }) => invalid(message, place));
  const items = fieldsOf(yaml.value).classes;
  const placed = isList(items) ? items.slice(0, 50) : [];
  const more = [...namesFindings(placed), ...placed.flatMap(patternFindings)].map(({ path, message }) =>
    invalid(message, yaml.valueAt(path)),
  );
  const classes = placed.map((item, index) => definitionOf(item, yaml.at(['classes', index]).line));
  return { faults: inOrder([...found, ...more]), classes };
}

interface Found {
  readonly path: YamlPath;
  readonly message: string;
}

function namesFindings(items: readonly Value[]): Found[] {
  const seen = new Set<string>(taken);
  return items.flatMap((item, index) => {
    const { name } = fieldsOf(item);
    if (typeof name !== 'string') return [];
    const again = seen.has(name);
    seen.add(name);
    const message = taken.has(name)
      ? `"${name.slice(0, 40)}" is a class that is built in. Choose another name.`
      : `The class "${name.slice(0, 40)}" stands here twice. Give it all its patterns in one place.`;
    return again ? [{ path: ['classes', index, 'name'], message }] : [];
  });
}

function patternFindings(item: Value, index: number): Found[] {
  const { patterns } = fieldsOf(item);
  if (!isList(patterns)) return [];
  return patterns.flatMap((pattern, at) => {
    if (typeof pattern !== 'string') return [];
    const path = ['classes', index, 'patterns', at];
    const why = patternFault(pattern);
    return why === undefined
      ? []
      : [{ path, message: `${nameOf(path)} is no pattern that can be used: ${why}.` }];
  });
}

/** Why a pattern is refused: no back-references and no look-around, which no linear reader has; nothing that is found everywhere. */
function patternFault(pattern: string): string | undefined {
  try {
    const compiled = RE2JS.compile(pattern);
    if (compiled.programSize() > 10_000) return 'it is too large; repeat less';
    return compiled.matcher('').find() ? 'it is found where nothing is; make it need a character' : undefined;
  } catch (error) {
    const said = error instanceof Error ? error.message : '';
    return said.replace(/^error parsing regexp: /, '').slice(0, 120) || 'it cannot be read';
  }
}

function definitionOf(item: Value, line: number): ClassDefinition {
  const { name, description, patterns, near } = fieldsOf(item);
  const texts = (value: Value) =>
    isList(value) ? value.filter((one): one is string => typeof one === 'string') : [];
  return {
    name: typeof name === 'string' ? name : '',
    description: typeof description === 'string' ? description : '',
    patterns: texts(patterns),
    near: texts(near).map((word) => word.toLowerCase()),
    line,
  };
}
