import { describe, expect, it } from 'vitest';
import { type DebtFacts, debtAt, hoursOf } from './book.ts';
import { reviewHours, weighedHours } from './hours.ts';

type Prompt = DebtFacts['prompts'][number];
const day = (at: number) => new Date(Date.UTC(2026, 0, at));
const prompt = (name: string, given: Partial<Prompt> = {}): Prompt => ({
  ...{ library: 'lib_1', path: `${name}.prompt`, name: `shop/${name}`, since: day(1), until: null },
  ...{ version: 1, digest: `sha256:${name}`, tokenizer: 1, normalized: name, tokens: 240 },
  ...{ minHash: new Uint32Array(0), title: null, model: null, risk: null, redirect: null },
  ...{ executions: null, unapproved: 0, owned: true, deprecated: false },
  ...given,
});
const facts = (prompts: readonly Prompt[], links: readonly [number, number][], shared = 0.8): DebtFacts => ({
  prompts,
  links: links.map(([one, other]) => ({ one, other, how: 'near', likeness: shared })),
  likeness: (one, other) => (one === other ? 1 : shared),
  reviewDays: 100,
});

describe('debt', () => {
  it('is a review of eleven minutes by two people, by use and risk', () => {
    const one = reviewHours({ tokens: 240 });
    expect(one).toBeCloseTo(22 / 60, 9);
    expect(weighedHours({ tokens: 240, risk: null, executions: 0 })).toBe(one);
    expect(weighedHours({ tokens: 240, risk: 'high', executions: 5 })).toBeCloseTo(one * 3, 9);
    expect(weighedHours({ tokens: 240, risk: 'medium', executions: 1_000 })).toBeCloseTo(one * 3, 9);
  });

  it('keeps of a cluster what is used most, then what is oldest, and counts the others by what they share', () => {
    const prompts = [
      prompt('a', { since: day(3) }),
      prompt('b'),
      prompt('c', { executions: 7, since: day(9) }),
    ];
    const { clusters } = debtAt(
      facts(prompts, [
        [0, 1],
        [1, 2],
      ]),
      day(20),
    );
    const [cluster] = clusters;
    expect(clusters).toHaveLength(1);
    expect(cluster?.members.map((member) => member.prompt.name)).toEqual(['shop/c', 'shop/a', 'shop/b']);
    expect(cluster?.hours).toBeCloseTo(2 * 0.8 * (22 / 60), 9);
    const unused = debtAt(facts(prompts.slice(0, 2), [[0, 1]]), day(20)).clusters[0];
    expect(unused?.members[0]?.prompt.name).toBe('shop/b');
  });

  it('is of what stood there at the moment', () => {
    const prompts = [prompt('a'), prompt('b', { since: day(5), until: day(10) })];
    const at = (when: number) => hoursOf(debtAt(facts(prompts, [[0, 1]]), day(when)));
    expect([at(4), at(7), at(10)].map((hours) => hours > 0)).toEqual([false, true, false]);
  });

  it('is also what nobody reviewed, owns or approved, and what runs on a model that goes; not what sends its callers on', () => {
    const given = { owned: false, unapproved: 2, deprecated: true };
    const kinds = (one: Prompt, when: number) =>
      debtAt(facts([one], []), day(when)).items.map(({ kind }) => kind);
    expect(new Set(kinds(prompt('a', given), 102))).toEqual(
      new Set(['stale', 'unowned', 'unapproved', 'deprecated']),
    );
    expect(kinds(prompt('a'), 101)).toEqual([]);
    expect(kinds(prompt('a', { ...given, redirect: 'shop/b' }), 500)).toEqual([]);
  });
});
