import { describe, expect, it } from 'vitest';
import { askedFields, emptyFields, samplesFor, typedOf, valuesOf } from '../../libraries/variables.ts';
import { choicesOf, nextColumn, referenceOf, titleOf } from './columns.ts';
import { takeEvents } from './events.ts';
import { mediaNames, readFile, sizeText } from './files.ts';

describe('events of a run', () => {
  it('are taken whole, in however many pieces they come', () => {
    const sent = 'event: text\ndata: {"text":"a\\n\\nb"}\n\nevent: end\ndata: {"id":"exe_1"}\n\n';
    const seen: string[] = [];
    let arrived = '';
    for (const character of sent) {
      const { events, rest } = takeEvents(arrived + character);
      arrived = rest;
      seen.push(...events.map(({ name, data }) => `${name} ${data}`));
    }
    expect(seen).toEqual(['text {"text":"a\\n\\nb"}', 'end {"id":"exe_1"}']);
    expect(arrived).toBe('');
  });
});

describe('the form of a run that counts', () => {
  const inputs = [
    { name: 'tone', required: true, type: 'string', description: null, choices: ['kind', 'short'] },
    { name: 'urgent', required: true, type: 'boolean', description: null },
    { name: 'lines', required: true, type: 'integer', description: 'How long' },
    { name: 'style', required: false, type: 'string', description: null, default: 'plain' },
  ];
  it('fills in nothing by itself, and asks for all that is required', () => {
    const fields = askedFields(inputs);
    expect(fields.map(({ sample }) => sample)).toEqual(['', '', '', '']);
    expect(emptyFields(fields, {})).toEqual(['tone', 'urgent', 'lines']);
    expect(valuesOf(fields, {}).values).toEqual({});
    expect(fields.at(3)?.hint).toBe('Left empty, it is plain.');
  });
  it('offers samples by a click, and leaves what was typed', () => {
    const typed = samplesFor(inputs, { lines: '7' });
    expect(typed).toEqual({ lines: '7', tone: 'kind', urgent: 'true', style: 'plain' });
    expect(valuesOf(askedFields(inputs), typed).values).toEqual({
      tone: 'kind',
      urgent: true,
      lines: 7,
      style: 'plain',
    });
  });
  it('shows what ran before as it was typed', () =>
    expect(typedOf({ a: 'x', b: 3, c: ['y'], d: false })).toEqual({
      a: 'x',
      b: '3',
      c: '["y"]',
      d: 'false',
    }));
});

describe('columns', () => {
  const choices = choicesOf(
    [
      { number: 3, live: ['production'] },
      { number: 2, live: ['staging'] },
      { number: 1, live: [] },
    ],
    3,
    'ben/kind',
  );
  it('offer the open branch, what is live, and every number once', () =>
    expect(choices.map(({ value }) => value)).toEqual(['branch:ben/kind', 'production', '2', '1']));
  it('begin with what no other column shows', () => {
    const first = { key: '0', selector: 'production', model: null };
    const second = nextColumn([first], choices, '1');
    expect(second.selector).toBe('branch:ben/kind');
    expect(nextColumn([first, second], choices, '2').selector).toBe('2');
    expect(referenceOf('support', 'a/b', first)).toBe('support/a/b@production');
    expect(titleOf({ ...first, model: 'x-1' }, choices)).toBe('Version 3, live in production, on x-1');
  });
});

describe('files', () => {
  it('are text for a text, and images where the prompt shows a medium', async () => {
    expect([
      ...mediaNames('Look: {{media url=photo}} {{ media url=scan contentType="image/png" }} {{url}}'),
    ]).toEqual(['photo', 'scan']);
    const text = await readFile(new File(['a,b\n1,2\n'], 'table.csv', { type: 'text/csv' }), false);
    expect(text).toMatchObject({ value: 'a,b\n1,2\n', bytes: 8, image: false });
    const image = await readFile(
      new File([new Uint8Array([1, 2, 255])], 'dot.png', { type: 'image/png' }),
      true,
    );
    expect(image.value).toBe('data:image/png;base64,AQL/');
  });
  it('refuse what no model could read, with a sentence', async () => {
    const binary = new File([new Uint8Array([0xff, 0xfe, 0])], 'x.bin');
    await expect(readFile(binary, false)).rejects.toThrow('x.bin is not text.');
    await expect(readFile(new File(['x'], 'x.svg', { type: 'image/svg+xml' }), true)).rejects.toThrow(
      'no image that models read',
    );
    await expect(readFile(new File([new Uint8Array(10_000_001)], 'big.txt'), false)).rejects.toThrow(
      'big.txt is 10.0 MB',
    );
  });
  it('say their size', () =>
    expect([sizeText(900, true), sizeText(4_000, false)]).toEqual([
      '900 bytes',
      '4.0 KB, about 1,000 tokens',
    ]));
});
