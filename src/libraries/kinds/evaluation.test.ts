import { describe, expect, it } from 'vitest';
import { readEvaluation } from './evaluation.ts';
import { told } from './kinds.fixture.ts';

const good = `description: Replies stay polite
prompts: [support/reply]
providers: [simulated-fast]
defaultTest:
  assert:
    - type: latency
      threshold: 2000
tests:
  - description: a refund
    vars:
      message: I want my money back
    assert:
      - type: icontains
        value: refund
        weight: 2
      - type: not-regex
        value: "(?i:stupid)|idiot"
      - type: similar
        value: We are sorry
        threshold: 0.8
    options: {transform: output.trim()}
    metadata: {team: support}
  - vars: {message: Where is it?}
    assert:
      - type: assert-set
        threshold: 0.5
        assert:
          - type: contains-any
            value: [order, parcel]
          - type: word-count
            value: {max: 80}
      - type: is-json
      - type: llm-rubric
        value: answers the question
`;
const wrapped = (assertion: string): string =>
  `tests:\n  - vars: {a: 1}\n    assert:\n      - ${assertion}\n`;

describe('an evaluation', () => {
  it('has no faults and an outline', () => {
    const { faults, outline } = readEvaluation(good);
    expect(told(faults)).toEqual([]);
    expect(outline).toMatchObject({
      kind: 'evaluation',
      description: 'Replies stay polite',
      always: [{ type: 'latency', value: null, threshold: 2000, line: 6 }],
    });
    expect(outline?.tests.map(({ description, vars, line }) => [description, vars, line])).toEqual([
      ['a refund', ['message'], 9],
      [null, ['message'], 23],
    ]);
    expect(outline?.tests[0]?.assertions[2]).toEqual({
      type: 'similar',
      value: 'We are sorry',
      threshold: 0.8,
      line: 18,
    });
  });

  it('may be a bare list of tests, and tests may stand in files', () => {
    const list = '- vars: {a: 1}\n  assert: [{type: equals, value: 2}]\n- file://more.yaml\n';
    expect(readEvaluation(list).faults).toEqual([]);
    expect(readEvaluation(list).outline?.tests[0]?.assertions).toMatchObject([{ type: 'equals', line: 2 }]);
    expect(readEvaluation('tests: file://tests.csv\n').faults).toEqual([]);
    expect(readEvaluation('- vars: {a: 1}\n  asert: []\n').faults).toMatchObject([{ line: 2, column: 3 }]);
  });

  it.each<[string, string, string]>([
    [
      'an unknown type',
      '{type: containz, value: a}',
      '4:16 There is no assertion "containz". Did you mean "contains"?',
    ],
    [
      'an unknown not- form',
      '{type: not-contians, value: a}',
      '4:16 There is no assertion "not-contians". Did you mean "not-contains"?',
    ],
    [
      'a type that has no not- form',
      '{type: not-select-best, value: a}',
      '4:16 There is no assertion "not-select-best".',
    ],
    ['no type', '{value: a}', '4:9 This assertion has no "type".'],
    ['a type that is no text', '{type: 3}', '4:16 "tests[1].assert[1].type" must be'],
    ['no value', '{type: contains}', '4:9 An assertion "contains" needs a "value": a text or a number.'],
    [
      'an empty value',
      '{type: starts-with, value: ""}',
      '4:36 An assertion "starts-with" needs a "value": a text that is not empty.',
    ],
    [
      'a value of the wrong kind',
      '{type: contains-all, value: 3}',
      '4:37 An assertion "contains-all" needs a "value": a list of texts.',
    ],
    [
      'a broken regular expression',
      '{type: regex, value: "a(b"}',
      '4:30 This is no regular expression: Unterminated group.',
    ],
    [
      'a broken not-regex',
      '{type: not-regex, value: "[z-a]"}',
      '4:34 This is no regular expression: Range out of order in character class.',
    ],
    [
      'latency without threshold',
      '{type: latency}',
      '4:9 An assertion "latency" needs a "threshold" in milliseconds.',
    ],
    ['cost without threshold', '{type: cost}', '4:9 An assertion "cost" needs a "threshold" in US dollars.'],
    [
      'a threshold that is text',
      '{type: similar, value: a, threshold: high}',
      '4:46 "tests[1].assert[1].threshold" must be a number.',
    ],
    [
      'a negative weight',
      '{type: equals, value: a, weight: -1}',
      '4:42 "tests[1].assert[1].weight" must be 0 or more.',
    ],
    [
      'a misspelt field',
      '{type: equals, vlaue: a, value: b}',
      '4:24 "tests[1].assert[1]" has no field "vlaue". Did you mean "value"?',
    ],
    [
      'a set without assertions',
      '{type: assert-set}',
      '4:9 An assert-set holds a list of assertions under "assert".',
    ],
    [
      'a fault inside a set',
      '{type: assert-set, assert: [{type: containz}]}',
      '4:44 There is no assertion "containz".',
    ],
    [
      'an assertion that is text',
      'contains',
      '4:9 "tests[1].assert[1]" must be an assertion with its "type".',
    ],
    ['an alias', '*name', '4:9 '],
    ['a duplicate key', '{type: equals, type: equals, value: 1}', '4:24 "type" stands here twice.'],
  ])('%s', (_name, assertion, expected) => {
    expect(told(readEvaluation(wrapped(assertion)).faults)).toEqual([expect.stringContaining(expected)]);
  });

  it.each([
    ['no tests', 'description: x\n', '1:1 This file has no "tests": write a list of tests. Add it.'],
    [
      'a misspelt top',
      'test:\n  - vars: {}\ntests: []\n',
      '1:1 This file has no field "test". Did you mean "tests"?',
    ],
    [
      'vars that are a number',
      'tests:\n  - vars: 3\n',
      '2:11 "tests[1].vars" must be a list of "name: value" lines.',
    ],
    [
      'assert that is no list',
      'tests:\n  - assert: {type: equals}\n',
      '2:13 "tests[1].assert" must be a list of assertions.',
    ],
    ['a text', 'hello\n', '1:1 An evaluation is a list of tests'],
    ['an empty list', '[]', '1:1 This file must be a list that is not empty.'],
  ])('%s', (_name, text, expected) => {
    expect(told(readEvaluation(text).faults)).toEqual([expect.stringContaining(expected)]);
  });

  it('takes a template where a regular expression stands', () => {
    expect(readEvaluation(wrapped('{type: regex, value: "{{pattern}}("}')).faults).toEqual([]);
  });
});
