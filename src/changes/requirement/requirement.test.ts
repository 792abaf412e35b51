import { describe, expect, it } from 'vitest';
import { requirementOf } from '../../libraries/index.ts';
import { type AssetFields, holds, type Subject } from './condition.ts';
import { fieldsOf, rulesIn, versionOf } from './in-force.ts';
import { fitsPattern } from './path-pattern.ts';
import { defaultRequirement, type ReadSource, requirementFor } from './requirement.ts';

const side = (more: Partial<AssetFields> = {}): AssetFields => ({
  path: 'emails/welcome.prompt',
  kind: 'prompt',
  risk: 'high',
  useCase: 'support',
  owner: 'dana@example.com',
  model: 'simulated-fast',
  dataClasses: ['personal'],
  readable: true,
  ...more,
});
const subject = (more: Partial<Subject> = {}): Subject => ({
  library: 'support',
  environment: 'production',
  assets: 2,
  sides: [side()],
  ...more,
});
const source = (text: string, more: Partial<ReadSource> = {}): ReadSource => ({
  library: 'policy',
  path: 'org.requirement.yaml',
  digest: 'sha256:1',
  since: new Date('2026-11-01T00:00:00Z'),
  isPolicy: true,
  rules: rulesIn(text),
  ...more,
});
const rule = (id: string, condition: string, rest = 'stages: [{ name: s, kind: approval, need: 1 }]') =>
  `  - { id: ${id}, for: { ${condition} }, ${rest} }\n`;
const applying = (condition: string, given: Subject = subject()) => {
  const text = `rules:\n${rule('r', condition)}`;
  expect(requirementOf(text).faults).toEqual([]);
  const found = requirementFor('v', [source(text)], given).rules.map(({ name }) => name);
  return found.includes('r');
};

describe('a rule applies', () => {
  it.each([
    ['libraries: [support]', 'libraries: [sales]'],
    ['environments: [production]', 'environments: [staging]'],
    ['kinds: [prompt]', 'kinds: [workflow]'],
    ['risk: [medium, high]', 'risk: [low]'],
    ['paths: ["emails/**"]', 'paths: ["letters/**"]'],
    ['when: "risk == \'high\'"', 'when: "risk != \'high\'"'],
    ['when: "owner == \'dana@example.com\'"', 'when: "owner == null"'],
    [
      "when: \"useCase == 'support' && model == 'simulated-fast'\"",
      "when: \"useCase == 'x' || model == 'x'\"",
    ],
    ['when: "\'personal\' in dataClasses"', 'when: "\'health\' in dataClasses"'],
    ["when: \"kind in ['prompt', 'skill']\"", "when: \"!(kind in ['prompt', 'skill'])\""],
    ['when: "environment == \'production\'"', 'when: "library == \'sales\'"'],
    ['when: "assets >= 2 && assets <= 2"', 'when: "assets > 2 || assets < 2"'],
    ['when: "assets in [1, 2]"', 'when: "assets in [3]"'],
    ['when: "path == \'emails/welcome.prompt\'"', 'when: "false"'],
    ['when: "true"', 'when: "true && false"'],
    ['when: "assets == 2"', 'when: "assets != 2"'],
    ['kinds: [prompt], risk: [high]', 'kinds: [prompt], risk: [low]'],
    ['risk: [high], when: "true"', 'risk: [low], when: "true"'],
    ['paths: ["*.prompt", "emails/*"]', 'paths: ["*.prompt"]'],
    ['when: "false || true"', 'when: "false || false"'],
    ['when: "true || false"', 'when: "false && true"'],
    ['when: "library == \'support\'"', 'when: "environment == \'support\'"'],
    ['when: "risk != \'low\'"', 'when: "assets != 2"'],
    ['when: "assets < 3"', 'when: "assets < 2"'],
    ['when: "assets <= 2"', 'when: "assets <= 1"'],
    ['when: "assets <= 3"', 'when: "assets > 2"'],
    ['when: "assets > 1"', 'when: "assets >= 3"'],
    ['when: "assets >= 1"', 'when: "!(assets >= 2)"'],
    ['when: "risk in [\'high\']"', 'when: "risk in [\'low\']"'],
  ])('with %s, not with %s', (yes, no) => {
    expect(applying(yes)).toBe(true);
    expect(applying(no)).toBe(false);
  });

  it('by size only to numbers: what is no number is neither more nor less than anything', () => {
    const sizes = ['<', '<=', '>', '>='] as const;
    const literal = (value: string | number | boolean | null) => ({ op: 'literal', value }) as const;
    for (const by of sizes)
      for (const [left, right] of [
        ['1', 2],
        [2, '1'],
        ['a', 'b'],
        [null, 1],
        [1, null],
        [true, 0],
      ] as const)
        for (const [one, two] of [
          [left, right],
          [right, left],
        ] as const)
          expect(
            holds({ op: 'compare', by, left: literal(one), right: literal(two) }, side(), subject()),
          ).toBe(false);
  });

  it('when both sides of one asset do not say it, but one does: a lower tier lowers nothing', () => {
    const lowered = subject({ sides: [side(), side({ risk: 'low' })] });
    expect(applying('risk: [high]', lowered)).toBe(true);
    expect(applying('when: "risk == \'high\'"', lowered)).toBe(true);
  });

  it('not by halves: one side has to meet all of it', () => {
    const two = subject({ sides: [side({ kind: 'skill' }), side({ risk: 'low' })] });
    expect(applying('kinds: [prompt], risk: [high]', two)).toBe(false);
  });

  it('to what cannot be read, whatever that would say', () => {
    const unread = subject({ sides: [side({ readable: false, risk: null, dataClasses: [] })] });
    expect(applying('risk: [low], when: "false"', unread)).toBe(true);
    expect(applying('kinds: [skill]', unread)).toBe(false);
  });

  it('to what says nothing, where nothing is asked for', () => {
    const silent = side({ risk: null, owner: null, model: null, useCase: null, dataClasses: [] });
    expect(applying('risk: [low, medium, high]', subject({ sides: [silent] }))).toBe(false);
    expect(applying('when: "risk == null && model == null"', subject({ sides: [silent] }))).toBe(true);
    expect(applying('environments: [production]', subject({ sides: [] }))).toBe(true);
    expect(applying('kinds: [prompt]', subject({ sides: [] }))).toBe(false);
  });
});

describe('what a change needs', () => {
  it('without any rules is one review, and one approval', () => {
    const anybody = { need: 1, from: null, stepUpMs: null, validForMs: null, lapseMs: null, broken: null };
    expect(defaultRequirement).toMatchObject({
      ...{ sources: [], since: null, publish: [], checks: [], rules: [{ id: 'default' }] },
      stages: [
        { ...anybody, rule: 'default', name: 'review', kind: 'review' },
        { ...anybody, rule: 'default', name: 'approval', kind: 'approval' },
      ],
    });
    expect(defaultRequirement.stages).toHaveLength(2);
    expect(requirementFor('v', [], subject())).toEqual({ ...defaultRequirement, version: 'v' });
  });

  const approval = 'stages: [{ name: s, kind: approval, need: 2, from: [{ team: legal }] }]';
  it('is the default without rules, and where none applies', () => {
    const none = requirementFor('v', [source(`rules:\n${rule('r', 'risk: [low]')}`)], subject());
    expect(none.stages).toEqual(defaultRequirement.stages);
    expect(none.rules).toEqual(defaultRequirement.rules);
    expect(none.version).toBe('v');
  });

  it('is every rule that applies together, in order, with what each asks beside stages', () => {
    const text = `rules:\n${rule('a', 'kinds: [prompt]', approval)}${rule('b', 'kinds: [prompt]', `${approval}, checks: [evaluations, evaluations], publish: { from: [{ role: admin }] }`)}`;
    const own = source(
      'rules: [{ id: c, stages: [{ name: own, kind: review, need: 1 }], checks: [evaluations] }]',
      {
        ...{ library: 'support', path: 'own.requirement.yaml', isPolicy: false },
        since: new Date('2026-11-03T00:00:00Z'),
      },
    );
    const found = requirementFor('v', [source(text), own], subject());
    expect(found.stages.map(({ rule: id, name }) => `${id} ${name}`)).toEqual([
      'policy/org.requirement.yaml#a s',
      'policy/org.requirement.yaml#b s',
      'support/own.requirement.yaml#c own',
    ]);
    expect(found.rules.map(({ source: file }) => file)).toEqual([
      'policy/org.requirement.yaml',
      'policy/org.requirement.yaml',
      'support/own.requirement.yaml',
    ]);
    expect(found.publish).toEqual([[{ by: 'role', name: 'admin' }]]);
    expect(found.checks).toEqual(['evaluations']);
    expect(found.since).toEqual(own.since);
    expect(requirementFor('v', [own, source(text)], subject()).since).toEqual(own.since);
    expect(found.sources).toMatchObject([{ library: 'policy' }, { library: 'support' }]);
  });

  it('AT-09: never is no approval: rules without one get the default’s', () => {
    const reviewOnly = 'rules: [{ id: a, stages: [{ name: x, kind: review, need: 1 }] }]';
    const found = requirementFor('v', [source(reviewOnly)], subject());
    expect(found.stages.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'x review',
      'approval approval',
    ]);
    expect(found.rules.map(({ name }) => name)).toEqual(['a', 'default']);
    const checksOnly = requirementFor('v', [source('rules: [{ id: a, checks: [x] }]')], subject());
    expect(checksOnly.stages).toEqual(defaultRequirement.stages);
    expect(checksOnly.checks).toEqual(['x']);
  });

  it('AT-09: a file that cannot be read is a stage that nobody can satisfy', () => {
    const found = requirementFor('v', [source('rules: what?')], subject());
    expect(found).toMatchObject({ publish: [], checks: [] });
    expect(found.stages).toMatchObject([
      { kind: 'approval', broken: expect.stringContaining('cannot be read') },
    ]);
    expect(found.rules).toMatchObject([
      { name: 'unreadable', description: expect.stringContaining('org.req') },
    ]);
  });

  it('a library’s own rules are for itself, whatever they say', () => {
    const text = `rules:\n${rule('r', 'libraries: [sales]', approval)}`;
    const own = requirementFor('v', [source(text, { isPolicy: false })], subject());
    expect(own.rules.map(({ name }) => name)).toEqual(['r']);
    expect(requirementFor('v', [source(text)], subject()).rules.map(({ name }) => name)).toEqual(['default']);
  });

  it('a rule without words is described by when it applies', () => {
    const [found] = requirementFor('v', [source(`rules:\n${rule('r', 'risk: [high]')}`)], subject()).rules;
    expect(found?.description).toBe('of risk high');
  });
});

it('AT-10: the version names every file in force with its bytes', () => {
  const one = { library: 'policy', path: 'a', digest: 'sha256:1' } as const;
  const versions = [
    [],
    [one],
    [{ ...one, digest: 'sha256:2' } as const],
    [{ ...one, path: 'b' }],
    [{ ...one, library: 'x' }],
    [one, { ...one, path: 'b' }],
  ].map(versionOf);
  expect(new Set(versions).size).toBe(versions.length);
  expect(versions[0]).toBe('default/1');
  expect(versions[1]).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(versionOf([one])).toBe(versions[1]);
});

it('reads what an asset says about itself', () => {
  const text =
    '---\nmodel: m\ncountersign:\n  owner: o\n  useCase: u\n  riskTier: high\n  dataClasses: [personal]\n---\nHello\n';
  expect(fieldsOf('a.prompt', text)).toEqual({
    ...{ path: 'a.prompt', kind: 'prompt', readable: true, model: 'm', owner: 'o', useCase: 'u' },
    ...{ risk: 'high', dataClasses: ['personal'], redirect: null },
  });
  expect(fieldsOf('a.prompt', '---\n: [\n---\n')).toMatchObject({ readable: false, risk: null });
  expect(fieldsOf('README.md', 'x')).toMatchObject({ kind: 'other', readable: true, risk: null });
});

describe('a pattern of paths', () => {
  it.each([
    ['emails/**', ['emails/a.prompt', 'emails/x/y.prompt'], ['email/a.prompt', 'a/emails/b.prompt']],
    ['**/secret.prompt', ['secret.prompt', 'a/b/secret.prompt'], ['a/secret.prompts', 'secret.prompt/a']],
    ['a/**/b', ['a/b', 'a/x/y/b'], ['a/x', 'x/a/b']],
    ['*.prompt', ['a.prompt', '.prompt'], ['x/a.prompt', 'a.prompt2']],
    ['a?c', ['abc'], ['ac', 'a/c', 'abbc']],
    ['**', ['a', 'a/b/c'], []],
    ['a', ['a'], ['b', 'a/b', '']],
    ['*a*b*', ['ab', 'xaxbx'], ['ba']],
    ['', [''], ['a']],
  ])('%s', (pattern, yes, no) => {
    for (const path of yes) expect({ path, fits: fitsPattern(path, pattern) }).toEqual({ path, fits: true });
    for (const path of no) expect({ path, fits: fitsPattern(path, pattern) }).toEqual({ path, fits: false });
  });

  it('AT-60: takes no longer for a pattern that is made for it', () => {
    const started = performance.now();
    expect(fitsPattern(`${'a'.repeat(1_000)}c`, `${'*a'.repeat(90)}*b`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
