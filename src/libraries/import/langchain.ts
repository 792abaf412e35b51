import { type Fields, isFields, isList, type Value } from '../dotprompt/value.ts';
import type { ComposedMessage } from './compose.ts';
import { type Found, foundOr, type Surroundings, Unconvertible } from './found.ts';
import { fieldsAt, refuseForeign, roleNamed, settingsOf, textAt, textOfContent } from './message-parts.ts';
import type { PlaceholderStyle } from './placeholders.ts';

const MODEL_SETTINGS: ReadonlySet<string> = new Set([
  'temperature',
  'max_tokens',
  'top_p',
  'top_k',
  'seed',
  'stop',
]);

/** A prompt as LangChain serializes it and LangSmith exports it (`{"lc": 1, "type": "constructor", …}`, also under `manifest`). */
export function readLangchain(value: Value, around: Surroundings): Found | undefined {
  if (!isFields(value)) return undefined;
  const manifest = isFields(value.manifest) ? value.manifest : value;
  if (!isConstructor(manifest) && !isLegacy(manifest)) return undefined;
  const { prompt, model } = isConstructor(manifest)
    ? unwrapped(manifest)
    : { prompt: manifest, model: undefined };
  const metadata = fieldsAt(fieldsAt(prompt, 'kwargs'), 'metadata');
  const name =
    textAt(value, 'repo_handle') ??
    textAt(metadata, 'lc_hub_repo') ??
    textAt(fieldsAt(prompt, 'kwargs'), 'name') ??
    around.name;
  const source = name === around.name ? around.source : `${around.source}: ${name}`;
  return foundOr(source, () => {
    const reading: Reading = { notes: ['From LangChain.'], defaults: new Map(), history: 0 };
    const messages = messagesOf(prompt, reading);
    const composition = {
      ...(model === undefined ? {} : settingsOf(withModel(model), MODEL_SETTINGS)),
      messages,
      placeholders: 'f_string',
      defaults: Object.fromEntries(reading.defaults),
    } as const;
    return { type: 'prompt', source, name, composition, notes: reading.notes };
  });
}

interface Reading {
  readonly notes: string[];
  readonly defaults: Map<string, string>;
  history: number;
}

const isConstructor = (value: Value): value is Fields =>
  isFields(value) && value.lc === 1 && value.type !== 'secret' && isList(value.id);
const isLegacy = (value: Fields): boolean =>
  typeof value._type === 'string' && (typeof value.template === 'string' || isList(value.messages));

/** The class that an object was made of. */
function classOf(value: Fields): string {
  const last = isList(value.id) ? value.id.at(-1) : undefined;
  return typeof last === 'string' ? last : '';
}

/** A sequence of a prompt and a model is saved as one. */
function unwrapped(value: Fields): { prompt: Fields; model: Fields | undefined } {
  if (classOf(value) !== 'RunnableSequence') return { prompt: value, model: undefined };
  const { first, middle, last } = fieldsAt(value, 'kwargs');
  const steps = [...(isList(middle) ? middle : []), last].filter(isConstructor);
  const models = steps.map((step) => {
    const { bound } = fieldsAt(step, 'kwargs');
    return isConstructor(bound) ? bound : step;
  });
  const model = models.find((step) => /^(?:Chat|OpenAI|Anthropic|AzureChat)/.test(classOf(step)));
  return { prompt: isConstructor(first) ? first : value, model };
}

function withModel(model: Fields): Fields {
  const kwargs = fieldsAt(model, 'kwargs');
  return { ...kwargs, model: textAt(kwargs, 'model') ?? textAt(kwargs, 'model_name') };
}

function messagesOf(prompt: Fields, reading: Reading): ComposedMessage[] {
  const kwargs = isConstructor(prompt) ? fieldsAt(prompt, 'kwargs') : prompt;
  const name = isConstructor(prompt) ? classOf(prompt) : (textAt(prompt, '_type') ?? '');
  if (['PromptTemplate', 'prompt'].includes(name)) return [{ role: 'user', ...templateOf(prompt, reading) }];
  if (!['ChatPromptTemplate', 'StructuredPrompt', 'chat'].includes(name))
    throw new Unconvertible(`${name.slice(0, 60) || 'This'} is not a kind of prompt that can be converted.`);
  if (name === 'StructuredPrompt')
    reading.notes.push('Its output schema was left out: write it under "output" in the front matter.');
  if (!isList(kwargs.messages)) throw new Unconvertible('It has no messages.');
  rememberDefaults(kwargs, reading);
  return kwargs.messages.map((message) => messageOf(message, reading));
}

const TEMPLATE_ROLES: ReadonlyMap<string, string> = new Map([
  ['SystemMessagePromptTemplate', 'system'],
  ['HumanMessagePromptTemplate', 'user'],
  ['AIMessagePromptTemplate', 'model'],
]);
const MESSAGE_ROLES: ReadonlyMap<string, string> = new Map([
  ['SystemMessage', 'system'],
  ['HumanMessage', 'user'],
  ['AIMessage', 'model'],
]);

function messageOf(message: Value, reading: Reading): ComposedMessage {
  if (!isConstructor(message)) throw new Unconvertible('One of its messages is of no known kind.');
  const kwargs = fieldsAt(message, 'kwargs');
  const name = classOf(message);
  if (name === 'MessagesPlaceholder') return placeholder(textAt(kwargs, 'variable_name') ?? '', reading);
  const literal = MESSAGE_ROLES.get(name);
  if (literal !== undefined)
    return { role: roleNamed(literal), text: textOfContent(kwargs.content), placeholders: 'none' };
  const role = name === 'ChatMessagePromptTemplate' ? textAt(kwargs, 'role') : TEMPLATE_ROLES.get(name);
  if (role === undefined) throw new Unconvertible(`A ${name.slice(0, 60)} cannot be converted.`);
  const { prompt } = kwargs;
  const only = isList(prompt) && prompt.length === 1 ? prompt[0] : prompt;
  if (!isConstructor(only) || classOf(only) !== 'PromptTemplate')
    throw new Unconvertible('A message holds an image or several parts. Only text is converted.');
  return { role: roleNamed(role), ...templateOf(only, reading) };
}

function placeholder(name: string, reading: Reading): ComposedMessage {
  reading.history += 1;
  if (reading.history > 1)
    throw new Unconvertible('It has several places for messages; a prompt here has one, {{history}}.');
  reading.notes.push(`The messages of "${name}" go where {{history}} stands.`);
  return { history: true };
}

const FORMATS: ReadonlyMap<string, PlaceholderStyle> = new Map([
  ['f-string', 'f_string'],
  ['mustache', 'mustache'],
  ['jinja2', 'mustache'],
]);

function templateOf(prompt: Fields, reading: Reading): { text: string; placeholders: PlaceholderStyle } {
  const kwargs = isConstructor(prompt) ? fieldsAt(prompt, 'kwargs') : prompt;
  const text = textAt(kwargs, 'template');
  if (text === undefined) throw new Unconvertible('A template has no text.');
  const format = textAt(kwargs, 'template_format') ?? 'f-string';
  const placeholders = FORMATS.get(format);
  if (placeholders === undefined)
    throw new Unconvertible(`Its template format ${JSON.stringify(format.slice(0, 40))} is not known here.`);
  refuseForeign(text, placeholders);
  rememberDefaults(kwargs, reading);
  return { text, placeholders };
}

function rememberDefaults(kwargs: Fields, { defaults, notes }: Reading): void {
  for (const [name, value] of Object.entries(fieldsAt(kwargs, 'partial_variables')))
    if (typeof value === 'string') defaults.set(name, value);
    else notes.push(`The value of "${name.slice(0, 60)}" is made by a program and was left out.`);
}
