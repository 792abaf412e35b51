import { describe, expect, it } from 'vitest';
import { readEvaluation } from '../../../../../src/libraries/kinds/evaluation.ts';
import { evaluationPath, sameInput, withCase } from './case.ts';
import { assertionOf, missingIn } from './checks.ts';

const added = {
  description: 'a parcel that never came',
  vars: { complaint: 'Where is it?\nIt is late: #1', count: 3 },
  assert: [{ type: 'icontains', value: 'sorry' }],
};
const existing = `# Spring's cases
description: Replies stay polite
prompts: [support/reply] # the one
tests:
  - description: a refund
    vars: {message: I want my money back}
    assert:
      - type: icontains # in any case
        value: refund
`;
const told = (text: string) => readEvaluation(text).faults;

describe('a case that is saved', () => {
  it('makes the file that stands beside its prompt, as the server reads it', () => {
    expect(evaluationPath('a/reply.prompt')).toBe('a/reply.eval.yaml');
    const text = withCase(null, 'support/a/reply', added, true);
    expect(told(text)).toEqual([]);
    expect(readEvaluation(text).outline).toMatchObject({
      tests: [
        {
          description: added.description,
          vars: ['complaint', 'count'],
          assertions: [{ type: 'icontains', value: 'sorry' }],
        },
      ],
    });
    expect(sameInput(text, { count: 3, complaint: added.vars.complaint })).toBe(added.description);
  });
  it('goes to the end of what is there, and all else stays to the letter', () => {
    const text = withCase(existing, 'support/reply', added, true);
    expect(text.startsWith(existing)).toBe(true);
    expect(told(text)).toEqual([]);
    const bare = withCase('- vars: {a: b}\n', 'support/reply', added, true);
    expect(readEvaluation(bare).outline).toMatchObject({
      tests: [{ vars: ['a'] }, { description: added.description }],
    });
  });
  it('tells of the same input, and takes its place or stands beside it', () => {
    const vars = { message: 'I want my money back' };
    expect(sameInput(existing, vars)).toBe('a refund');
    expect(sameInput(existing, { message: 'Another' })).toBeNull();
    const again = { ...added, vars };
    const count = (text: string) => text.match(/I want my money back/g)?.length;
    expect(count(withCase(existing, 'support/reply', again, true))).toBe(1);
    expect(count(withCase(existing, 'support/reply', again, false))).toBe(2);
  });
  it('is refused where it cannot be added, with a sentence', () => {
    expect(() => withCase('tests: file://cases.csv\n', 'a/b', added, true)).toThrow('in another file');
    expect(() => withCase('tests: [\n', 'a/b', added, true)).toThrow('Repair it in the editor first.');
  });
});

it('says what a check lacks, and makes assertions that the server takes', () => {
  expect(missingIn([{ key: 0, type: 'icontains', text: ' ' }])).toContain('contains');
  expect(missingIn([{ key: 0, type: 'latency', text: 'soon' }])).toContain('whole number');
  const drafts = [
    { key: 0, type: 'word-count', text: '80' },
    { key: 1, type: 'latency', text: '2000' },
    { key: 2, type: 'is-json', text: '' },
    { key: 3, type: 'regex', text: '\\d+' },
  ];
  expect(missingIn(drafts)).toBeNull();
  expect(told(withCase(null, 'a/b', { ...added, assert: drafts.map(assertionOf) }, true))).toEqual([]);
});
