import { describe, expect, it } from 'vitest';
import { renderPrompt } from '../dotprompt/index.ts';
import { convertPaste, type PasteForm } from './paste.ts';
import { shellWords } from './shell-words.ts';

/** What the made prompt says when it is rendered: `role: text` per message. */
function rendered(text: string, variables: Readonly<Record<string, unknown>>): string[] {
  const result = renderPrompt(text, { variables });
  if (!result.ok) return result.faults.map(({ line, message }) => `${line} ${message}`);
  return result.messages.map(
    ({ role, content }) => `${role}: ${content.map((part) => ('text' in part ? part.text : '?')).join('')}`,
  );
}

const dollar = '$';
const dotprompt = '---\nmodel: m\ninput:\n  schema:\n    name: string\n---\nHi {{name}}\n';
const body = {
  model: 'gpt-x',
  temperature: 0.2,
  max_tokens: 300,
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: [{ type: 'text', text: 'Sum up {{text}}' }] },
  ],
};
const template = (text: string, format = 'f-string') => ({
  lc: 1,
  type: 'constructor',
  id: ['langchain', 'prompts', 'prompt', 'PromptTemplate'],
  kwargs: { template: text, input_variables: ['name'], template_format: format },
});
const chat = {
  lc: 1,
  type: 'constructor',
  id: ['langchain', 'prompts', 'chat', 'ChatPromptTemplate'],
  kwargs: {
    messages: [
      {
        lc: 1,
        type: 'constructor',
        id: ['langchain', 'prompts', 'chat', 'SystemMessagePromptTemplate'],
        kwargs: { prompt: template('Answer as {"a": 1}}'.replace('{"a": 1}}', '{{"a": 1}}')) },
      },
      {
        lc: 1,
        type: 'constructor',
        id: ['langchain', 'prompts', 'chat', 'HumanMessagePromptTemplate'],
        kwargs: { prompt: template('Hi {name}') },
      },
    ],
  },
};

type Case = [string, string, PasteForm, Record<string, unknown>, string[]];
const cases: Case[] = [
  ['plain words', 'Write a haiku.', 'plain', {}, ['user: Write a haiku.']],
  ['{{x}}', 'Hi {{name}}', 'plain', { name: 'Ada' }, ['user: Hi Ada']],
  ['{x}', 'Hi {name}, {"a": 1}', 'plain', { name: 'Ada' }, ['user: Hi Ada, {"a": 1}']],
  [
    `${dollar}{x}`,
    `Hi ${dollar}{name} for ${dollar}5`,
    'plain',
    { name: 'Ada' },
    [`user: Hi Ada for ${dollar}5`],
  ],
  [
    '<x>',
    'Hi <customer name>.<br> <b>Now</b>',
    'plain',
    { customer_name: 'Ada' },
    ['user: Hi Ada.<br> <b>Now</b>'],
  ],
  [
    '<x> that is a part',
    '<doc>a</doc> Array<string> <doc>',
    'plain',
    {},
    ['user: <doc>a</doc> Array<string> <doc>'],
  ],
  [
    '[X]',
    'Hi [CUSTOMER NAME], [TODO] [A](b) [X]',
    'plain',
    { customer_name: 'Ada' },
    ['user: Hi Ada, [TODO] [A](b) [X]'],
  ],
  [
    '[your x], [insert x]',
    'I am [your name], [insert topic] [1] [your x]: y',
    'plain',
    { your_name: 'A', topic: 'B' },
    ['user: I am A, B [1] [your x]: y'],
  ],
  ['two styles', 'Hi {{name}} {other}', 'plain', { name: 'Ada' }, ['user: Hi Ada {other}']],
  ['Windows line ends and a byte order mark', '\uFEFFa\r\nb', 'plain', {}, ['user: a\nb']],
  ['a rule of dashes', '---\nHello\n---\nworld', 'plain', {}, ['user: ---\nHello\n---\nworld']],
  [
    'a label that is no speaker',
    'Note: be kind.\nTopic: {topic}',
    'plain',
    { topic: 'x' },
    ['user: Note: be kind.\nTopic: x'],
  ],
  ['one "User:" in a text', 'Say this.\nUser: is a word', 'plain', {}, ['user: Say this.\nUser: is a word']],
  [
    'a conversation',
    'System: Be kind.\nUser: Hi {name}\nhow are you?\nAssistant: Fine\n\nUser: Bye',
    'conversation',
    { name: 'Ada' },
    ['system: Be kind.', 'user: Hi Ada\nhow are you?', 'model: Fine', 'user: Bye'],
  ],
  ['only a system message', 'System: Be kind.', 'conversation', {}, ['system: Be kind.']],
  ['speakers in bold, an empty answer', '**Human:** Hi\n\n**Assistant:**', 'conversation', {}, ['user: Hi']],
  [
    'words before the speakers',
    'You help.\n\nHuman: Hi\nAI: Hello\nHuman: Why?',
    'conversation',
    {},
    ['system: You help.', 'user: Hi', 'model: Hello', 'user: Why?'],
  ],
  [
    '### Instruction with an input',
    '### Instruction:\nSum up.\n\n### Input:\n{text}\n\n### Response:\n',
    'conversation',
    { text: 'T' },
    ['system: Sum up.', 'user: T'],
  ],
  [
    '### Instruction alone',
    '### Instruction\nSum up [THE TEXT].\n### Response',
    'conversation',
    { the_text: 'T' },
    ['user: Sum up T.'],
  ],
  [
    'ChatML',
    '<|im_start|>system\nBe kind.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n',
    'conversation',
    {},
    ['system: Be kind.', 'user: Hi'],
  ],
  [
    'a speaker in a fenced block',
    'System: Format:\n```\nUser: x\n```',
    'conversation',
    {},
    ['system: Format:\n```\nUser: x\n```'],
  ],
  [
    'messages',
    JSON.stringify(body.messages),
    'messages',
    { text: 'T' },
    ['system: Be brief.', 'user: Sum up T'],
  ],
  [
    'messages in a fenced block',
    `\`\`\`json\n${JSON.stringify({ messages: body.messages })}\n\`\`\``,
    'messages',
    { text: 'T' },
    ['system: Be brief.', 'user: Sum up T'],
  ],
  ['a request', JSON.stringify(body), 'request', { text: 'T' }, ['system: Be brief.', 'user: Sum up T']],
  [
    'a request to Anthropic',
    JSON.stringify({
      model: 'c',
      max_tokens: 9,
      system: 'Be kind.',
      messages: [{ role: 'user', content: 'Hi' }],
    }),
    'request',
    {},
    ['system: Be kind.', 'user: Hi'],
  ],
  [
    'curl',
    `curl https://a.example/v1 \\\n  -H "Authorization: Bearer sk-secret" \\\n  -d '${JSON.stringify(body)}'`,
    'request',
    { text: 'T' },
    ['system: Be brief.', 'user: Sum up T'],
  ],
  [
    'curl with double quotes',
    `curl -X POST u --data-raw ${JSON.stringify(JSON.stringify(body))}`,
    'request',
    { text: 'T' },
    ['system: Be brief.', 'user: Sum up T'],
  ],
  [
    'LangChain, one template',
    JSON.stringify(template('Hi {name}')),
    'langchain',
    { name: 'Ada' },
    ['user: Hi Ada'],
  ],
  [
    'LangChain, a chat',
    JSON.stringify(chat),
    'langchain',
    { name: 'Ada' },
    ['system: Answer as {"a": 1}', 'user: Hi Ada'],
  ],
  ['JSON that is no prompt', '{"a": [1, 2]}', 'plain', {}, ['user: {"a": [1, 2]}']],
  ['JSON that is broken', '[{"role": "user", ', 'plain', {}, ['user: [{"role": "user",']],
];

describe('what is pasted', () => {
  it.each(cases)('%s', (_name, text, detected, variables, messages) => {
    const made = convertPaste(text);
    expect(made.detected).toBe(detected);
    expect(rendered(made.text, variables)).toEqual(messages);
    expect([...made.variables].sort()).toEqual(Object.keys(variables).sort());
  });

  it.each([
    ['a Dotprompt file', dotprompt, ['name'], []],
    [
      'a template',
      '{{role "system"}}\nBe {{tone}}',
      ['tone'],
      ['Its template is one already. It declares no variables yet.'],
    ],
    [
      'a template with a loop',
      '{{#each items}}- {{this}}\n{{/each}}',
      ['items'],
      ['Its template is one already. It declares no variables yet.'],
    ],
  ])('%s stays as it is', (_name, text, variables, notes) => {
    expect(convertPaste(text)).toEqual({ text, detected: 'dotprompt', variables, notes });
  });

  it('a Dotprompt file with a fault stays as it is, and the fault is said', () => {
    const text = '---\nmodel: m\n---\nHi {{name\n';
    const made = convertPaste(text);
    expect(made).toMatchObject({ text, detected: 'dotprompt' });
    expect(made.notes[0]).toMatch(/^Line 4: /);
  });

  it('keeps the model and its settings, the name as description, and never a key', () => {
    const made = convertPaste(`curl -H 'x-api-key: sk-secret' -d '${JSON.stringify(body)}' u`, 'Sum up');
    expect(made.text).toContain('model: gpt-x');
    expect(made.text).toContain('maxOutputTokens: 300');
    expect(made.text).toContain('description: Sum up');
    expect(made.notes).toContain('Only the body of the command was taken: no address, no key.');
    const bodyless = convertPaste("curl -H 'x-api-key: sk-secret' -d @file.json u");
    expect(bodyless.notes[0]).toContain('has no body that can be read');
    expect(JSON.stringify([made, bodyless])).not.toContain('sk-secret');
  });

  it.each([
    ['Hi {name}', 'Variables are written {name} in it.'],
    ['Hi {{name}} {other}', 'Variables are written {{name}} in it. Kept as text: {name}.'],
    ['Hi {name} of [COMPANY NAME]', 'Variables are written {name} in it. Kept as text: [COMPANY NAME].'],
    ['Hi [CUSTOMER NAME]', 'Taken as variables: [CUSTOMER NAME].'],
    ['{% if a %}x{% endif %}', '"{% if a %}" is no variable here and was kept as text. Rewrite it.'],
    ['[{"role": "user", ', 'Taken as plain text. It looks like JSON. It is not valid JSON.'],
    ['[{"role":"user","content":[{"type":"image_url"}]}]', 'Taken as plain text. A message holds an image'],
    [
      '{"a": {"__proto__": {"x": 1}}}',
      'Taken as plain text. It looks like JSON. A member is named __proto__.',
    ],
    [`{"a":${'['.repeat(200)}`, 'Taken as plain text. It looks like JSON. It is nested over 100 deep.'],
  ])('AT-58, AT-60: of %s it says %s', (text, note) => {
    expect(convertPaste(text).notes.join('|')).toContain(note);
  });

  it('AT-58 names of prototypes are variables of other names', () => {
    const made = convertPaste('{{constructor}} {{__proto__}}');
    expect(rendered(made.text, { constructor_value: 'a', proto_value: 'b' })).toEqual(['user: a b']);
  });

  it('AT-60 a text of the greatest length takes linear time, whatever it is', () => {
    const started = performance.now();
    for (const unit of [
      '[',
      '{"a":',
      '<a',
      '[A',
      '[your ',
      'User:\n',
      '**a',
      '# ',
      '<|im_start|>',
      "curl -d '",
      '\\',
      '{{',
      '---\n',
      '$\u007b',
      ' ',
    ])
      convertPaste(unit.repeat(262_144 / unit.length));
    expect(performance.now() - started).toBeLessThan(20_000);
  }, 40_000);
});

it.each([
  [`a 'b c' "d\\"e" f\\ g`, ['a', 'b c', 'd"e', 'f g']],
  [`-d ${dollar}'it\\'s\\n' ''`, ['-d', "it's\n", '']],
  ["'it'\\''s'", ["it's"]],
  ["a \\\n b 'open", ['a', 'b', 'open']],
])('the words of %j', (command, words) => expect(shellWords(command)).toEqual(words));
