import { expect, it } from 'vitest';
import { loadBuiltInRules } from '../load.ts';
import { starterPacks } from '../packs/packs.ts';
import { runTests } from './run-tests.ts';

const builtIn = await loadBuiltInRules();
const cedar =
  '@id("mail") @mode("enforce") @reason("r") @obligation("redact:email") forbid (principal, action, resource) when { context.dataClasses.contains("email") };';
const run = (tests: string) =>
  runTests(builtIn, [
    { path: 'mail.cedar', text: cedar },
    { path: 'mail.policy-test.yaml', text: tests },
  ]);
const mail = (expected: string) =>
  run(
    `tests:\n  - name: mail\n    request: { prompt: a/b, dataClasses: [email] }\n    expect: ${expected}\n`,
  );

it.each<[string, string | null]>([
  ['{ decision: permit, rules: [mail], obligations: ["redact:email"] }', null],
  ['{ decision: forbid }', 'Expected forbid, and it is permit by prompts.published, mail.'],
  ['{ decision: permit, rules: [other] }', 'Expected other to take part'],
  ['{ decision: permit, obligations: [] }', 'Expected the obligations none, and they are redact:email.'],
])('a test case that expects %s', (expected, failure) => {
  expect(mail(expected)).toEqual([
    {
      path: 'mail.policy-test.yaml',
      line: 2,
      name: 'mail',
      failure: failure === null ? null : expect.stringContaining(failure),
    },
  ]);
});

it.each([
  ['tests: [', 'This is not YAML'],
  ['tests: []', 'tests: '],
  ['tests:\n  - name: a\n    request: { modle: x }\n    expect: { decision: permit }', 'tests.0.request: '],
  ['a: &a [1]\ntests: [*a]', ''],
])('a file that is not one says why: %s', (text, sentence) => {
  expect(run(text)).toEqual([
    expect.objectContaining({ name: 'the file', failure: expect.stringContaining(sentence) }),
  ]);
});

it('AT-54: every starter pack fits the schema, and its own test cases hold', async () => {
  const packs = await starterPacks();
  expect(packs.map(({ id }) => id)).toEqual(['observe', 'eu-data', 'published-only', 'regulated-use']);
  for (const { id, files } of packs) {
    const outcomes = runTests(builtIn, files);
    expect(outcomes.length, id).toBeGreaterThan(1);
    expect(outcomes.filter(({ failure }) => failure !== null)).toEqual([]);
  }
});
