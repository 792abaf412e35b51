import { describe, expect, it } from 'vitest';
import { parsePrompt, renderPrompt } from '../dotprompt/index.ts';
import { type Composition, composePrompt } from './compose.ts';
import { foreignConstruct, likelyStyle, piecesOf } from './placeholders.ts';

/** What a composed file says when it is rendered: `role: text` per message. */
function rendered(text: string, variables: Readonly<Record<string, unknown>> = {}): string[] {
  const result = renderPrompt(text, { variables });
  if (!result.ok) return result.faults.map(({ line, column, message }) => `${line}:${column} ${message}`);
  return result.messages.map(
    ({ role, content }) => `${role}: ${content.map((part) => ('text' in part ? part.text : '?')).join('')}`,
  );
}

const user = (text: string, placeholders: Composition['placeholders'] = 'mustache'): Composition => ({
  messages: [{ role: 'user', text }],
  placeholders,
});

describe('a composed prompt renders to the same message', () => {
  it.each<[string, Composition['placeholders'], string, Record<string, unknown>, string]>([
    ['mustache', 'mustache', 'Hi {{name}}, {{ name }}!', { name: 'Ada' }, 'Hi Ada, Ada!'],
    ['three braces', 'mustache', 'Hi {{{name}}}', { name: '<b>' }, 'Hi <b>'],
    ['a path', 'mustache', 'Hi {{user.name}}', { user: { name: 'Ada' } }, 'Hi Ada'],
    ['single braces', 'single_braces', 'Hi {name}: {"a": {}}', { name: 'Ada' }, 'Hi Ada: {"a": {}}'],
    ['a brace around a variable', 'f_string', '{{{name}}}', { name: 'Ada' }, '{Ada}'],
    ['two braces around a variable', 'f_string', '{{{{{name}}}}}', { name: 'Ada' }, '{{Ada}}'],
    ['braces of an f-string', 'f_string', '{{"a": {name}}}', { name: '1' }, '{"a": 1}'],
    ['dollars', 'dollar', 'Hi $\u007bname}, $5 {x}', { name: 'Ada' }, 'Hi Ada, $5 {x}'],
    ['angles', 'angle', '<doc>x</doc> <name>', { name: 'Ada' }, '<doc>x</doc> Ada'],
    ['none', 'none', 'Hi {{name}} {{#if x}} {{{{raw}}}}', {}, 'Hi {{name}} {{#if x}} {{{{raw}}}}'],
    ['a backslash before a variable', 'mustache', 'C:\\{{name}}', { name: 'Ada' }, 'C:\\Ada'],
    ['a backslash before braces', 'none', 'C:\\{{name}} \\\\{{', {}, 'C:\\{{name}} \\\\{{'],
    ['three dashes', 'none', '---\nx\n---', {}, '---\nx\n---'],
    ['a helper as text', 'none', '{{role "system"}}', {}, '{{role "system"}}'],
    ['a taken name', 'single_braces', '{history} {role}', { history_value: 'a', role_value: 'b' }, 'a b'],
    [
      'AT-58 a prototype as a name',
      'mustache',
      '{{__proto__}}{{constructor}}',
      { proto_value: 'a', constructor_value: 'b' },
      'ab',
    ],
  ])('%s', (_name, style, text, variables, expected) => {
    expect(rendered(composePrompt(user(text, style)).text, variables)).toEqual([`user: ${expected}`]);
  });

  it('declares its variables, with defaults, and says what it changed', () => {
    const made = composePrompt({
      ...user('{{a}} {{b.c}} {{role}} {{#x}}'),
      model: 'gpt-x',
      description: 'One: two',
      config: { temperature: 0.2, stop: ['---'] },
      countersign: { owner: 'team:support', tags: ['mail'] },
      defaults: { a: 'A', unknown: 'x' },
    });
    const parsed = parsePrompt(made.text);
    expect(parsed).toMatchObject({
      ok: true,
      prompt: {
        metadata: {
          model: 'gpt-x',
          description: 'One: two',
          config: { temperature: 0.2, stop: ['---'] },
          input: { default: { a: 'A' }, schema: { required: ['a', 'b', 'role_value'] } },
        },
        governance: { owner: 'team:support', tags: ['mail'] },
      },
    });
    expect(made.variables).toEqual(['a', 'b', 'role_value']);
    expect(made.notes).toEqual([
      'Braces that are no placeholders were kept as text.',
      'The variable "role" is called "role_value" here.',
    ]);
  });

  it('keeps roles, white space between messages, and the place of the history', () => {
    const messages = [
      { role: 'system', text: 'Be brief.' },
      { role: 'user', text: '  {{q}}\n' },
      { role: 'user', text: 'again' },
      { history: true },
      { role: 'model', text: '\nYes ' },
      { role: 'system', text: ' ' },
      { role: 'user', text: '{{q}}' },
    ] as const;
    const made = composePrompt({ messages, placeholders: 'mustache' });
    expect(rendered(made.text, { q: 'Why?' })).toEqual([
      'system: Be brief.',
      'user:   Why?\n',
      'user: again',
      'model: \nYes ',
      'user: Why?',
    ]);
    expect(made.text).toContain('{{~history~}}');
    expect(made.notes).toEqual(['A message without text was left out.']);
  });

  it('whatever the text is (seeded)', () => {
    let state = 20_261_124;
    const next = (below: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      return (state >> 8) % below;
    };
    const bits = [
      '{',
      '{{',
      '}',
      '}}',
      '\\',
      ' ',
      '\n',
      '1',
      '{{v}}',
      '~',
      '!',
      '--',
      '"',
      '#if',
      '/',
      '>',
      '&',
      '<',
      '%',
    ];
    for (let round = 0; round < 4_000; round += 1) {
      const text = `a${Array.from({ length: next(9) }, () => bits[next(bits.length)]).join('')}${next(2) ? 'z' : '{{v}}'}`;
      const style = next(2) ? 'mustache' : 'none';
      const roles = next(2) ? (['user'] as const) : (['system', 'user'] as const);
      const made = composePrompt({ messages: roles.map((role) => ({ role, text })), placeholders: style });
      const expected = piecesOf(text, style)
        .map((piece) => (typeof piece === 'string' ? piece : 'V'))
        .join('');
      expect(rendered(made.text, { v: 'V' }), JSON.stringify([text, made.text])).toEqual(
        roles.map((role) => `${role}: ${expected}`),
      );
    }
  });
});

describe('placeholders', () => {
  it.each([
    ['Hi {{name}} and {other}', 'mustache'],
    ['Hi {name}', 'single_braces'],
    ['Hi $\u007bname}', 'dollar'],
    ['<doc>{"a": 1}</doc>', 'none'],
  ])('the likely style of %s is %s', (text, style) => expect(likelyStyle(text)).toBe(style));

  it.each([
    ['{{name}}', 'mustache', undefined],
    ['{% if a %}x{% endif %}', 'mustache', '{% if a %}'],
    ['{{ name | upper }}', 'mustache', '{{ name | upper }}'],
    ['{{#each a}}x{{/each}}', 'mustache', '{{#each a}}'],
    ['{{a + b}}', 'mustache', '{{a + b}}'],
    ['{{f(x)}}', 'mustache', '{{f(x)}}'],
    ['a {# note #}', 'mustache', '{# note #}'],
    ['{price:.2f}', 'f_string', '{price:.2f}'],
    ['{user.name}', 'f_string', '{user.name}'],
    ['{}', 'f_string', '{}'],
    ['{{"a"}} {b}', 'f_string', undefined],
    ['{a', 'f_string', '{a'],
  ] as const)('%s (%s) holds %s', (text, style, expected) =>
    expect(foreignConstruct(text, style)).toBe(expected),
  );

  it('AT-60 long texts of braces take linear time', () => {
    const started = performance.now();
    for (const unit of ['{', '{{ ', '{a', '{{a.', '<a', '\\{{', '{%', '{#', '${ ']) {
      const text = unit.repeat(300_000 / unit.length);
      for (const style of ['mustache', 'single_braces', 'f_string', 'dollar', 'angle'] as const) {
        composePrompt(user(text, style));
        foreignConstruct(text, style);
      }
    }
    expect(performance.now() - started).toBeLessThan(20_000);
  }, 30_000);
});
