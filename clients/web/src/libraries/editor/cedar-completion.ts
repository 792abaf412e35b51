import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';

/** Reads the schema once it is needed: what each variable has. */
type Words = {
  context: string[];
  principal: string[];
  resource: string[];
  types: string[];
  actions: string[];
};

const annotations: readonly Completion[] = [
  { label: '@id', apply: '@id("")', detail: 'names the rule in verdicts' },
  { label: '@mode', apply: '@mode("monitor")', detail: 'enforce or monitor' },
  { label: '@reason', apply: '@reason("")', detail: 'who is refused reads it' },
  { label: '@obligation', apply: '@obligation("redact:email")', detail: 'what it asks for' },
  { label: '@expires', apply: '@expires("2027-01-31")', detail: 'from then on it is gone' },
];
const obligations = [
  'redact:',
  'mask:',
  'hold:human',
  'max_tokens:',
  'force_model:',
  'force_region:',
  'disclose:',
  'sample:',
  'warn',
];
const keywords = [
  'permit',
  'forbid',
  'when',
  'unless',
  'principal',
  'action',
  'resource',
  'context',
  'has',
  'in',
  'is',
  'like',
  'true',
  'false',
];
const methods = ['contains', 'containsAll', 'containsAny', 'isEmpty'];

/** The words of a schema in Cedar's notation, as far as completion needs them. Pure. */
export function wordsOf(schema: string): Words {
  const plain = schema.replace(/\/\/[^\n]*/g, '');
  const members = (body: string) =>
    [...body.matchAll(/(\w+)\??\s*:/g)].flatMap(([, name]) => (name === undefined ? [] : [name]));
  const entities = [...plain.matchAll(/entity\s+(\w+)[^;{]*(\{[^}]*\})?/g)].flatMap(([, name, body]) =>
    name === undefined ? [] : [{ name, members: members(body ?? '') }],
  );
  const of = (...names: string[]) => [
    ...new Set(entities.flatMap((entity) => (names.includes(entity.name) ? entity.members : []))),
  ];
  const context = /type\s+ExecutionContext\s*=\s*(\{[^}]*\})/.exec(plain)?.[1] ?? '';
  return {
    context: members(context),
    principal: of('Person', 'App'),
    resource: of('Prompt', 'Model'),
    types: entities.map(({ name }) => name),
    actions: [...plain.matchAll(/action\s+"([^"]+)"/g)].flatMap(([, name]) =>
      name === undefined ? [] : [name],
    ),
  };
}

/** What may stand at a place, by what stands before it. Pure. */
export function completionsAt(
  before: string,
  words: Words,
): { from: number; options: readonly Completion[] } | null {
  const plain = (labels: readonly string[], type: string) => labels.map((label) => ({ label, type }));
  const at = (typed: string) => before.length - typed.length;
  const annotation = /(?:^|\s)(@\w*)$/.exec(before)?.[1];
  if (annotation !== undefined) return { from: at(annotation), options: annotations };
  const obligation = /@obligation\("(?:[^"]*,\s*)?([\w:]*)$/.exec(before)?.[1];
  if (obligation !== undefined) return { from: at(obligation), options: plain(obligations, 'constant') };
  const action = /Action::"([^"]*)$/.exec(before)?.[1];
  if (action !== undefined) return { from: at(action), options: plain(words.actions, 'constant') };
  const member = /\b(context|principal|resource)(?:\.|\s+has\s+)(\w*)$/.exec(before);
  if (member?.[1] === 'context')
    return { from: at(member[2] ?? ''), options: plain(words.context, 'property') };
  if (member?.[1] === 'principal')
    return { from: at(member[2] ?? ''), options: plain(words.principal, 'property') };
  if (member?.[1] === 'resource')
    return { from: at(member[2] ?? ''), options: plain(words.resource, 'property') };
  const method = /\w\.(\w*)$/.exec(before)?.[1];
  if (method !== undefined)
    return {
      from: at(method),
      options: methods.map((label) => ({ label, apply: `${label}(`, type: 'method' })),
    };
  if (/"[^"\n]*$/.test(before.replace(/"(?:[^"\\\n]|\\.)*"/g, ''))) return null;
  const word = /[A-Za-z]\w*$/.exec(before)?.[0];
  if (word === undefined) return null;
  const types = words.types.map((label) => ({ label, apply: `${label}::"`, type: 'type' }));
  return {
    from: at(word),
    options: [...plain(keywords, 'keyword'), ...types, { label: 'Action', apply: 'Action::"', type: 'type' }],
  };
}

/** Completion for Cedar that knows the schema. @param schema reads it, once, when somebody writes */
export function cedarCompletion(schema: () => Promise<string>): Extension {
  let words: Promise<Words> | undefined;
  const complete = async (context: CompletionContext): Promise<CompletionResult | null> => {
    words ??= schema().then(wordsOf);
    const line = context.state.doc.lineAt(context.pos);
    const before = line.text.slice(0, context.pos - line.from);
    const found = await words.then((known) => completionsAt(before, known)).catch(() => null);
    if (found === null) return null;
    return { from: line.from + found.from, options: [...found.options], validFor: /^[@\w:]*$/ };
  };
  return autocompletion({ override: [complete], icons: false });
}
