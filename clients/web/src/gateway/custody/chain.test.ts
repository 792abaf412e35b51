import { expect, it } from 'vitest';
import type { CustodyStep, PersonRef, Score } from '../../api/types.ts';
import { chainOf, type Ran } from './chain.ts';

const person = (id: string): PersonRef => ({ id, kind: 'person', displayName: id });
const step = (name: CustodyStep['step'], by: string | null, entry: string): CustodyStep => ({
  step: name,
  by: by === null ? null : person(by),
  at: '2026-11-27T10:00:00Z',
  detail: `${name} it`,
  entry,
});
const ran: Ran = {
  custody: [
    step('created', 'ben', 'e1'),
    step('committed', 'ben', 'e2'),
    step('approved', 'dana', 'e3'),
    step('approved', 'noor', 'e4'),
    step('published', 'eli', 'e5'),
    step('ran', 'ben', 'e6'),
    step('answered', null, 'e7'),
  ],
  prompt: {
    library: 'support',
    name: 'triage',
    path: 'triage.prompt',
    version: 2,
    digest: 'sha256:00',
    reference: 'support/triage@production',
    change: null,
  },
  verdict: {
    decision: 'permit',
    rules: [{ id: 'r', mode: 'enforce', reason: 'Because.' }],
    policyVersion: 'p',
  },
  entries: { intent: 'e6', outcome: 'e7' },
  at: '2026-11-27T10:00:00Z',
  principal: person('ben'),
  model: 'm',
  modelAnswered: 'm',
  provider: 'simulated',
  status: 'succeeded',
  problem: null,
  environment: 'production',
};
const score: Omit<Score, 'at' | 'entry' | 'by' | 'stands'> = {
  id: 's',
  config: 'acceptance',
  value: true,
  reason: null,
  source: 'person',
  mine: true,
};
const scores: Score[] = [
  { ...score, at: '2026-11-27T11:00:00Z', entry: 'e8', by: person('ben'), stands: false },
  { ...score, at: '2026-11-27T12:00:00Z', entry: 'e9', by: person('ben'), stands: true },
];

it('goes from who wrote it to how good its answer was, each link with what proves it', () => {
  const chain = chainOf(ran, scores);
  expect(chain.map(({ title, what, entries }) => [title, what, entries])).toEqual([
    ['Author', 'ben', ['e1', 'e2']],
    ['Approvers', 'dana +1', ['e3', 'e4']],
    ['Publisher', 'eli', ['e5']],
    ['Version', 'v2', ['e5']],
    ['Verdict', 'permitted', ['e6']],
    ['Run', 'ben', ['e6']],
    ['Output', 'answered', ['e7']],
    ['Score', 'ben', ['e9']],
  ]);
});

it('shows a gap where nobody approved, and ends at a refusal', () => {
  const entries = { intent: 'e6', outcome: 'e6' };
  const refused: Ran = {
    ...ran,
    prompt: null,
    status: 'refused' as const,
    entries,
    custody: [step('refused', 'ben', 'e6')],
  };
  const problem = { code: 'budget.exceeded', detail: 'The budget is used up.' };
  const chain = chainOf({ ...refused, problem }, []);
  expect(chain.map(({ title, what, look }) => [title, what, look])).toEqual([
    ['Prompt', 'none', 'gap'],
    ['Verdict', 'refused', 'refused'],
  ]);
  expect(chain.at(-1)?.details).toContain('The budget is used up.');
});
