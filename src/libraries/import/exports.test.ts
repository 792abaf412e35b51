import { describe, expect, it } from 'vitest';
import { renderPrompt } from '../dotprompt/index.ts';
import { readKind } from '../kinds/index.ts';
import { convertExport, convertFiles } from './convert-files.ts';
import { IMPORT_LIMITS } from './limits.ts';

/** What an export becomes: `path: role: text | …` for each file, and `skipped: why` for what was left out. */
function told(
  value: unknown,
  variables: Readonly<Record<string, unknown>> = {},
  name = 'export.json',
): string[] {
  const made = convertExport(name, typeof value === 'string' ? value : JSON.stringify(value));
  if ('why' in made) return [`refused: ${made.why}`];
  const { files, report } = made.imported;
  const skipped = report.filter(({ path }) => path === null).map(({ why }) => `skipped: ${why}`);
  return [...files.map(({ path, text }) => `${path}: ${shown(path, text, variables)}`), ...skipped];
}

function shown(path: string, text: string, variables: Readonly<Record<string, unknown>>): string {
  expect(readKind(path, text).faults).toEqual([]);
  if (!path.endsWith('.prompt')) return text;
  const history = [{ role: 'user', content: [{ text: 'EARLIER' }] }] as const;
  const result = renderPrompt(text, {
    variables,
    ...(text.includes('{{history') || text.includes('{{~history') ? { history } : {}),
  });
  if (!result.ok) return result.faults.map(({ message }) => message).join(' ');
  const messages = result.messages.map(
    ({ role, content }) => `${role}: ${content.map((part) => ('text' in part ? part.text : '?')).join('')}`,
  );
  return [...(result.model === undefined ? [] : [result.model]), ...messages].join(' | ');
}

const containing = (...parts: string[]) => parts.map((part) => expect.stringContaining(part));
const lf = (more: object) => ({
  name: 'greet',
  version: 3,
  type: 'text',
  labels: [],
  tags: [],
  config: {},
  ...more,
});

describe('Langfuse', () => {
  it.each<[string, unknown, unknown[]]>([
    ['a text', lf({ prompt: 'Hi {{name}}' }), ['greet.prompt: user: Hi Ada']],
    [
      'a model',
      lf({ prompt: 'Hi', config: { model: 'gpt-x', temperature: 0 } }),
      ['greet.prompt: gpt-x | user: Hi'],
    ],
    ['a folder in the name', lf({ name: 'Mail/Say Hi!', prompt: 'Hi' }), ['mail/say-hi.prompt: user: Hi']],
    [
      'a chat',
      lf({
        type: 'chat',
        prompt: [
          { role: 'system', content: 'Be {{name}}' },
          { role: 'assistant', content: 'Yes' },
        ],
      }),
      ['greet.prompt: system: Be Ada | model: Yes'],
    ],
    [
      'a placeholder',
      lf({
        type: 'chat',
        prompt: [
          { type: 'chatmessage', role: 'system', content: 'Be' },
          { type: 'placeholder', name: 'past' },
          { role: 'user', content: '{{name}}' },
        ],
      }),
      ['greet.prompt: system: Be | user: EARLIER | user: Ada'],
    ],
    [
      'two placeholders',
      lf({
        type: 'chat',
        prompt: [
          { type: 'placeholder', name: 'a' },
          { type: 'placeholder', name: 'b' },
        ],
      }),
      containing('skipped: It has several places'),
    ],
    [
      'an unknown role',
      lf({ type: 'chat', prompt: [{ role: 'wizard', content: 'x' }] }),
      containing('skipped: A message has the role "wizard"'),
    ],
    [
      'an image',
      lf({
        type: 'chat',
        prompt: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'x' } }] }],
      }),
      containing('skipped: A message holds an image'),
    ],
    [
      'a reference',
      lf({ prompt: '@@@langfusePrompt:name=a|label=b@@@' }),
      containing('skipped: It includes another prompt'),
    ],
    ['Jinja', lf({ prompt: '{% if name %}Hi{% endif %}' }), containing('skipped: It holds "{% if name %}"')],
    ['a filter', lf({ prompt: '{{ name | upper }}' }), containing('skipped: It holds "{{ name | upper }}"')],
    [
      'a list of versions',
      {
        data: [
          lf({ version: 1, prompt: 'Old' }),
          lf({ version: 10, prompt: 'New' }),
          lf({ version: 9, prompt: 'Mid' }),
        ],
      },
      [
        'greet.prompt: user: New',
        'skipped: Version 10 is newer and was taken.',
        'skipped: Version 10 is newer and was taken.',
      ],
    ],
    [
      'a list without texts',
      { data: [{ name: 'greet', versions: [1], labels: [] }] },
      containing('skipped: This is an entry of a list without texts'),
    ],
    ['an empty text', lf({ prompt: '' }), ['greet.prompt: ']],
    [
      'AT-58 names of prototypes',
      lf({ name: 'constructor', prompt: '{{constructor}} {{__proto__}}', config: { toString: 1 } }),
      containing('constructor.prompt: The variable "constructor_value" is missing'),
    ],
  ])('%s', (_name, value, expected) => expect(told(value, { name: 'Ada' })).toEqual(expected));
});

const lc = (name: string, kwargs: object) => ({
  lc: 1,
  type: 'constructor',
  id: ['langchain', 'prompts', name],
  kwargs,
});
const template = (text: string, more: object = {}) =>
  lc('PromptTemplate', { template: text, input_variables: [], template_format: 'f-string', ...more });
const says = (kind: string, text: string, more: object = {}) =>
  lc(`${kind}MessagePromptTemplate`, { prompt: template(text, more) });
const chat = (...messages: object[]) => lc('ChatPromptTemplate', { input_variables: ['name'], messages });

describe('LangChain and LangSmith', () => {
  it.each<[string, unknown, unknown[]]>([
    ['a template', template('Hi {name}'), ['export.prompt: user: Hi Ada']],
    ['braces of an f-string', template('{{"a": {name}}}'), ['export.prompt: user: {"a": Ada}']],
    [
      'a chat',
      chat(says('System', 'Be kind'), says('Human', 'Hi {name}'), says('AI', 'Yes')),
      ['export.prompt: system: Be kind | user: Hi Ada | model: Yes'],
    ],
    [
      'a message that is no template',
      chat(lc('SystemMessage', { content: 'Say {name} {{x}}' })),
      ['export.prompt: system: Say {name} {{x}}'],
    ],
    [
      'a placeholder',
      chat(
        says('System', 'Be'),
        lc('MessagesPlaceholder', { variable_name: 'chat_history' }),
        says('Human', '{name}'),
      ),
      ['export.prompt: system: Be | user: EARLIER | user: Ada'],
    ],
    [
      'mustache',
      template('Hi {{name}} {x}', { template_format: 'mustache' }),
      ['export.prompt: user: Hi Ada {x}'],
    ],
    [
      'plain jinja',
      template('Hi {{ name }}', { template_format: 'jinja2' }),
      ['export.prompt: user: Hi Ada'],
    ],
    [
      'jinja',
      template('{% for a in b %}x{% endfor %}', { template_format: 'jinja2' }),
      containing('skipped: It holds "{% for a in b %}"'),
    ],
    [
      'a mustache section',
      template('{{#name}}x{{/name}}', { template_format: 'mustache' }),
      containing('skipped: It holds "{{#name}}"'),
    ],
    ['a format', template('{price:.2f}'), containing('skipped: It holds "{price:.2f}"')],
    [
      'an unknown format',
      template('x', { template_format: 'erb' }),
      containing('skipped: Its template format "erb"'),
    ],
    [
      'a value',
      template('{name} {day}', { partial_variables: { day: 'Monday' } }),
      ['export.prompt: user: Ada Monday'],
    ],
    [
      'a role of its own',
      chat(lc('ChatMessagePromptTemplate', { role: 'assistant', prompt: template('x') })),
      ['export.prompt: model: x'],
    ],
    [
      'an image',
      chat(lc('HumanMessagePromptTemplate', { prompt: [template('x'), lc('ImagePromptTemplate', {})] })),
      containing('skipped: A message holds an image'),
    ],
    [
      'few shots',
      lc('FewShotPromptTemplate', {}),
      containing('skipped: FewShotPromptTemplate is not a kind of prompt'),
    ],
    [
      'with a model',
      lc('RunnableSequence', {
        first: chat(says('Human', 'Hi')),
        middle: [],
        last: lc('ChatOpenAI', {
          model: 'gpt-x',
          temperature: 0.1,
          openai_api_key: { lc: 1, type: 'secret', id: ['KEY'] },
        }),
      }),
      ['export.prompt: gpt-x | user: Hi'],
    ],
    [
      'of the hub',
      { repo_handle: 'rag-prompt', commit_hash: 'x', manifest: chat(says('Human', 'Hi {name}')) },
      ['rag-prompt.prompt: user: Hi Ada'],
    ],
    [
      'of the first days',
      { _type: 'prompt', input_variables: ['name'], template: 'Hi {name}' },
      ['export.prompt: user: Hi Ada'],
    ],
    [
      'a secret',
      { lc: 1, type: 'secret', id: ['KEY'] },
      containing('refused: It is no export that is known here'),
    ],
  ])('%s', (_name, value, expected) => expect(told(value, { name: 'Ada' })).toEqual(expected));
});

const pf = (prompts: string, rest = 'providers: [openai:chat:gpt-x]\n') => `prompts:\n${prompts}${rest}`;
const config = (text: string) => told(text, { name: 'Ada' }, 'promptfooconfig.yaml');

describe('promptfoo', () => {
  it.each<[string, string, unknown[]]>([
    [
      'texts',
      pf('  - "Hi {{name}}"\n  - "Bye {{ name }}"\n'),
      ['promptfooconfig-1.prompt: gpt-x | user: Hi Ada', 'promptfooconfig-2.prompt: gpt-x | user: Bye Ada'],
    ],
    ['a label', pf('  - label: Say Hi\n    raw: "Hi {{name}}"\n'), ['say-hi.prompt: gpt-x | user: Hi Ada']],
    [
      'a chat',
      pf(`  - '[{"role":"system","content":"Be"},{"role":"user","content":"{{name}}"}]'\n`),
      ['promptfooconfig-1.prompt: gpt-x | system: Be | user: Ada'],
    ],
    ['Nunjucks', pf('  - "{% if name %}x{% endif %}"\n'), containing('skipped: It holds "{% if name %}"')],
    ['a filter', pf('  - "{{ name | upper }}"\n'), containing('skipped: It holds "{{ name | upper }}"')],
    [
      'a file that is not there',
      pf('  - file://reply.txt\n'),
      containing('skipped: The file reply.txt was not sent along'),
    ],
    ['several providers', pf('  - Hi\n', 'providers: [a:b, c:d]\n'), ['promptfooconfig-1.prompt: user: Hi']],
    [
      'tests',
      pf('  - Hi\n', 'tests:\n  - vars: {name: Ada}\n    assert: [{type: contains, value: Ada}]\n'),
      [
        'promptfooconfig-1.prompt: user: Hi',
        expect.stringMatching(/^promptfooconfig\.eval\.yaml: tests:\n {2}- vars:/),
      ],
    ],
    [
      'tests elsewhere',
      pf('  - Hi\n', 'tests: file://tests.csv\n'),
      ['promptfooconfig-1.prompt: user: Hi', ...containing('skipped: The tests are in tests.csv')],
    ],
    [
      'prompts by name',
      'prompts:\n  "Hi {{name}}": greet\nproviders: [a]\n',
      ['greet.prompt: a | user: Hi Ada'],
    ],
    ['an anchor', pf('  - &a Hi\n  - *a\n'), containing('refused: Line 3, column 5: Aliases')],
    [
      'AT-58 a prototype',
      pf('  - Hi\n', '__proto__: {isAdmin: true}\nproviders: [a]\n'),
      containing('refused: Line 3, column 1: The key "__proto__"'),
    ],
    ['a program', pf('  - prompt.js:make\n'), containing('skipped: The file prompt.js was not sent along')],
  ])('%s', (_name, text, expected) => expect(config(text)).toEqual(expected));

  it('takes the files that it names from the same upload, once', () => {
    const { files, report } = convertFiles([
      {
        source: 'eval/promptfooconfig.yaml',
        text: pf('  - file://prompts/reply.txt\n  - chat.json\n  - make.js\n', 'tests: file://tests.yaml\n'),
      },
      { source: 'eval/prompts/reply.txt', text: 'One {{name}}\n---\nTwo {{name}}\n' },
      { source: 'eval/chat.json', text: '[{"role":"user","content":"Three"}]' },
      { source: 'eval/tests.yaml', text: '- vars: {name: Ada}\n' },
      { source: 'eval/make.js', text: 'module.exports = () => "x"' },
      { source: 'README.md', text: '# x' },
    ]);
    expect(files.map(({ path }) => path)).toEqual([
      'eval/reply-1.prompt',
      'eval/reply-2.prompt',
      'eval/chat.prompt',
      'eval/promptfoo.eval.yaml',
      'README.md',
    ]);
    expect(report.find(({ path }) => path === null)?.why).toContain('made by a program');
  });
});

const says2 = (role: string, content: unknown) => ({ role, content });

describe('messages', () => {
  it.each<[string, unknown, unknown[]]>([
    [
      'a list',
      [says2('developer', 'Be'), says2('user', 'Hi {{name}}')],
      ['export.prompt: system: Be | user: Hi Ada'],
    ],
    [
      'a body',
      { model: 'gpt-x', temperature: 0, max_tokens: 9, messages: [says2('user', 'Hi')] },
      ['export.prompt: gpt-x | user: Hi'],
    ],
    ['single braces', [says2('user', 'Hi {name}')], ['export.prompt: user: Hi Ada']],
    [
      'parts',
      [
        says2('user', [
          { type: 'text', text: 'Hi ' },
          { type: 'input_text', text: 'you' },
        ]),
      ],
      ['export.prompt: user: Hi you'],
    ],
    [
      'of Anthropic',
      { model: 'claude-x', system: 'Be', messages: [says2('user', 'Hi')] },
      ['export.prompt: claude-x | system: Be | user: Hi'],
    ],
    [
      'of the Responses API',
      { model: 'gpt-x', instructions: 'Be', input: 'Hi' },
      ['export.prompt: gpt-x | system: Be | user: Hi'],
    ],
    [
      'a name',
      { name: 'Greet', model: 'm', messages: [says2('user', 'Hi')] },
      ['greet.prompt: m | user: Hi'],
    ],
    [
      'an image',
      [says2('user', [{ type: 'image_url', image_url: {} }])],
      containing('skipped: A message holds an image'),
    ],
    [
      'a tool call',
      [{ role: 'assistant', content: '', tool_calls: [] }],
      containing('skipped: A message calls a tool'),
    ],
    ['a role', [says2('wizard', 'x')], containing('skipped: A message has the role "wizard"')],
    ['Jinja', [says2('user', '{% if a %}')], containing('skipped: It holds "{% if a %}"')],
    ['nothing', {}, containing('refused: It is no export that is known here')],
    [
      'several bodies',
      [{ model: 'a', messages: [says2('user', 'One')] }, { hello: 1 }],
      ['export-1.prompt: a | user: One', 'skipped: It is no prompt of a known format.'],
    ],
  ])('%s', (_name, value, expected) => expect(told(value, { name: 'Ada' })).toEqual(expected));

  it('says what it leaves out', () => {
    const made = convertExport(
      'a.json',
      JSON.stringify({ model: 'm', tools: [], logit_bias: {}, messages: [says2('user', 'Hi')] }),
    );
    expect('imported' in made && made.imported.report[0]?.why).toContain('Left out: tools, logit_bias.');
  });
});

describe('AT-58, AT-60: what strangers export', () => {
  it('a folder of many costly exports is not read without an end', () => {
    const costly = `prompts:\n${'  - x: y\n'.repeat(20_000)}`;
    const files = Array.from({ length: 100 }, (_, index) => ({ source: `${index}.yaml`, text: costly }));
    const small = pf(`  - Hi\n${'  - file://big.txt\n'.repeat(2_000)}`, 'tests: file://big.yaml\n');
    const configs = Array.from({ length: 3 }, (_, index) => ({
      source: `c${index}.yaml`,
      text: small,
    }));
    const big = { source: 'big.txt', text: 'x {{a}}'.repeat(30_000) };
    const started = performance.now();
    const { report } = convertFiles([...configs, ...files, big]);
    expect(report.filter(({ outcome }) => outcome === 'imported').length).toBeGreaterThan(90);
    expect(performance.now() - started).toBeLessThan(25_000);
  });

  it.each([
    [
      'a prototype',
      '{"name":"a","type":"text","prompt":"x","__proto__":{"isAdmin":true}}',
      'A member is named __proto__',
    ],
    ['nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'nested over 100 deep'],
    ['no JSON', '{', 'not valid JSON'],
    ['size', `"${'x'.repeat(IMPORT_LIMITS.charactersPerExport)}"`, 'is longer than'],
    ['many members', JSON.stringify(Array.from({ length: 120_000 }, () => 1)), 'Export fewer'],
  ])('%s', (_name, text, why) => {
    expect(told(text)).toEqual([expect.stringContaining(why)]);
    expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false);
  });

  it.each([
    ['anchors', `a: &a [x]\n${Array.from({ length: 2_000 }, (_, i) => `b${i}: *a\n`).join('')}`, 'anchors'],
    ['nesting', `${'['.repeat(10_000)}`, 'nested'],
    ['constructor', 'prompts: [x]\nconstructor: {prototype: {a: 1}}\ntests: []\n', 'not allowed'],
  ])('YAML: %s', (_name, text, why) => expect(config(text)).toEqual([expect.stringContaining(why)]));
});
