import { describe, expect, it } from 'vitest';
import type { Cluster, DebtFacts } from '../debt/book.ts';
import { costlierVersions, fallingQuality, slowStages } from './course.ts';
import { findingId, ranked } from './finding.ts';
import { competingDuplicates, neglected, retiringModels, unusedPrompts } from './prompts.ts';
import { rawTraffic } from './raw.ts';

const now = new Date('2026-03-01T00:00:00Z');
type Prompt = DebtFacts['prompts'][number];
const prompt = (given: Partial<Prompt> = {}): Prompt => ({
  ...{ library: 'lib_1', path: 'a.prompt', name: 'shop/a', since: new Date('2026-01-01T00:00:00Z') },
  ...{ until: null, version: 3, digest: 'sha256:1', tokenizer: 1, normalized: 'n', tokens: 100 },
  ...{ minHash: new Uint32Array(0), title: null, model: 'old-model', risk: null, redirect: null },
  ...{ executions: 10, unapproved: 0, owned: true, deprecated: false },
  ...given,
});

describe('findings of prompts', () => {
  it('tell of what nobody uses, but neither of what is new nor of what sends its callers on', () => {
    const prompts = [
      prompt(),
      prompt({ name: 'shop/new', path: 'new.prompt', since: new Date('2026-02-10T00:00:00Z') }),
      prompt({ name: 'shop/sent', path: 'sent.prompt', redirect: 'shop/a' }),
      prompt({ name: 'shop/gone', path: 'gone.prompt', until: now }),
      prompt({ name: 'shop/used', path: 'used.prompt' }),
    ];
    const found = unusedPrompts(prompts, ({ path }) => path === 'used.prompt', now, 'm@1');
    expect(found.map(({ title }) => title)).toEqual(['Nobody uses shop/a']);
    expect(found[0]?.why).toContain('59 days');
  });

  it('tell of models that go within 90 days, soonest first, with who names them', () => {
    const model = (name: string, given: object) => ({
      ...{
        model: name,
        provider: 'p',
        version: null,
        status: 'approved' as const,
        owner: 'o',
        description: null,
      },
      ...{ risk: 'low' as const, regions: null, useCases: null, terms: null, price: null, retires: null },
      ...{ successor: null, path: 'm.model.yaml', digest: 'd', since: now },
      ...given,
    });
    const models = [
      model('old-model', { retires: '2026-05-01', successor: 'new-model' }),
      model('older', { retires: '2026-03-05' }),
      model('far', { retires: '2027-01-01' }),
      model('bad', { status: 'banned' }),
      model('unused', { retires: '2026-03-02' }),
    ];
    const prompts = ['old-model', 'older', 'far', 'bad'].map((name) =>
      prompt({ model: name, name: `shop/${name}`, path: `${name}.prompt` }),
    );
    const found = ranked(retiringModels(prompts, { models }, now, 'm@1'));
    expect(found.map(({ title }) => title)).toEqual([
      'older retires on 2026-03-05',
      'old-model retires on 2026-05-01',
      'bad is banned',
    ]);
    expect(found[1]?.why).toContain('Go over to new-model');
    expect(found[1]?.behind).toEqual({ model: 'old-model' });
  });

  it('tell of duplicates, those first that are used side by side', () => {
    const cluster = (id: string, executions: (number | null)[], hours: number): Cluster => ({
      ...{ id, how: 'near' as const, hours },
      members: executions.map((runs, at) => ({
        prompt: prompt({ name: `${id}-${at}`, path: `${id}-${at}.prompt`, executions: runs }),
        ...{ likeness: 1, hours: 1 },
      })),
    });
    const found = ranked(
      competingDuplicates([cluster('big', [5, null], 9), cluster('used', [5, 3], 1)], 'm@1'),
    );
    expect(found.map(({ about }) => about.cluster)).toEqual(['used', 'big']);
    expect(found[0]?.why).toMatch(/^2 of them are used side by side/);
    expect(found[1]?.why).not.toContain('side by side');
  });

  it('tell of owners that are gone and of drafts that run', () => {
    const items = [
      { kind: 'unowned' as const, prompt: prompt(), hours: 0.25 },
      { kind: 'unapproved' as const, prompt: prompt({ unapproved: 4 }), hours: 1 },
      { kind: 'stale' as const, prompt: prompt(), hours: 1 },
    ];
    expect(neglected(items, 'm@1').map(({ kind }) => kind)).toEqual(['unowned_prompt', 'unapproved_use']);
    expect(neglected(items, 'm@1')[1]?.why).toContain('4 of 10');
  });
});

describe('findings of apps', () => {
  const app = (name: string, executions: number | null, governed: number) => ({
    ...{ id: `app_${name}`, name, library: null, prompt: null, weeks: 4, shownWeeks: 4, people: null },
    ...{ executions, perPerson: null, succeeded: null, costUsd: null, byWeek: [] },
    governed: executions === null ? null : { value: governed, low: null, high: null, n: executions },
  });
  const groups = (...items: ReturnType<typeof app>[]) => ({
    ...{ by: 'app' as const, weeks: ['2026-02-02', '2026-02-09', '2026-02-16', '2026-02-23'] },
    ...{ smallestGroup: 5, measure: 'g@1', log: null, items },
  });

  it('tell of those that call much without a published prompt, by numbers that are shown', () => {
    const found = rawTraffic(
      groups(app('desk', 400, 0.5), app('few', 40, 0), app('good', 1_000, 0.9), app('hidden', null, 0)),
    );
    expect(found.map(({ title }) => title)).toEqual(['desk calls models without a published prompt']);
    expect(found[0]?.why).toMatch(/^200 of 400/);
    expect(found[0]?.behind).toEqual({
      ...{ principal: 'app_desk', kind: 'raw' },
      ...{ from: '2026-02-02T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z' },
    });
  });
});

describe('findings of how it goes', () => {
  const estimate = (value: number) => ({ value, low: null, high: null, n: 100 });
  const drift = (
    metric: 'cost' | 'acceptance',
    before: number,
    after: number,
    kind: 'version' | 'model',
  ) => ({
    ...{
      id: `${metric}${after}`,
      library: 'shop',
      path: 'a.prompt',
      prompt: 'shop/a',
      metric,
      words: 'It moved',
    },
    ...{ changed: { kind, from: 'v2', to: 'v3' }, on: '2026-02-01', since: '2026-02-02', stability: null },
    ...{ before: estimate(before), after: estimate(after), owner: null, entry: 'ent_1' as const },
    ...{ raisedAt: '2026-02-20T00:00:00Z', behind: { from: 'f', to: 't' } },
  });
  const quality = (verdict: 'better' | 'worse' | 'cannot_tell') => ({
    ...{ weeks: [], smallestGroup: 5, measure: 'q@1', log: null },
    items: [
      {
        ...{ library: 'shop', prompt: 'a.prompt', name: 'shop/a', versions: [] },
        comparison: { before: 2, after: 3, verdict, difference: null, words: 'v3 worse than v2' },
      },
    ],
  });
  const drifts = (...items: ReturnType<typeof drift>[]) => ({ measure: 'd@1', items });
  const standing = (version: number, since: string) => () => ({ version, since: new Date(since) });
  const same = standing(3, '2026-01-01');

  it('tell of a version that is worse, until another one stands there', () => {
    const found = fallingQuality(quality('worse'), drifts(), same);
    expect(found.map(({ title }) => title)).toEqual(['shop/a is worse since v3']);
    expect(fallingQuality(quality('worse'), drifts(), standing(4, '2026-02-25'))).toEqual([]);
    expect(fallingQuality(quality('cannot_tell'), drifts(), same)).toEqual([]);
  });

  it('tell of drifts for the worse only, and of cost only when a version brought it and is not better', () => {
    const worse = drift('acceptance', 0.9, 0.7, 'model');
    const better = drift('acceptance', 0.7, 0.9, 'model');
    expect(fallingQuality(quality('cannot_tell'), drifts(worse, better), same)).toHaveLength(1);
    const later = standing(3, '2026-02-21');
    expect(fallingQuality(quality('cannot_tell'), drifts(worse), later)).toEqual([]);
    const dear = drift('cost', 0.01, 0.02, 'version');
    expect(costlierVersions(quality('cannot_tell'), drifts(dear), same)).toHaveLength(1);
    expect(costlierVersions(quality('better'), drifts(dear), same)).toEqual([]);
    expect(
      costlierVersions(
        quality('cannot_tell'),
        drifts(drift('cost', 0.01, 0.02, 'model'), drift('cost', 0.02, 0.01, 'version')),
        same,
      ),
    ).toEqual([]);
  });

  it('tell of stages that take more than a day, when enough decisions say so', () => {
    const stage = (name: string, value: number, n: number) => ({ stage: name, value, low: 20, high: 60, n });
    const found = slowStages([stage('slow', 40, 9), stage('few', 90, 4), stage('quick', 3, 50)], 's@1');
    expect(found.map(({ about }) => about.stage)).toEqual(['slow']);
  });

  it('have the same id for the same cause, and another one for another', () => {
    expect(findingId('slow_stage', ['a'])).toBe(findingId('slow_stage', ['a']));
    expect(findingId('slow_stage', ['a'])).not.toBe(findingId('slow_stage', ['b']));
    expect(findingId('slow_stage', ['a'])).not.toBe(findingId('unused_prompt', ['a']));
  });
});
