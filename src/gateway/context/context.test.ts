import { readFileSync } from 'node:fs';
import { expect, it, test } from 'vitest';
import { contextHeaders, contextJson, contextOfJson, readContext, saidNothing } from './context.ts';

it('reads what a caller says, and nothing of nobody', () => {
  expect(readContext({ host: 'x', 'user-agent': 'y' })).toEqual(saidNothing);
  const context = readContext({
    'countersign-environment': 'staging',
    'countersign-use-case': 'support',
    'countersign-conversation': 'case/4711',
    'countersign-tags': 'b=2,a=1, b=2',
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  });
  expect(context.tags).toEqual(['a=1', 'b=2']);
  expect(contextOfJson(JSON.parse(JSON.stringify(contextJson(context))))).toEqual(context);
});

test.each([
  ['countersign-environment', 'Not a word'],
  ['countersign-conversation', 'with space'],
  ['countersign-tags', 'novalue'],
  ['countersign-tags', 'mail=a@example.com'],
  ['countersign-tags', Array.from({ length: 17 }, (_, at) => `t${at}=x`).join()],
])('refuses %s: %s', (name, value) => expect(() => readContext({ [name]: value })).toThrow(name));

it('refuses a header of ours that does nothing', () =>
  expect(() => readContext({ 'countersign-tag': 'a=1' })).toThrow('countersign-tags'));

it('has the table of the README', () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  for (const [name, what] of Object.entries(contextHeaders))
    expect(readme).toContain(`| \`${name}\` | ${what} |`);
});
