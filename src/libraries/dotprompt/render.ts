import { type PromptDocument, readDocument } from './document.ts';
import { collectFaults, type Fault, FaultError } from './fault.ts';
import { splitDocument } from './front-matter.ts';
import { inputSchema } from './input-schema.ts';
import { interpret } from './interpret.ts';
import { type Message, toMessages } from './messages.ts';
import { parseTemplate } from './parse-template.ts';
import type { NamedSchemas } from './picoschema.ts';
import type { Template } from './template.ts';
import { type Fields, fieldsFrom, isFields, merged, toValue, type Value, ValueError } from './value.ts';

/** How many partials one prompt may lead to, and how long they may be together (characters). */
export const PARTIAL_LIMITS = { count: 100, characters: 1024 * 1024 } as const;

/** How many earlier messages `{{history}}` may put into one prompt, all its places together. */
const MESSAGE_LIMIT = 10_000;

/** Finds a partial's source in the same library. Pure: load what a prompt may need before. */
export type Partials = (name: string) => string | undefined;

export interface RenderInput {
  readonly variables?: Readonly<Record<string, unknown>>;
  /** Defaults over those of the front matter; `variables` go over both. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** What the template sees as `@name`. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** Earlier messages of the conversation, for `{{history}}`. */
  readonly history?: readonly Message[];
  /** What the template sees as `@metadata.docs`. */
  readonly docs?: readonly unknown[];
  readonly partials?: Partials;
}

export interface RenderedPrompt {
  readonly messages: readonly Message[];
  readonly metadata: PromptDocument['metadata'];
  readonly model: string | undefined;
  readonly config: Fields;
  readonly tools: readonly string[];
  readonly toolDefs: readonly Fields[];
  /** JSON Schema of the variables. */
  readonly inputSchema: Fields | undefined;
  readonly output: PromptDocument['metadata']['output'];
  /** The variables as the template saw them, defaults included. */
  readonly variables: Fields;
}

export type ParseResult =
  | { readonly ok: true; readonly prompt: PromptDocument }
  | { readonly ok: false; readonly faults: readonly Fault[] };

export type RenderResult =
  | ({ readonly ok: true } & RenderedPrompt)
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Reads and checks a prompt file. Pure, total, bounded: whatever the text is, the answer is a prompt or faults. */
export function parsePrompt(source: string, schemas?: NamedSchemas): ParseResult {
  const result = collectFaults(() => {
    const prompt = readDocument(source, schemas);
    checkedSchema(prompt);
    return prompt;
  });
  return result.ok ? { ok: true, prompt: result.value } : result;
}

/** Renders a prompt (a file's text, or one that was parsed) into messages. Pure, total, bounded by `RENDER_LIMITS`. */
export function renderPrompt(source: string | PromptDocument, input: RenderInput = {}): RenderResult {
  const result = collectFaults(() =>
    render(typeof source === 'string' ? readDocument(source) : source, input),
  );
  return result.ok ? { ok: true, ...result.value } : result;
}

function render(prompt: PromptDocument, input: RenderInput): RenderedPrompt {
  const { metadata } = prompt;
  const variables = variablesOf(prompt, input);
  const partials = loadPartials(prompt.template, input.partials ?? (() => undefined));
  const data = fieldsFrom([
    ['metadata', copied({ prompt: metadata, docs: input.docs, messages: input.history }, 'docs')],
    ...Object.entries(fieldsOf(input.context, 'context')),
  ]);
  const segments = interpret(prompt.template, { context: variables, data, partials });
  const inserted = segments.filter(({ type }) => type === 'history').length * (input.history?.length ?? 0);
  if (inserted > MESSAGE_LIMIT) {
    const message = `{{history}} puts more than ${MESSAGE_LIMIT} messages into the prompt. Use it once.`;
    throw new FaultError({
      code: 'prompt.limit_exceeded',
      message,
      line: prompt.body.line,
      column: prompt.body.column,
    });
  }
  return {
    messages: toMessages(segments, input.history),
    metadata,
    model: metadata.model,
    config: metadata.config,
    tools: metadata.tools ?? [],
    toolDefs: metadata.toolDefs ?? [],
    inputSchema: metadata.input?.schema,
    output: metadata.output,
    variables,
  };
}

/** Defaults of the prompt, then those of the caller, then the variables; checked against the input schema. */
function variablesOf(prompt: PromptDocument, input: RenderInput): Fields {
  const defaults = merged(prompt.metadata.input?.default, fieldsOf(input.defaults, 'defaults'));
  const variables = merged(defaults, fieldsOf(input.variables, 'variables'));
  const faults = checkedSchema(prompt)?.faults(variables, prompt.at(['input', 'schema'])) ?? [];
  if (faults.length > 0) throw new FaultError(...faults);
  return variables;
}

function checkedSchema(prompt: PromptDocument): ReturnType<typeof inputSchema> | undefined {
  const schema = prompt.metadata.input?.schema;
  return schema && inputSchema(schema, prompt.at(['input', 'schema']));
}

function fieldsOf(input: unknown, what: string): Fields {
  const value = copied(input ?? {}, what);
  if (isFields(value)) return value;
  throw new FaultError({
    code: 'prompt.variable_invalid',
    message: `The ${what} must be an object of names and values.`,
    line: 1,
    column: 1,
  });
}

function copied(input: unknown, what: string): Value {
  try {
    return toValue(input);
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    const path = error.path.join('/');
    throw new FaultError({
      code: error.limit ? 'prompt.limit_exceeded' : 'prompt.variable_invalid',
      message: `"${path || what}" ${error.message}. Pass plain JSON that is not too large.`,
      path,
      line: 1,
      column: 1,
    });
  }
}

/** Every partial that `template` can lead to, parsed. Front matter of a partial's file is for governance, not for output. */
export function loadPartials(template: Template, find: Partials): ReadonlyMap<string, Template> {
  const loaded = new Map<string, Template>();
  const waiting = [template];
  let characters = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    for (const [name, at] of next.partials) {
      if (loaded.has(name)) continue;
      const source = find(name);
      const where = { ...at, ...(next.partial === undefined ? {} : { partial: next.partial }) };
      if (source === undefined) {
        const message = `There is no partial "${name}" in this library. Create it or correct the name.`;
        throw new FaultError({ code: 'prompt.partial_missing', message, ...where });
      }
      characters += source.length;
      if (loaded.size >= PARTIAL_LIMITS.count || characters > PARTIAL_LIMITS.characters) {
        const message = `A prompt may use at most ${PARTIAL_LIMITS.count} partials of ${PARTIAL_LIMITS.characters} characters together.`;
        throw new FaultError({ code: 'prompt.limit_exceeded', message, ...where });
      }
      const parsed = parsePartial(source, name);
      loaded.set(name, parsed);
      waiting.push(parsed);
    }
  }
  return loaded;
}

function parsePartial(source: string, partial: string): Template {
  const { body, origin } = splitDocument(source);
  return parseTemplate(body, { origin, partial });
}

/** Names of the partials that a prompt includes itself, in order of appearance. */
export function partialsUsed(prompt: PromptDocument): readonly string[] {
  return [...prompt.template.partials.keys()];
}

/** Names of the partials in a partial's own source; empty when it cannot be parsed. */
export function partialsIn(source: string): readonly string[] {
  const result = collectFaults(() => [...parsePartial(source, '').partials.keys()]);
  return result.ok ? result.value : [];
}
