import { stringify } from 'yaml';
import { type Fields, fieldsFrom, isFields, isList, type Value } from '../dotprompt/value.ts';
import { type Found, foundOr, type Surroundings, Unconvertible } from './found.ts';
import { refuseForeign, textAt } from './message-parts.ts';
import { isMessageList, readMessages } from './openai.ts';
import { readData } from './read-data.ts';

const MARKS = ['providers', 'targets', 'tests', 'defaultTest', 'scenarios'];
/** What of a configuration is about tests, and goes into the evaluation. */
const TEST_KEYS = [
  'description',
  'defaultTest',
  'tests',
  'scenarios',
  'derivedMetrics',
  'assertionTemplates',
];

/**
 * promptfoo's configuration: its prompts (texts, chats, files beside it), and its tests as one evaluation. Undefined when it is
 * none. Nunjucks beyond plain variables is refused prompt by prompt.
 */
export function readPromptfoo(value: Value, around: Surroundings): readonly Found[] | undefined {
  if (!isFields(value) || value.prompts === undefined) return undefined;
  if (!MARKS.some((name) => value[name] !== undefined)) return undefined;
  const prompts = promptsIn(value.prompts).flatMap((prompt, index) => readPrompt(prompt, index, around));
  const model = modelOf(value);
  const said =
    model === undefined
      ? 'From promptfoo. It names no model yet.'
      : `From promptfoo, with the model ${model}.`;
  const named = prompts.map(
    (found): Found =>
      found.type === 'prompt'
        ? { ...found, notes: [said, ...found.notes], composition: { model, ...found.composition } }
        : found,
  );
  return [...named, ...testsOf(value, around)];
}

function promptsIn(prompts: Value): readonly Value[] {
  if (typeof prompts === 'string') return [prompts];
  if (isList(prompts)) return prompts;
  return isFields(prompts)
    ? Object.entries(prompts).map(([raw, label]) =>
        fieldsFrom([
          ['raw', raw],
          ['label', label],
        ]),
      )
    : [];
}

function readPrompt(prompt: Value, index: number, around: Surroundings): readonly Found[] {
  const fields = isFields(prompt) ? prompt : undefined;
  const raw = typeof prompt === 'string' ? prompt : fields && (textAt(fields, 'raw') ?? textAt(fields, 'id'));
  const label = fields && (textAt(fields, 'label') ?? textAt(fields, 'display'));
  const source = `${around.source}: ${label ?? `prompt ${index + 1}`}`;
  if (raw === undefined)
    return [{ type: 'nothing', source, why: 'It is neither a text nor the name of a file.' }];
  const path = fileNamed(raw);
  if (path === undefined) {
    const name = label ?? `${around.name}-${index + 1}`;
    return [foundOr(source, () => promptOf(raw, { source, name }))];
  }
  const text = around.beside(path);
  if (text === undefined || !/\.(?:txt|md|json|ya?ml|j2)$/.test(path)) {
    const why =
      text === undefined
        ? `The file ${path.slice(0, 200)} was not sent along, or came in already. Import the folder that holds it.`
        : 'The prompt is made by a program, which is not run here.';
    return [{ type: 'nothing', source, why }];
  }
  const base = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
  const texts = path.endsWith('.txt')
    ? text.split(/^---[ \t]*\r?$/m).filter((one) => one.trim() !== '')
    : [text];
  return texts.map((one, at) => {
    const name = (label ?? base) + (texts.length > 1 ? `-${at + 1}` : '');
    const told = `${source} (${path})`;
    return foundOr(told, () => promptOf(one.trim(), { source: told, name, path }));
  });
}

/** The path that a prompt stands for; undefined when it is the prompt itself. */
function fileNamed(raw: string): string | undefined {
  if (raw.includes('\n') || raw.length > 1_000) return undefined;
  const path = raw
    .replace(/^file:\/\//, '')
    .replace(/^\.\//, '')
    .replace(/(\.(?:js|cjs|mjs|py|ts)):\w+$/, '$1');
  const named = /^[\w./*-]+\.(?:txt|md|json|ya?ml|j2|js|cjs|mjs|ts|py|csv)$/.test(path);
  return named || raw.startsWith('file://') ? path : undefined;
}

function promptOf(text: string, place: { source: string; name: string; path?: string }): Found {
  refuseForeign(text, 'mustache');
  const { source, name, path } = place;
  const data =
    /^\s*\[/.test(text) || /\.ya?ml$/.test(path ?? '')
      ? readData(`${path ?? 'prompt.json'}`, text)
      : undefined;
  if (data?.ok === true && isMessageList(data.value)) {
    const found = readMessages(data.value, { source, name, beside: () => undefined });
    if (found?.type === 'prompt')
      return { ...found, notes: [], composition: { ...found.composition, placeholders: 'mustache' } };
    if (found !== undefined) return found;
  }
  if (/\.(?:json|ya?ml)$/.test(path ?? '')) throw new Unconvertible('The file holds no list of messages.');
  return {
    type: 'prompt',
    source,
    name,
    composition: { messages: [{ role: 'user', text }], placeholders: 'mustache' },
    notes: [],
  };
}

/** `openai:chat:gpt-4o` as the only provider. */
function modelOf({ providers, targets }: Fields): string | undefined {
  const all = providers ?? targets;
  const list = isList(all) ? all : [all];
  const [only] = list;
  const id = isFields(only) ? textAt(only, 'id') : only;
  if (list.length !== 1 || typeof id !== 'string' || /[/\\]|^(?:file|https?|exec|python):/.test(id))
    return undefined;
  return id.slice(id.lastIndexOf(':') + 1).slice(0, 500) || undefined;
}

function testsOf(value: Fields, around: Surroundings): readonly Found[] {
  if (value.tests === undefined && value.scenarios === undefined) return [];
  const source = `${around.source}: tests`;
  const path =
    typeof value.tests === 'string' ? value.tests.replace(/^file:\/\//, '').replace(/^\.\//, '') : undefined;
  const notes = ['The tests, as an evaluation.'];
  let { tests } = value;
  if (path !== undefined) {
    const text = /\.(?:ya?ml|json)$/.test(path) ? around.beside(path) : undefined;
    const data = text === undefined ? undefined : readData(path, text);
    if (data?.ok !== true) {
      const why = `The tests are in ${path.slice(0, 200)}, which was not sent along, came in already, or is no YAML or JSON that is read here.`;
      return [{ type: 'nothing', source, why }];
    }
    tests = data.value;
  }
  const kept = TEST_KEYS.flatMap((name) => {
    const found = name === 'tests' ? (tests ?? []) : value[name];
    return found === undefined ? [] : [[name, found] as const];
  });
  const text = stringify(new Map(kept), { aliasDuplicateObjects: false, lineWidth: 0 });
  return [{ type: 'file', source, path: `${around.name}.eval.yaml`, text, notes }];
}
