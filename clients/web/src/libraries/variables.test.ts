import { describe, expect, it } from 'vitest';
import type { PromptInput } from '../api/types.ts';
import { emptyFields, fieldsOf, valuesOf, withoutSamples } from './variables.ts';

const input = (name: string, rest: Partial<PromptInput> = {}): PromptInput => ({
  name,
  required: true,
  type: 'string',
  description: null,
  ...rest,
});

describe('fields of a prompt', () => {
  it('gives each input a control and a visible sample', () => {
    const fields = fieldsOf(
      [
        input('customer_name'),
        input('count', { type: 'integer' }),
        input('tags', { type: 'array' }),
        input('tone', { required: false }),
        input('level', { choices: ['low', 'high'] }),
        input('limit', { type: 'number', default: 7 }),
      ],
      [],
    );
    expect(fields.map(({ form, sample }) => [form, sample])).toEqual([
      ['text', '[customer name]'],
      ['number', '1'],
      ['json', '["tags"]'],
      ['text', ''],
      ['choice', 'low'],
      ['number', '7'],
    ]);
  });

  it('adds what the server missed, once', () => {
    const missed = { code: 'prompt.variable_missing', message: '', line: 1, column: 1, path: 'order' };
    expect(fieldsOf([input('a')], [missed, { ...missed, path: 'a' }]).map(({ name }) => name)).toEqual([
      'a',
      'order',
    ]);
  });
});

it('guesses the control of a missed variable from the text', () => {
  const text =
    '---\ninput:\n  schema:\n    urgent: boolean, is it\n    level(enum): [low, high]\n    a.b?: number\n---\n';
  const missed = ['urgent', 'level', 'a.b', 'other'].map((path) => ({
    code: 'prompt.variable_missing',
    message: '',
    line: 1,
    column: 1,
    path,
  }));
  expect(fieldsOf([], missed, text).map(({ form, sample }) => [form, sample])).toEqual([
    ['boolean', 'true'],
    ['choice', 'low'],
    ['number', '1'],
    ['text', '[other]'],
  ]);
});

describe('values of the form', () => {
  const fields = fieldsOf(
    [
      input('text'),
      input('n', { type: 'number' }),
      input('list', { type: 'array' }),
      input('maybe', { required: false }),
    ],
    [],
  );

  it('reads each control by its form', () => {
    expect(valuesOf(fields, { text: 'x', n: '0.5', list: '["a"]' })).toEqual({
      values: { text: 'x', n: 0.5, list: ['a'] },
      faults: {},
    });
  });

  it('names what cannot be read, and leaves out empty optional fields', () => {
    const { values, faults } = valuesOf(fields, { text: '', n: 'many', list: '[', maybe: '' });
    expect(values).toEqual({ text: '' });
    expect(Object.keys(faults)).toEqual(['n', 'list']);
  });
});

describe('a run that counts', () => {
  const order = input('order_number');

  it('starts without invented texts, and names what is still empty', () => {
    const [given] = fieldsOf([{ ...order, default: 'NW-1' }], []);
    const fields = withoutSamples(fieldsOf([order], []));
    expect(given?.sample).toBe('NW-1');
    expect(fields[0]?.sample).toBe('');
    expect(emptyFields(fields, {})).toEqual(['order_number']);
    expect(emptyFields(fields, { order_number: 'NW-2' })).toEqual([]);
  });
});
