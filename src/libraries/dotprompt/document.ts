import { z } from 'zod';
import { didYouMean, type Fault, FaultError, type Position } from './fault.ts';
import { type FrontMatter, readFrontMatter, splitDocument } from './front-matter.ts';
import { parseTemplate } from './parse-template.ts';
import { type NamedSchemas, PicoschemaError, picoschema } from './picoschema.ts';
import type { Template } from './template.ts';
import { type Fields, fieldsFrom, isFields, isList, type Value } from './value.ts';

const text = z.string().max(10_000).optional();
const words = z.array(z.string().min(1).max(200)).max(100).default([]);

/** The `countersign:` block of the front matter: what governance needs to know about a prompt. */
const governanceShape = z.strictObject({
  owner: z.string().min(1).max(320).optional(),
  purpose: text,
  useCase: z.string().min(1).max(200).optional(),
  dataClasses: words,
  riskTier: z.enum(['low', 'medium', 'high']).optional(),
  tags: words,
  /** How often an answer that is not what the output schema promises is thrown away and asked for anew. Not for streams. */
  retryInvalidOutput: z.int().min(0).max(3).optional(),
  /** For how long the very same question may be given the answer that it was given before. */
  cacheSeconds: z.int().min(1).max(2_592_000).optional(),
  /** Whoever asks for this prompt gets that one: `LIBRARY/NAME`, as it is published where it was asked for. */
  redirect: z
    .string()
    .max(1_200)
    .regex(
      /^[a-z0-9][a-z0-9-]{0,62}\/[^@\s\p{Cc}]{1,1024}$/u,
      'name a prompt as LIBRARY/NAME, without a version',
    )
    .optional(),
});

/** Who answers for a prompt, what it is for, what data it meets and how much harm it can do. */
export type Governance = z.infer<typeof governanceShape>;

const named = z.union([z.string(), z.number()]).transform(String).optional();
const record = z.record(z.string(), z.unknown()).optional();
const schemaLike = z.union([z.string(), z.record(z.string(), z.unknown())]).optional();
const frontMatterShape = z.looseObject({
  name: named,
  variant: named,
  version: named,
  description: text,
  model: z.string().min(1).max(500).optional(),
  tools: z.array(z.string()).max(200).optional(),
  toolDefs: z
    .array(z.looseObject({ name: z.string().min(1) }))
    .max(200)
    .optional(),
  config: record,
  input: z.looseObject({ default: record, schema: schemaLike }).optional(),
  output: z.looseObject({ format: z.string().optional(), schema: schemaLike }).optional(),
  countersign: governanceShape.optional(),
});

/** Dotprompt's metadata, schemas already in JSON Schema. All objects are without a prototype. */
export interface PromptMetadata {
  readonly name?: string;
  readonly variant?: string;
  readonly version?: string;
  readonly description?: string;
  readonly model?: string;
  readonly tools?: readonly string[];
  readonly toolDefs?: readonly Fields[];
  readonly config: Fields;
  readonly input?: { readonly default?: Fields; readonly schema?: Fields };
  readonly output?: { readonly format?: string; readonly schema?: Fields };
  /** Namespaced fields: `a.b.c: 1` is `ext["a.b"].c`. */
  readonly ext: Fields;
  /** The front matter as written; absent when there is none. */
  readonly raw?: Fields;
}

/** A prompt that was read: what is known about it, and its checked template. Immutable. */
export interface PromptDocument {
  readonly metadata: PromptMetadata;
  readonly governance: Governance | undefined;
  readonly template: Template;
  /** The template's text and where it starts in the file. */
  readonly body: { readonly text: string } & Position;
  /** Where a front matter value is written, for faults found later. */
  readonly at: (path: readonly (string | number)[]) => Position;
}

/** Reads a prompt. Pure. @throws FaultError with everything that is wrong in the first half that is */
export function readDocument(source: string, schemas: NamedSchemas = () => undefined): PromptDocument {
  const { yaml, body, origin } = splitDocument(source);
  const front = yaml === undefined ? undefined : readFrontMatter(yaml);
  const fields = withoutNulls(front?.fields ?? fieldsFrom([]));
  const at = front?.at ?? (() => ({ line: 1, column: 1 }));
  const { data, faults } = check(fields, at);
  if (!data) throw new FaultError(...faults);
  const metadata = {
    ...strings(data),
    ...(data.tools ? { tools: data.tools } : {}),
    ...(fields.toolDefs ? { toolDefs: listOfFields(fields.toolDefs) } : {}),
    config: fieldsOr(fields.config, fieldsFrom([])),
    ...inputOf(fields, at, schemas),
    ...outputOf(fields, at, schemas),
    ext: extensions(fields),
    ...(front ? { raw: front.fields } : {}),
  };
  const template = parseTemplate(body, { origin });
  return { metadata, governance: data.countersign, template, body: { text: body, ...origin }, at };
}

function check(
  fields: Fields,
  at: FrontMatter['at'],
): { data?: z.infer<typeof frontMatterShape>; faults: Fault[] } {
  const checked = frontMatterShape.safeParse(fields);
  if (checked.success) return { data: checked.data, faults: [] };
  const faults = checked.error.issues.slice(0, 20).map((issue): Fault => {
    const path = issue.path.map((step) => (typeof step === 'symbol' ? '' : step));
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    const place = at(unknown === undefined ? path : [...path, unknown]);
    const message =
      unknown === undefined
        ? `"${path.join('.')}" in the front matter is not right: ${issue.message}.${meant(issue, fields)}`
        : `"${path.join('.')}" has no field "${unknown}".${didYouMean(unknown, Object.keys(governanceShape.shape)) || ' Remove it.'}`;
    return { code: 'prompt.front_matter_invalid', message, ...place };
  });
  return { faults };
}

/** What a word was meant to be, where only certain words are allowed. */
function meant({ code, path, ...issue }: z.core.$ZodIssue, fields: Fields): string {
  const values = code === 'invalid_value' && 'values' in issue ? issue.values : [];
  let found: Value = fields;
  for (const step of path) found = isFields(found) ? found[`${String(step)}`] : undefined;
  const choices = Array.isArray(values) ? values.map(String) : [];
  return (typeof found === 'string' && didYouMean(found, choices)) || ' Correct it here.';
}

function strings(
  data: z.infer<typeof frontMatterShape>,
): Pick<PromptMetadata, 'name' | 'variant' | 'version' | 'description' | 'model'> {
  const { name, variant, version, description, model } = data;
  return {
    ...(name === undefined ? {} : { name }),
    ...(variant === undefined ? {} : { variant }),
    ...(version === undefined ? {} : { version }),
    ...(description === undefined ? {} : { description }),
    ...(model === undefined ? {} : { model }),
  };
}

/** The schema of `input` or `output` as JSON Schema. */
function schemaOf(
  which: 'input' | 'output',
  fields: Fields,
  at: FrontMatter['at'],
  schemas: NamedSchemas,
): { schema?: Fields } {
  const half = fields[which];
  if (!isFields(half) || half.schema === undefined) return {};
  try {
    return { schema: picoschema(half.schema, schemas) };
  } catch (error) {
    if (!(error instanceof PicoschemaError)) throw error;
    const place = at([which, 'schema', ...error.path]);
    throw new FaultError({ code: 'prompt.schema_invalid', message: error.message, ...place });
  }
}

function inputOf(
  fields: Fields,
  at: FrontMatter['at'],
  schemas: NamedSchemas,
): Pick<PromptMetadata, 'input'> {
  const half = fields.input;
  if (!isFields(half)) return {};
  const defaults = half.default;
  return {
    input: {
      ...(isFields(defaults) ? { default: defaults } : {}),
      ...schemaOf('input', fields, at, schemas),
    },
  };
}

function outputOf(
  fields: Fields,
  at: FrontMatter['at'],
  schemas: NamedSchemas,
): Pick<PromptMetadata, 'output'> {
  const half = fields.output;
  if (!isFields(half)) return {};
  const { format } = half;
  return {
    output: { ...(typeof format === 'string' ? { format } : {}), ...schemaOf('output', fields, at, schemas) },
  };
}

/** A key with a dot belongs to whoever owns the name before its last dot (Dotprompt, "Extension fields"). */
function extensions(fields: Fields): Fields {
  const spaces = new Map<string, [string, Value][]>();
  for (const [key, value] of Object.entries(fields)) {
    const dot = key.lastIndexOf('.');
    if (dot === -1) continue;
    const space = key.slice(0, dot);
    spaces.set(space, [...(spaces.get(space) ?? []), [key.slice(dot + 1), value]]);
  }
  return fieldsFrom([...spaces].map(([space, entries]) => [space, fieldsFrom(entries)] as const));
}

/** `model:` with nothing after it means that there is none. */
function withoutNulls(fields: Fields): Fields {
  const entries = Object.entries(fields).filter(([, value]) => value !== null);
  return fieldsFrom(
    entries.map(([name, value]) => [name, NESTED.has(name) && isFields(value) ? withoutNulls(value) : value]),
  );
}

const NESTED: ReadonlySet<string> = new Set(['input', 'output', 'countersign']);

function listOfFields(value: Value): readonly Fields[] {
  return isList(value) ? value.filter(isFields) : [];
}

function fieldsOr(value: Value, otherwise: Fields): Fields {
  return isFields(value) ? value : otherwise;
}
