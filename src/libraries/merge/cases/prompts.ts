import { clean, conflict, type MergeCase, place, text } from './case.ts';

const path = 'emails/reply.prompt';

const front = `---
# Answers to customers.
model: openai/gpt-4o # the default
config:
  temperature: 0.2
  stopSequences: [END]
input:
  schema:
    customer: string
    ticket: string, what they wrote
countersign:
  owner: "support@example.org"
  dataClasses: [email]
  tags: [support, email]
---
`;
const system = `{{role "system"}}
You are a polite support agent.
Answer briefly and never promise a refund.
`;
const user = `{{role "user"}}
Customer {{customer}} wrote:
{{ticket}}
`;
const base = `${front}${system}\n${user}`;

/** The base with texts replaced; every one of them must be there. */
function edited(...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((whole, [from, to]) => {
    if (!whole.includes(from)) throw new Error(`no ${from} in the base`);
    return whole.replace(from, to);
  }, base);
}

const warm = ['temperature: 0.2', 'temperature: 0.7'] as const;
const cold = ['temperature: 0.2', 'temperature: 0'] as const;
const kind = ['polite support agent', 'kind support agent'] as const;
const language = ['    customer: string\n', '    customer: string\n    language: string\n'] as const;
const product = ['    customer: string\n', '    customer: string\n    product: string\n'] as const;
const history = '{{history}}\n';

/** Dotprompt: front matter by key, messages by section, text by line and word. */
export const promptCases: readonly MergeCase[] = [
  {
    name: 'one changes a key, the other the text',
    path,
    base,
    ours: edited(warm),
    theirs: edited(kind),
    expected: clean(edited(warm, kind)),
  },
  {
    name: 'both change neighboring keys',
    path,
    base,
    ours: edited(warm),
    theirs: edited(['stopSequences: [END]', 'stopSequences: [STOP]']),
    expected: clean(edited(warm, ['stopSequences: [END]', 'stopSequences: [STOP]'])),
  },
  {
    name: 'both change the same key differently',
    path,
    base,
    ours: edited(warm),
    theirs: edited(cold),
    expected: conflict(
      place(
        'key',
        'config.temperature',
        '  temperature: 0.2\n',
        '  temperature: 0.7\n',
        '  temperature: 0\n',
      ),
    ),
  },
  {
    name: 'both change the same key to the same',
    path,
    base,
    ours: edited(warm),
    theirs: edited(warm, kind),
    expected: clean(edited(warm, kind)),
  },
  {
    name: 'both add a different variable at one place',
    path,
    base,
    ours: edited(product),
    theirs: edited(language),
    expected: clean(
      edited(['    customer: string\n', '    customer: string\n    language: string\n    product: string\n']),
    ),
  },
  {
    name: 'both add a variable and use it in different lines',
    path,
    base,
    ours: edited(product, ['wrote:', 'wrote about {{product}}:']),
    theirs: edited(language, ['Answer briefly', 'Answer in {{language}}, briefly']),
    expected: clean(
      edited(
        ['    customer: string\n', '    customer: string\n    language: string\n    product: string\n'],
        ['wrote:', 'wrote about {{product}}:'],
        ['Answer briefly', 'Answer in {{language}}, briefly'],
      ),
    ),
  },
  {
    name: 'both add the same variable with different types',
    path,
    base,
    ours: edited(language),
    theirs: edited(['    customer: string\n', '    customer: string\n    language: number\n']),
    expected: conflict(
      place('key', 'input.schema.language', '', '    language: string\n', '    language: number\n'),
    ),
  },
  {
    name: 'one makes a variable optional, the other describes it',
    path,
    base,
    ours: edited(['    customer: string', '    customer?: string']),
    theirs: edited(['    customer: string', '    customer: string, their full name']),
    expected: clean(edited(['    customer: string', '    customer?: string, their full name'])),
  },
  {
    name: 'one renames a variable everywhere, the other edits elsewhere',
    path,
    base,
    ours: edited(['    customer: string', '    client: string'], ['{{customer}}', '{{client}}']),
    theirs: edited(kind),
    expected: clean(
      edited(['    customer: string', '    client: string'], ['{{customer}}', '{{client}}'], kind),
    ),
  },
  {
    name: 'one renames a variable, the other uses it anew',
    path,
    base,
    ours: edited(['    customer: string', '    client: string'], ['{{customer}}', '{{client}}']),
    theirs: edited(['Answer briefly', 'Greet {{customer}}. Answer briefly']),
    expected: conflict(
      place('key', 'input.schema.customer', '    customer: string\n', '', '    customer: string\n'),
      place(
        'lines',
        'system message, line 3',
        'Answer briefly and never promise a refund.\n',
        'Answer briefly and never promise a refund.\n',
        'Greet {{customer}}. Answer briefly and never promise a refund.\n',
      ),
      place(
        'lines',
        'user message, line 2',
        'Customer {{customer}} wrote:\n',
        'Customer {{client}} wrote:\n',
        'Customer {{customer}} wrote:\n',
      ),
    ),
  },
  {
    name: 'one renames a variable, the other changes its type',
    path,
    base,
    ours: edited(['    customer: string', '    client: string'], ['{{customer}}', '{{client}}']),
    theirs: edited(['    customer: string', '    customer: string, full name']),
    expected: conflict(
      place(
        'key',
        'input.schema.customer',
        '    customer: string\n',
        '',
        '    customer: string, full name\n',
      ),
    ),
  },
  {
    name: 'one deletes a key that the other changes',
    path,
    base,
    ours: edited(['  temperature: 0.2\n', '']),
    theirs: edited(warm),
    expected: conflict(
      place('key', 'config.temperature', '  temperature: 0.2\n', '', '  temperature: 0.7\n'),
    ),
  },
  {
    name: 'one deletes a whole block, the other changes a key in it',
    path,
    base,
    ours: edited(['config:\n  temperature: 0.2\n  stopSequences: [END]\n', '']),
    theirs: edited(warm),
    expected: conflict(
      place(
        'key',
        'config',
        'config:\n  temperature: 0.2\n  stopSequences: [END]\n',
        '',
        'config:\n  temperature: 0.7\n  stopSequences: [END]\n',
      ),
    ),
  },
  {
    name: 'one reorders keys, the other edits a value',
    path,
    base,
    ours: edited([
      '  temperature: 0.2\n  stopSequences: [END]\n',
      '  stopSequences: [END]\n  temperature: 0.2\n',
    ]),
    theirs: edited(warm),
    expected: clean(
      edited([
        '  temperature: 0.2\n  stopSequences: [END]\n',
        '  stopSequences: [END]\n  temperature: 0.7\n',
      ]),
    ),
  },
  {
    name: 'one moves a whole block to the top, the other edits inside it and adds a key',
    path,
    base,
    ours: edited(
      ['config:\n  temperature: 0.2\n  stopSequences: [END]\n', ''],
      ['# Answers', 'config:\n  temperature: 0.2\n  stopSequences: [END]\n# Answers'],
    ),
    theirs: edited(warm, ['countersign:\n', 'description: Replies\ncountersign:\n']),
    expected: clean(
      edited(
        ['config:\n  temperature: 0.2\n  stopSequences: [END]\n', ''],
        ['# Answers', 'config:\n  temperature: 0.7\n  stopSequences: [END]\n# Answers'],
        ['countersign:\n', 'description: Replies\ncountersign:\n'],
      ),
    ),
  },
  {
    name: 'both add different tags to a list in brackets',
    path,
    base,
    ours: edited(['tags: [support, email]', 'tags: [support, email, tone]']),
    theirs: edited(['tags: [support, email]', 'tags: [support, email, europe]']),
    expected: clean(edited(['tags: [support, email]', 'tags: [support, email, europe, tone]'])),
  },
  {
    name: 'one adds a tag, the other removes another',
    path,
    base,
    ours: edited(['tags: [support, email]', 'tags: [support, email, tone]']),
    theirs: edited(['tags: [support, email]', 'tags: [email]']),
    expected: clean(edited(['tags: [support, email]', 'tags: [email, tone]'])),
  },
  {
    name: 'comments, order and quotes of untouched keys survive',
    path,
    base,
    ours: edited(['# Answers to customers.', '# Answers to customers and partners.']),
    theirs: edited(['dataClasses: [email]', 'dataClasses: [email, phone]']),
    expected: clean(
      edited(
        ['# Answers to customers.', '# Answers to customers and partners.'],
        ['dataClasses: [email]', 'dataClasses: [email, phone]'],
      ),
    ),
  },
  {
    name: 'both change the same comment',
    path,
    base,
    ours: edited(['# Answers to customers.', '# Answers to clients.']),
    theirs: edited(['# Answers to customers.', '# Answers to partners.']),
    expected: conflict(
      place(
        'key',
        'model',
        '# Answers to customers.\nmodel: openai/gpt-4o # the default\n',
        '# Answers to clients.\nmodel: openai/gpt-4o # the default\n',
        '# Answers to partners.\nmodel: openai/gpt-4o # the default\n',
      ),
    ),
  },
  {
    name: 'both change different words of one sentence',
    path,
    base,
    ours: edited(['Answer briefly and', 'Reply briefly and']),
    theirs: edited(['promise a refund', 'promise a discount']),
    expected: clean(
      edited(['Answer briefly and', 'Reply briefly and'], ['promise a refund', 'promise a discount']),
    ),
  },
  {
    name: 'both change the same word of a message',
    path,
    base,
    ours: edited(kind),
    theirs: edited(['polite support agent', 'friendly support agent']),
    expected: conflict(place('words', 'system message, line 2', 'polite', 'kind', 'friendly')),
  },
  {
    name: 'both change the tag of a variable',
    path,
    base,
    ours: edited(['{{ticket}}', '{{{ticket}}}']),
    theirs: edited(['{{ticket}}', '{{json ticket}}']),
    expected: conflict(
      place('lines', 'user message, line 3', '{{ticket}}\n', '{{{ticket}}}\n', '{{json ticket}}\n'),
    ),
  },
  {
    name: 'one moves a message, the other edits it',
    path,
    base,
    ours: `${front}${user}\n${system}`,
    theirs: edited(kind),
    expected: clean(`${front}${user}\n${system.replace('polite', 'kind')}`),
  },
  {
    name: 'one moves a message, the other edits another, and the mover edits too',
    path,
    base,
    ours: `${front}${user}\n${system.replace('polite', 'kind')}`,
    theirs: edited(['wrote:', 'asked us:']),
    expected: clean(`${front}${user.replace('wrote:', 'asked us:')}\n${system.replace('polite', 'kind')}`),
  },
  {
    name: 'one moves a message, the other deletes it',
    path,
    base: `${base}\n${history}`,
    ours: `${front}${user}\n${system}\n${history}`,
    theirs: `${front}${user}\n${history}`,
    expected: conflict(place('lines', 'user message, line 4', '', `\n${system}`, '')),
  },
  {
    name: 'both add a message at one place',
    path,
    base,
    ours: `${base}\n{{role "model"}}\nDear customer,\n`,
    theirs: `${base}\n{{role "model"}}\nHello!\n`,
    expected: conflict(place('lines', 'model message, line 2', '', 'Dear customer,\n', 'Hello!\n')),
  },
  {
    name: 'one adds the history, the other edits both messages',
    path,
    base,
    ours: `${front}${system}\n${history}\n${user}`,
    theirs: edited(kind, ['wrote:', 'asked:']),
    expected: clean(
      `${front}${system.replace('polite', 'kind')}\n${history}\n${user.replace('wrote:', 'asked:')}`,
    ),
  },
  {
    name: 'one puts a line into a block, the other writes before the line: inside or outside?',
    path,
    base,
    ours: edited(['{{ticket}}\n', '{{#if ticket}}\n{{ticket}}\n{{/if}}\n']),
    theirs: edited(['{{ticket}}\n', 'Text: {{ticket}}\n']),
    expected: conflict(
      place(
        'lines',
        'user message, line 3',
        '{{ticket}}\n',
        '{{#if ticket}}\n{{ticket}}\n{{/if}}\n',
        'Text: {{ticket}}\n',
      ),
    ),
  },
  {
    name: 'one puts a line into a block, the other edits the middle of the line',
    path,
    base: edited(['{{ticket}}\n', 'Their ticket says {{ticket}}\n']),
    ours: edited(['{{ticket}}\n', '{{#if ticket}}\nTheir ticket says {{ticket}}\n{{/if}}\n']),
    theirs: edited(['{{ticket}}\n', 'Their letter says {{ticket}}\n']),
    expected: clean(edited(['{{ticket}}\n', '{{#if ticket}}\nTheir letter says {{ticket}}\n{{/if}}\n'])),
  },
  {
    name: 'the blocks that both add cross, so that each would be closed by the tag of the other',
    path,
    base: edited(['{{ticket}}\n', 'One two three.\n{{ticket}}\nFour five six.\n']),
    ours: edited(['{{ticket}}\n', '{{#if ticket}}\nOne two three.\n{{ticket}}\n{{/if}}\nFour five six.\n']),
    theirs: edited([
      '{{ticket}}\n',
      'One two three.\n{{#if customer}}\n{{ticket}}\nFour five six.\n{{/if}}\n',
    ]),
    expected: conflict(
      place(
        'lines',
        'user message, line 3',
        'One two three.\n{{ticket}}\nFour five six.\n',
        '{{#if ticket}}\nOne two three.\n{{ticket}}\n{{/if}}\nFour five six.\n',
        'One two three.\n{{#if customer}}\n{{ticket}}\nFour five six.\n{{/if}}\n',
      ),
    ),
  },
  {
    name: 'one adds front matter, the other edits the text',
    path,
    base: text('Hello {{name}}.'),
    ours: `---\nmodel: a/b\n---\n${text('Hello {{name}}.')}`,
    theirs: text('Dear {{name}}.'),
    expected: clean(`---\nmodel: a/b\n---\n${text('Dear {{name}}.')}`),
  },
  {
    name: 'both add front matter with different keys',
    path,
    base: text('Hello {{name}}.'),
    ours: `---\nmodel: a/b\n---\n${text('Hello {{name}}.')}`,
    theirs: `---\ndescription: A greeting\n---\n${text('Hello {{name}}.')}`,
    expected: clean(`---\ndescription: A greeting\nmodel: a/b\n---\n${text('Hello {{name}}.')}`),
  },
  {
    name: 'one removes the front matter, the other edits it',
    path,
    base: `---\nmodel: a/b\n---\n${text('Hello.')}`,
    ours: text('Hello.'),
    theirs: `---\nmodel: a/c\n---\n${text('Hello.')}`,
    expected: conflict(place('key', 'front matter', '---\nmodel: a/b\n---\n', '', '---\nmodel: a/c\n---\n')),
  },
  {
    name: 'a text over several lines in the front matter is merged by line',
    path,
    base: edited(['config:\n', 'description: |\n  First line here.\n\n  Last line here.\nconfig:\n']),
    ours: edited(['config:\n', 'description: |\n  First line now.\n\n  Last line here.\nconfig:\n']),
    theirs: edited(['config:\n', 'description: |\n  First line here.\n\n  Last line today.\nconfig:\n']),
    expected: clean(
      edited(['config:\n', 'description: |\n  First line now.\n\n  Last line today.\nconfig:\n']),
    ),
  },
  {
    name: 'one indents a block anew, the other edits a key in it',
    path,
    base,
    ours: edited([
      '  temperature: 0.2\n  stopSequences: [END]\n',
      '    temperature: 0.2\n    stopSequences: [END]\n',
    ]),
    theirs: edited(warm),
    expected: conflict(
      place(
        'key',
        'config',
        'config:\n  temperature: 0.2\n  stopSequences: [END]\n',
        'config:\n    temperature: 0.2\n    stopSequences: [END]\n',
        'config:\n  temperature: 0.7\n  stopSequences: [END]\n',
      ),
    ),
  },
  {
    name: 'a prompt with CRLF line ends, both edit',
    path,
    base: base.replaceAll('\n', '\r\n'),
    ours: edited(warm).replaceAll('\n', '\r\n'),
    theirs: edited(kind).replaceAll('\n', '\r\n'),
    expected: clean(edited(warm, kind).replaceAll('\n', '\r\n')),
  },
  {
    name: 'without schema: one renames a variable, the other uses it anew',
    path,
    base: text('Dear {{name}},', '', 'we thank you.', '', 'Yours'),
    ours: text('Dear {{client}},', '', 'we thank you.', '', 'Yours'),
    theirs: text('Dear {{name}},', '', 'we thank you.', '', 'Yours', 'To: {{name}}'),
    expected: conflict(
      place('lines', 'line 1', 'Dear {{name}},\n', 'Dear {{client}},\n', 'Dear {{name}},\n'),
      place('lines', 'line 6', '', '', 'To: {{name}}\n'),
    ),
  },
  {
    name: 'the names of prototypes are keys like any other',
    path: 'notes.eval.yaml',
    base: text('a: 1'),
    ours: text('a: 1', '__proto__:', '  isAdmin: true'),
    theirs: text('a: 2'),
    expected: clean(text('a: 2', '__proto__:', '  isAdmin: true')),
  },
];
