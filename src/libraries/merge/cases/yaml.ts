import { clean, conflict, type MergeCase, place, text } from './case.ts';

const path = 'flows/contract.workflow.yaml';
const extract = `    - id: extract
      prompt: contract-extract # pinned
      needs: []
`;
const risk = `    # The second step.
    - id: risk
      prompt: clause-risk
      needs: [extract]
`;
const head = `apiVersion: countersign/v1
kind: Workflow
spec:
  limits: {maxCostUsd: 4.00, maxSteps: 40}
  steps:
`;
const base = `${head}${extract}${risk}`;
const gate = (id: string) => `    - id: ${id}
      needs: [risk]
`;

const tests = 'tests/reply.eval.yaml';
const refund = `  - description: asks for a refund
    vars: { ticket: "I want my money back" }
    assert:
      - type: contains
        value: sorry
`;
const greeting = `  - description: says hello
    vars: { ticket: "Hi" }
`;
const evaluation = `# How replies are judged.
tests:
${refund}${greeting}`;
const fresh = (name: string) => `  - description: ${name}
    vars: { ticket: "${name}" }
`;

/** Workflows and evaluations: by key, items of lists by what names them. */
export const yamlCases: readonly MergeCase[] = [
  {
    name: 'both change different keys of one step',
    path,
    base,
    ours: base.replace('clause-risk', 'clause-risk-v2'),
    theirs: base.replace('needs: [extract]', 'needs: [extract]\n      retry: 2'),
    expected: clean(
      base
        .replace('clause-risk', 'clause-risk-v2')
        .replace('needs: [extract]', 'needs: [extract]\n      retry: 2'),
    ),
  },
  {
    name: 'both change the same key of one step',
    path,
    base,
    ours: base.replace('clause-risk', 'clause-risk-v2'),
    theirs: base.replace('clause-risk', 'risk-of-clause'),
    expected: conflict(
      place(
        'key',
        'spec.steps.risk.prompt',
        '      prompt: clause-risk\n',
        '      prompt: clause-risk-v2\n',
        '      prompt: risk-of-clause\n',
      ),
    ),
  },
  {
    name: 'one swaps two steps, the other edits one of them',
    path,
    base,
    ours: `${head}${risk}${extract}`,
    theirs: base.replace('contract-extract', 'contract-extract-v2'),
    expected: clean(`${head}${risk}${extract.replace('contract-extract', 'contract-extract-v2')}`),
  },
  {
    name: 'both add a step at the end: which runs first?',
    path,
    base,
    ours: base + gate('legal'),
    theirs: base + gate('finance'),
    expected: conflict(place('lines', 'spec.steps', '', '    - id: legal\n', '    - id: finance\n')),
  },
  {
    name: 'both add steps at different places',
    path,
    base,
    ours: base + gate('legal'),
    theirs: `${head}${extract}${gate('check')}${risk}`,
    expected: clean(`${head}${extract}${gate('check')}${risk}${gate('legal')}`),
  },
  {
    name: 'one deletes a step that the other edits',
    path,
    base,
    ours: head + extract,
    theirs: base.replace('clause-risk', 'clause-risk-v2'),
    expected: conflict(
      place('key', 'spec.steps.risk', risk, '', risk.replace('clause-risk', 'clause-risk-v2')),
    ),
  },
  {
    name: 'one deletes a step, the other edits another',
    path,
    base,
    ours: head + extract,
    theirs: base.replace('contract-extract', 'contract-extract-v2'),
    expected: clean(head + extract.replace('contract-extract', 'contract-extract-v2')),
  },
  {
    name: 'both change different keys of a map in braces',
    path,
    base,
    ours: base.replace('maxSteps: 40', 'maxSteps: 60'),
    theirs: base.replace('maxCostUsd: 4.00', 'maxCostUsd: 5.00'),
    expected: clean(
      base.replace('maxSteps: 40', 'maxSteps: 60').replace('maxCostUsd: 4.00', 'maxCostUsd: 5.00'),
    ),
  },
  {
    name: 'both change one key of a map in braces',
    path,
    base,
    ours: base.replace('maxSteps: 40', 'maxSteps: 60'),
    theirs: base.replace('maxSteps: 40', 'maxSteps: 20'),
    expected: conflict(
      place(
        'key',
        'spec.limits',
        '  limits: {maxCostUsd: 4.00, maxSteps: 40}\n',
        '  limits: {maxCostUsd: 4.00, maxSteps: 60}\n',
        '  limits: {maxCostUsd: 4.00, maxSteps: 20}\n',
      ),
    ),
  },
  {
    name: 'one moves the id of a step below its prompt, the other edits the prompt',
    path,
    base,
    ours: base.replace('- id: risk\n      prompt: clause-risk\n', '- prompt: clause-risk\n      id: risk\n'),
    theirs: base.replace('clause-risk', 'clause-risk-v2'),
    expected: clean(
      base.replace('- id: risk\n      prompt: clause-risk\n', '- prompt: clause-risk-v2\n      id: risk\n'),
    ),
  },
  {
    name: 'anchors are not merged by key: what they mean elsewhere cannot be seen here',
    path: tests,
    base: text('base: &shared {a: 1}', 'one: 1', 'two: *shared', 'three: 3'),
    ours: text('base: &shared {a: 2}', 'one: 1', 'two: *shared', 'three: 3'),
    theirs: text('base: &shared {a: 1}', 'one: 1', 'two: *shared', 'three: 4'),
    expected: conflict(
      place(
        'lines',
        'line 1',
        text('base: &shared {a: 1}', 'one: 1', 'two: *shared', 'three: 3'),
        text('base: &shared {a: 2}', 'one: 1', 'two: *shared', 'three: 3'),
        text('base: &shared {a: 1}', 'one: 1', 'two: *shared', 'three: 4'),
      ),
    ),
  },
  {
    name: 'both add a test at the end',
    path: tests,
    base: evaluation,
    ours: evaluation + fresh('swears'),
    theirs: evaluation + fresh('asks in French'),
    expected: clean(evaluation + fresh('asks in French') + fresh('swears')),
  },
  {
    name: 'both add the same test',
    path: tests,
    base: evaluation,
    ours: evaluation + fresh('swears'),
    theirs: evaluation.replace('"Hi"', '"Hello"') + fresh('swears'),
    expected: clean(evaluation.replace('"Hi"', '"Hello"') + fresh('swears')),
  },
  {
    name: 'one reorders tests, the other edits an assertion',
    path: tests,
    base: evaluation,
    ours: `# How replies are judged.\ntests:\n${greeting}${refund}`,
    theirs: evaluation.replace('value: sorry', 'value: apologize'),
    expected: clean(
      `# How replies are judged.\ntests:\n${greeting}${refund.replace('value: sorry', 'value: apologize')}`,
    ),
  },
  {
    name: 'both add an assertion to a list without names',
    path: tests,
    base: evaluation,
    ours: evaluation.replace('value: sorry\n', 'value: sorry\n      - type: is-json\n'),
    theirs: evaluation.replace('value: sorry\n', 'value: sorry\n      - type: latency\n'),
    expected: conflict(
      place(
        'lines',
        'tests.asks for a refund.assert',
        '',
        '      - type: is-json\n',
        '      - type: latency\n',
      ),
    ),
  },
  {
    name: 'comments move with their key',
    path: tests,
    base: text('# about a', 'a: 1', '', '# about b', 'b: 2'),
    ours: text('# about b', 'b: 2', '', '# about a', 'a: 1'),
    theirs: text('# about a', 'a: 1', '', '# about b', 'b: 3'),
    expected: clean(text('# about b', 'b: 3', '', '# about a', 'a: 1')),
  },
  {
    name: 'a key that one side turned from a value into a map',
    path: tests,
    base: text('provider: openai', 'x: 1'),
    ours: text('provider:', '  id: openai', 'x: 1'),
    theirs: text('provider: azure', 'x: 1'),
    expected: conflict(
      place('key', 'provider', 'provider: openai\n', 'provider:\n  id: openai\n', 'provider: azure\n'),
    ),
  },
];
