import { StringStream } from '@codemirror/language';
import { describe, expect, it } from 'vitest';
import { dotpromptParser } from './dotprompt-language.ts';

/** The tokens of a text, as `token:text`; what has no token is left out. */
function tokens(text: string): string[] {
  const state = dotpromptParser.startState?.(2);
  if (state === undefined) throw new Error('the parser has no state');
  return text.split('\n').flatMap((line) => {
    const stream = new StringStream(line, 2, 2);
    const found: string[] = [];
    while (!stream.eol()) {
      stream.start = stream.pos;
      const token = dotpromptParser.token(stream, state);
      if (stream.pos === stream.start) throw new Error(`stuck in "${line}" at ${stream.pos}`);
      if (token !== null) found.push(`${token}:${stream.current()}`);
    }
    return found;
  });
}

describe('dotprompt highlighting', () => {
  it('reads front matter as YAML', () => {
    expect(
      tokens('---\nmodel: fast # quick\nconfig:\n  temperature: 0.2\n  on: true\nname?: "x"\n---\n'),
    ).toEqual([
      'meta:---',
      'propertyName:model',
      'punctuation::',
      'comment:# quick',
      'propertyName:config',
      'punctuation::',
      'propertyName:temperature',
      'punctuation::',
      'number:0.2',
      'propertyName:on',
      'punctuation::',
      'bool:true',
      'propertyName:name?',
      'punctuation::',
      'string:"x"',
      'meta:---',
    ]);
  });

  it('reads helpers, variables and comments of the template', () => {
    expect(tokens('{{role "user"}}\n{{#if urgent}}{{customer}}{{/if}} {{! note }}')).toEqual([
      'brace:{{',
      'keyword:role',
      'string:"user"',
      'brace:}}',
      'brace:{{',
      'keyword:#if',
      'variableName:urgent',
      'brace:}}',
      'brace:{{',
      'variableName:customer',
      'brace:}}',
      'brace:{{',
      'keyword:/if',
      'brace:}}',
      'comment:{{!',
      'comment: note }}',
    ]);
  });

  it('keeps a comment over several lines', () => {
    expect(tokens('a {{!-- one\ntwo --}}{{b}}').slice(-4)).toEqual([
      'comment:two --}}',
      'brace:{{',
      'variableName:b',
      'brace:}}',
    ]);
  });

  it('takes a text without front matter as a template', () => {
    expect(tokens('key: value {{x}}')).toEqual(['brace:{{', 'variableName:x', 'brace:}}']);
  });

  it('ends on every text', () => {
    for (const text of ['{{', '{{{', '\\{{x', '---', '---\n"', "---\n- 'a", '{{#', '{', '---\n}:{', '{{"'])
      expect(() => tokens(text)).not.toThrow();
  });
});
