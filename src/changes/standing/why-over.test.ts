import { expect, it } from 'vitest';
import type { Decision } from '../change.ts';
import { decisionBy, factsOf, noon, openChange } from './facts.fixture.ts';
import type { Facts } from './facts.ts';
import { whyOver } from './why-over.ts';

const facts = factsOf();
const why = (more: Partial<Decision>, given: Partial<Facts> = {}) => {
  const decision = decisionBy('per_1', facts, more);
  return whyOver(decision, factsOf({ decisions: [decision], ...given }));
};

it('a decision that counts needs no reason', () => {
  expect(why({})).toBe(null);
});

it.each<[string, Partial<Decision>, Partial<Facts>]>([
  ['taken back', { retractedAt: noon }, {}],
  ['content', { digest: 'sha256:before' }, {}],
  ['environment', { environment: 'staging' }, {}],
  ['requirement', { requirementVersion: 'v0' }, {}],
  ['right', {}, { contributors: new Set(['per_1']) }],
  ['newer', {}, { decisions: [decisionBy('per_1', facts, { id: 'dec_newer' })] }],
])('a decision that does not count says so: %s', (word, decision, given) => {
  expect(why(decision, given)).toContain(word);
});

it('once a change has ended only its content matters: rights may go, the decision counted', () => {
  const change = { ...openChange, stage: 'published' } as const;
  expect(why({}, { change, contributors: new Set(['per_1']) })).toBe(null);
  expect(why({ digest: 'sha256:before' }, { change })).toContain('content');
});
