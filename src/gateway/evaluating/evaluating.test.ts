import { describe, expect, it } from 'vitest';
import { type CaseAssertion, evaluationCases } from '../../libraries/index.ts';
import { type Answer, checkAnswer } from './check.ts';
import { type CaseResult, caseState, promptsOf, type Side, summaryOf } from './evaluation.ts';

const answer: Answer = {
  text: 'We are Sorry. Your parcel 42 comes on Monday.',
  durationMs: 900,
  costMicroUsd: 120,
  finishReason: 'stop',
};
const assertion = (
  type: string,
  value?: CaseAssertion['value'],
  rest: Partial<CaseAssertion> = {},
): CaseAssertion => ({
  ...{ type, value, threshold: null, weight: 1, provider: null, assertions: [], line: 1 },
  ...rest,
});
const state = (
  type: string,
  value?: CaseAssertion['value'],
  rest: Partial<CaseAssertion> = {},
  text = answer.text,
) => checkAnswer(assertion(type, value, rest), { ...answer, text }).state;

describe('checks of an answer', () => {
  it.each([
    ['contains', 'Sorry', 'sorry'],
    ['icontains', 'sorry', 'glad'],
    ['not-icontains', 'glad', 'SORRY'],
    ['starts-with', 'We are', 'we are'],
    ['equals', answer.text, 'We are Sorry.'],
    ['regex', 'parcel \\d+', 'parcel [a-z]+'],
    ['not-regex', '[A-Z]{3,}', '[A-Z]'],
    ['contains-all', ['Sorry', 'Monday'], ['Sorry', 'Tuesday']],
    ['icontains-any', ['sunday', 'monday'], 'sunday, tuesday'],
    ['word-count', { max: 9 }, { min: 10 }],
    ['finish-reason', 'stop', 'length'],
  ] as const)('%s holds and does not', (type, good, bad) => {
    expect(state(type, good)).toBe('passed');
    expect(state(type, bad)).toBe('failed');
  });
  it('measures time and money against a threshold', () => {
    expect(state('latency', undefined, { threshold: 900 })).toBe('passed');
    expect(state('latency', undefined, { threshold: 899 })).toBe('failed');
    expect(state('cost', undefined, { threshold: 0.00012 })).toBe('passed');
    expect(state('cost', undefined, { threshold: 0.0001 })).toBe('failed');
    expect(
      checkAnswer(assertion('cost', undefined, { threshold: 1 }), { ...answer, costMicroUsd: null }).state,
    ).toBe('errored');
  });
  it('reads JSON, and holds it against a schema', () => {
    const schema = { type: 'object', properties: { days: { type: 'integer' } }, required: ['days'] };
    expect(state('is-json', undefined, {}, '[1]')).toBe('passed');
    expect(state('is-json', undefined, {}, 'no')).toBe('failed');
    expect(state('is-json', schema, {}, '{"days":3}')).toBe('passed');
    expect(state('is-json', schema, {}, '{"days":"three"}')).toBe('failed');
    expect(state('equals', { b: 1, a: [2] }, {}, '{"a":[2],"b":1}')).toBe('passed');
  });
  it('what is not made here is open, and never passed, also when it is negated', () => {
    for (const type of ['javascript', 'similar', 'not-moderation', 'webhook'])
      expect(state(type, 'x')).toBe('errored');
    expect(state('contains', '{{name}}')).toBe('errored');
    expect(state('regex', '(?<=a)b')).toBe('errored');
  });
  it('AT-57 an expression takes linear time, whatever it says', () => {
    const from = performance.now();
    expect(state('regex', '(a+)+$', {}, `${'a'.repeat(20_000)}!`)).toBe('failed');
    expect(performance.now() - from).toBeLessThan(5_000);
  });
  it('AT-47 findings never quote the answer', () => {
    const { message } = checkAnswer(assertion('contains', 'gold'), { ...answer, text: 'the secret word' });
    expect(message).toBe('contains “gold” does not hold.');
  });
});

describe('a case', () => {
  const { cases } = evaluationCases(`prompts: [support/reply]
defaultTest:
  vars: {tone: kind}
  assert: [{type: latency, threshold: 2000}]
  options: {provider: "prompt:support/judge"}
tests:
  - description: first
    vars: {message: hello}
    threshold: 0.5
    assert:
      - {type: contains, value: a, weight: 2}
      - {type: llm-rubric, value: polite}
  - vars: file://vars.yaml
`);
  it('has what all cases have, and who judges', () => {
    expect(cases.map(({ vars }) => vars)).toEqual([{ tone: 'kind', message: 'hello' }, null]);
    const [first] = cases;
    expect(
      first?.assertions.map(({ type, weight, provider, line }) => [type, weight, provider, line]),
    ).toEqual([
      ['latency', 1, 'prompt:support/judge', 4],
      ['contains', 2, 'prompt:support/judge', 11],
      ['llm-rubric', 1, 'prompt:support/judge', 12],
    ]);
  });
  it('stands by all of its checks, or by the share that it asks for', () => {
    const at = (...states: ('passed' | 'failed' | 'errored')[]) =>
      states.map((one) => ({ type: 'x', state: one, message: '', line: 1 }));
    const [two, heavy, none] = [
      assertion('x'),
      assertion('x', '', { weight: 3 }),
      assertion('x', '', { weight: 0 }),
    ];
    expect(caseState({ assertions: [two, heavy], threshold: null }, at('passed', 'failed'))).toBe('failed');
    expect(caseState({ assertions: [two, heavy], threshold: 0.75 }, at('failed', 'passed'))).toBe('passed');
    expect(caseState({ assertions: [two, heavy], threshold: 0.8 }, at('failed', 'passed'))).toBe('failed');
    expect(caseState({ assertions: [two, heavy], threshold: 0.1 }, at('errored', 'passed'))).toBe('errored');
    expect(caseState({ assertions: [none], threshold: null }, at('failed'))).toBe('passed');
    expect(caseState({ assertions: [], threshold: null }, [])).toBe('passed');
  });
});

describe('a run', () => {
  const side = (one: Side['state']): Side => ({ state: one, execution: null, findings: [] });
  const result = (
    one: Side['state'],
    before: Side['state'] | null,
    description: string | null = null,
  ): CaseResult => ({
    ...{ place: 1, path: 'a.eval.yaml', prompt: 'x/a', description, line: 7 },
    candidate: side(one),
    baseline: before === null ? null : side(before),
  });
  it('says how many pass, which do not, and how what is live does', () => {
    expect(summaryOf([result('passed', 'passed'), result('failed', 'passed', 'a refund')])).toEqual({
      state: 'failed',
      detail: '1 of 2 cases pass. Failed: a refund. What is live: 2 of 2.',
    });
    expect(summaryOf([result('passed', null), result('errored', null)])).toEqual({
      state: 'errored',
      detail: '1 of 2 cases pass. Not known: a.eval.yaml:7.',
    });
    expect(summaryOf([]).state).toBe('failed');
    expect(summaryOf([result('passed', null)], 1).detail).toBe(
      '1 of 1 case passes. The change itself alters or removes 1 evaluation in force.',
    );
  });
  it('is about the prompts that the evaluation names, else about the one it stands beside', () => {
    expect(promptsOf('support', 'a/reply.eval.yaml', [])).toEqual(['a/reply']);
    expect(
      promptsOf('support', 'x.eval.yaml', ['support/reply', 'reply', 'triage.prompt', 'Write {{x}} well']),
    ).toEqual(['reply', 'triage']);
  });
});
