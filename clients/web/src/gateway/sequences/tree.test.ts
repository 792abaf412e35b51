import { expect, it } from 'vitest';
import type { Execution } from '../../api/types.ts';
import { treeOf } from './tree.ts';

const sample: Execution = {
  id: 'a',
  at: '2026-11-27T10:00:00.000Z',
  status: 'succeeded',
  principal: { id: 'per_1', kind: 'person', displayName: 'P' },
  onBehalfOf: null,
  prompt: null,
  provider: 'simulated',
  model: 'm',
  modelAnswered: null,
  environment: null,
  useCase: null,
  trace: { id: 't', span: 'a', parent: null },
  conversation: null,
  turnBefore: null,
  about: null,
  tags: [],
  verdict: { decision: 'permit', rules: [], policyVersion: 'p' },
  usage: null,
  costMicroUsd: null,
  durationMs: 1_000,
  finishReason: null,
  problem: null,
  call: null,
  entries: { intent: 'e', outcome: null },
  treatment: { input: {}, output: null, uninspected: [], done: [], sampled: false },
  erased: null,
};
const span = (id: string, parent: string | null, second: number, durationMs = 1_000): Execution => ({
  ...sample,
  id,
  durationMs,
  at: `2026-11-27T10:00:0${second}.000Z`,
  trace: { id: 't', span: id, parent },
});

it('puts executions under those that called them, with their part of the time', () => {
  const tree = treeOf([
    span('a', null, 0, 4_000),
    span('b', 'a', 1),
    span('c', 'b', 2),
    span('d', 'a', 3),
    span('e', 'x', 3),
  ]);
  expect(tree.map(({ execution, depth }) => [execution.id, depth])).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 2],
    ['d', 1],
    ['e', 0],
  ]);
  expect(tree[2]).toMatchObject({ start: 0.5, share: 0.25 });
});

it('loses nothing of what calls itself in a circle', () => {
  const tree = treeOf([span('a', 'b', 0), span('b', 'a', 1), span('c', 'c', 2)]);
  expect(tree.map(({ execution }) => execution.id).toSorted()).toEqual(['a', 'b', 'c']);
});
