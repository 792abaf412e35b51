import { expect, it } from 'vitest';
import { consistencyOf } from './consistency.ts';

const answer = (input: string, output: string, version = 1) => ({ version, model: 'm', input, output });

it('two answers to the same input, version and model are compared, and nothing else', () => {
  const found = consistencyOf([
    answer('a', 'yes  indeed'),
    answer('a', 'yes indeed'),
    answer('a', 'no indeed'),
    answer('a', 'no indeed', 2),
    answer('b', 'alone'),
  ]);
  expect(found).toMatchObject({ runs: 3, inputs: 1, differ: { value: 2 / 3, low: null, n: 1 } });
  // yes/indeed with itself, and twice one word of three.
  expect(found.likeness).toBeCloseTo((1 + 1 / 3 + 1 / 3) / 3, 10);
});

it('each input counts the same, however often it came, and inputs are the sample', () => {
  const often = Array.from({ length: 20 }, () => answer('often', 'x'));
  const twice = ['a', 'b', 'c', 'd'].flatMap((input) => [answer(input, 'one'), answer(input, 'two')]);
  const { differ, inputs } = consistencyOf([...often, ...twice]);
  expect(inputs).toBe(5);
  expect(differ.value).toBeCloseTo(0.8, 10);
  expect(differ.low).toBeCloseTo(0.8 - 1.959964 * Math.sqrt(0.2 / 5), 4);
});

it('says nothing without an input that came twice, and never that nothing can differ', () => {
  expect(consistencyOf([answer('a', 'x'), answer('b', 'x')])).toEqual({
    ...{ runs: 0, inputs: 0, differ: { value: null, low: null, high: null, n: 0 }, likeness: null },
  });
  const alike = Array.from({ length: 60 }, (_, at) => answer(String(at >> 1), 'x'));
  expect(consistencyOf(alike).differ).toEqual({ value: 0, low: 0, high: 0.1, n: 30 });
});
