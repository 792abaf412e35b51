import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePrompt, partialsUsed, renderPrompt, variablesUsed } from './index.ts';

const MAIL = `---
name: welcome
model: openai/gpt-4o-mini
config:
  temperature: 0.2
input:
  default:
    tone: friendly
  schema:
    name: string, who is greeted
    tone(enum, how it sounds): [friendly, formal]
    age?: integer
    tags(array): string
output:
  format: json
  schema:
    subject: string
countersign:
  owner: ada@northwind.example
  purpose: Greets a new customer.
  useCase: marketing
  dataClasses: [email]
  riskTier: low
  tags: [mail]
acme.team: growth
---

{{role "system"}}Be {{tone}}.
{{role "user"}}Greet {{name}}{{#each tags as |tag|}}, {{tag}} for {{../name}}{{/each}}. {{> footer}}
`;

const faultsOf = (source: string) => {
  const result = parsePrompt(source);
  return result.ok ? [] : result.faults;
};

describe('parsePrompt', () => {
  it('reads front matter, governance and template', () => {
    const result = parsePrompt(MAIL);
    if (!result.ok) throw new Error(JSON.stringify(result.faults));
    const { metadata, governance, body } = result.prompt;
    expect(metadata).toMatchObject({
      name: 'welcome',
      model: 'openai/gpt-4o-mini',
      config: { temperature: 0.2 },
      ext: { acme: { team: 'growth' } },
    });
    expect(governance).toEqual({
      owner: 'ada@northwind.example',
      purpose: 'Greets a new customer.',
      useCase: 'marketing',
      dataClasses: ['email'],
      riskTier: 'low',
      tags: ['mail'],
    });
    expect(body).toMatchObject({ line: 28, column: 1 });
    expect(partialsUsed(result.prompt)).toEqual(['footer']);
  });

  it.each([
    ['Hello {{name', 'prompt.unparsable', 1, 9],
    ['a\n{{#if x}}\n{{/each}}', 'prompt.unparsable', 2, 4],
    ['---\nmodel: x\n---\n\n  Hi\n {{#if}}y{{/if}}', 'prompt.helper_misused', 6, 2],
    ['---\nmodel: x\n---\n\n  {{rol "x"}}', 'prompt.unknown_helper', 5, 3],
    ['---\nmodel: [\n---\nx', 'prompt.unparsable', 3, 1],
    ['---\nmodel: x\nconfig: 3\n---\nx', 'prompt.front_matter_invalid', 3, 1],
    ['---\ncountersign:\n  ownr: x\n---\nx', 'prompt.front_matter_invalid', 3, 3],
    ['---\ncountersign:\n  riskTier: huge\n---\nx', 'prompt.front_matter_invalid', 3, 3],
    ['---\ninput:\n  schema:\n    a: string\n    b: strin\n---\nx', 'prompt.schema_invalid', 5, 5],
    ['---\r\nmodel: x\r\n---\r\nHi\r\n\r\n{{foo bar}}', 'prompt.unknown_helper', 6, 1],
    ['- x\n{{* deco}}', 'prompt.construct_refused', 2, 1],
    ['{{#*inline "x"}}{{/inline}}', 'prompt.construct_refused', 1, 1],
    ['{{#> layout}}{{/layout}}', 'prompt.construct_refused', 1, 1],
    ['{{> (lookup . "x")}}', 'prompt.construct_refused', 1, 1],
    ['{{> ../x}}', 'prompt.construct_refused', 1, 1],
    ['{{lookup a "b"}}', 'prompt.unknown_helper', 1, 1],
    ['{{log a}}', 'prompt.unknown_helper', 1, 1],
    ['{{#role "x"}}{{/role}}', 'prompt.helper_misused', 1, 1],
    ['{{if a}}', 'prompt.helper_misused', 1, 1],
    ['{{json (role "user")}}', 'prompt.helper_misused', 1, 8],
    ['{{media contentType="x"}}', 'prompt.helper_misused', 1, 1],
  ])('says where %j is wrong', (source, code, line, column) => {
    const [fault] = faultsOf(source);
    expect(fault).toMatchObject({ code, line, column });
    expect(fault?.message).toMatch(/[.?]$/);
  });

  it('suggests what was meant', () => {
    expect(faultsOf('{{#ifEqual a b}}{{/ifEqual}}')[0]?.message).toContain('Did you mean "ifEquals"?');
    expect(faultsOf('---\ncountersign: { ownr: x }\n---\n')[0]?.message).toContain('Did you mean "owner"?');
    expect(faultsOf('{{role "assistant"}}')[0]?.message).toContain('Did you mean "model"?');
  });

  it('answers whatever the text is', () => {
    const pieces = fc.constantFrom(
      '---',
      '\n',
      '\r\n',
      ': ',
      'a',
      '{{',
      '}}',
      '#if',
      '/if',
      '"',
      '|',
      '[',
      '{',
      '&a ',
      '*a',
      '- ',
      '~',
      '\\',
      '!',
      '>',
      '=',
      '@',
      '../',
      '\u0000',
      '日',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 40 }).map((words) => words.join('')),
    );
    fc.assert(
      fc.property(text, (source) => {
        const parsed = parsePrompt(source);
        const rendered = renderPrompt(source, { variables: { a: [1, { b: 2 }] } });
        if (!parsed.ok)
          expect(parsed.faults[0]).toMatchObject({ line: expect.any(Number), column: expect.any(Number) });
        expect(rendered.ok && !parsed.ok).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  }, 120_000);
});

describe('renderPrompt', () => {
  const partials = () => 'Bye, {{name}}.';

  it('merges variables over defaults and answers messages', () => {
    const result = renderPrompt(MAIL, { variables: { name: 'Bo', tags: ['x'] }, partials });
    expect(result).toMatchObject({
      ok: true,
      model: 'openai/gpt-4o-mini',
      messages: [
        { role: 'system', content: [{ text: 'Be friendly.\n' }] },
        { role: 'user', content: [{ text: 'Greet Bo, x for Bo. Bye, Bo.' }] },
      ],
      inputSchema: { type: 'object', required: ['name', 'tone', 'tags'] },
      output: { format: 'json' },
    });
  });

  it.each([
    [{ tags: [] }, 'prompt.variable_missing', 'name'],
    [{ name: 1, tags: [] }, 'prompt.variable_invalid', 'name'],
    [{ name: 'x', tags: ['a', 2] }, 'prompt.variable_invalid', 'tags/1'],
    [{ name: 'x', tags: [], tone: 'rude' }, 'prompt.variable_invalid', 'tone'],
    [{ name: 'x', tags: [], extra: 1 }, 'prompt.variable_invalid', 'extra'],
    [{ name: 'x', tags: [], age: 'old' }, 'prompt.variable_invalid', 'age'],
  ])('names the variable in %j', (variables, code, path) => {
    const result = renderPrompt(MAIL, { variables, partials });
    expect(result.ok ? [] : result.faults).toMatchObject([{ code, path }]);
  });

  it('takes null for what is optional', () => {
    expect(renderPrompt(MAIL, { variables: { name: 'x', tags: [], age: null }, partials }).ok).toBe(true);
  });

  it('says which partial is missing, and where in which file', () => {
    const missing = renderPrompt('a\n {{> one}}', {
      partials: (name) => (name === 'one' ? '---\nmodel: x\n---\nb {{> two}}' : undefined),
    });
    expect(missing.ok ? [] : missing.faults).toMatchObject([
      { code: 'prompt.partial_missing', partial: 'one', line: 4, column: 3 },
    ]);
  });

  it('follows $refs inside a schema', () => {
    const source =
      '---\ninput:\n  schema:\n    type: object\n    $defs: { word: { type: string, maxLength: 3 } }\n    properties: { a: { $ref: "#/$defs/word" } }\n---\n{{a}}';
    expect(renderPrompt(source, { variables: { a: 'abc' } }).ok).toBe(true);
    const long = renderPrompt(source, { variables: { a: 'abcd' } });
    expect(long.ok ? [] : long.faults).toMatchObject([{ code: 'prompt.variable_invalid', path: 'a' }]);
  });

  it('keeps Unicode and line ends as they are', () => {
    const result = renderPrompt(
      '\uFEFF---\r\nmodel: x\r\n---\r\nγειά {{name}}\r\n{{#if name}}\r\n👩‍👩‍👧\r\n{{/if}}\r\nend',
      { variables: { name: 'e\u0301\u202e' } },
    );
    expect(result).toMatchObject({
      messages: [{ content: [{ text: 'γειά e\u0301\u202e\r\n👩‍👩‍👧\r\nend' }] }],
    });
  });

  it('is the same for a text and for what was parsed from it', () => {
    const parsed = parsePrompt(MAIL);
    const input = { variables: { name: 'Bo', tags: ['x'] }, partials };
    if (!parsed.ok) throw new Error('unparsable');
    const [one, other] = [renderPrompt(parsed.prompt, input), renderPrompt(MAIL, input)];
    expect(one.ok && one.messages).toEqual(other.ok && other.messages);
  });
});

describe('variablesUsed', () => {
  const of = (source: string) => {
    const parsed = parsePrompt(source);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
    return variablesUsed(parsed.prompt);
  };

  it('tells a form what to ask for', () => {
    expect(of(MAIL)).toEqual([
      {
        name: 'name',
        used: true,
        required: true,
        type: 'string',
        description: 'who is greeted',
        default: undefined,
        choices: undefined,
      },
      {
        name: 'tone',
        used: true,
        required: false,
        type: undefined,
        description: 'how it sounds',
        default: 'friendly',
        choices: ['friendly', 'formal'],
      },
      {
        name: 'age',
        used: false,
        required: false,
        type: 'integer',
        description: undefined,
        default: undefined,
        choices: undefined,
      },
      {
        name: 'tags',
        used: true,
        required: true,
        type: 'array',
        description: undefined,
        default: undefined,
        choices: undefined,
      },
    ]);
  });

  it('follows blocks', () => {
    const names = (source: string) => of(source).map(({ name }) => name);
    expect(
      names('{{#each items}}{{title}}{{../shop}}{{@root.city}}{{@index}}{{else}}{{none}}{{/each}}'),
    ).toEqual(['items', 'shop', 'city', 'none']);
    expect(names('{{#with user as |u|}}{{u.name}}{{name}}{{#if ../x}}{{../y}}{{/if}}{{/with}}')).toEqual([
      'user',
      'x',
      'y',
    ]);
    expect(names('{{json (json a) indent=b}}{{media url=c}}{{> p d e=f.g}}')).toEqual([
      'a',
      'b',
      'c',
      'd',
      'f',
    ]);
    expect(names('---\ninput: { schema: { vip: boolean } }\n---\n{{#vip}}{{gift}}{{/vip}}')).toEqual([
      'vip',
      'gift',
    ]);
  });
});
