import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kindOf } from '../asset.ts';
import { durationMs, durationWords } from './duration.ts';
import { EXPRESSION_LIMITS, parseExpression } from './expression.ts';
import { readRequirement, requirementOf } from './requirement.ts';

const whole = `rules:
  - id: personal-data
    description: Legal looks at what is about people.
    for:
      libraries: [support]
      environments: [production]
      kinds: [prompt, workflow]
      risk: [high, medium]
      paths: ["emails/**"]
      when: 'risk == "high" || "personal" in dataClasses'
    stages:
      - name: peer review
        kind: review
        need: 1
        from: [{ role: reviewer }, { team: legal }, { person: Dana@Example.com }]
      - name: legal
        kind: approval
        need: 2
        from: [{ team: legal }]
        stepUp: 15m
        validFor: 14d
        remind: 24h
        escalate: { after: 48h, to: [{ role: admin }] }
        lapse: 7d
    publish: { from: [{ role: publisher }] }
    checks: [evaluations]
`;
const told = (text: string) =>
  readRequirement(text).faults.map(({ line, column, message }) => `${line}:${column} ${message}`);
const withWhen = (when: string) => `rules:\n  - id: a\n    for:\n      when: '${when}'\n`;

describe('a requirement', () => {
  it('is recognized by its name and read whole', () => {
    expect(kindOf('teams/legal.requirement.yaml')).toBe('requirement');
    const { faults, rules } = requirementOf(whole);
    expect(faults).toEqual([]);
    expect(rules?.[0]).toMatchObject({
      id: 'personal-data',
      condition: { libraries: ['support'], risk: ['high', 'medium'], paths: ['emails/**'] },
      stages: [
        { kind: 'review', need: 1, from: [{ by: 'role' }, { by: 'team' }, { name: 'dana@example.com' }] },
        {
          need: 2,
          stepUpMs: 900_000,
          validForMs: 1_209_600_000,
          escalate: { afterMs: 172_800_000, to: [{ by: 'role', name: 'admin' }] },
          lapseMs: 604_800_000,
          line: 16,
        },
      ],
      publish: [{ by: 'role', name: 'publisher' }],
      checks: ['evaluations'],
    });
  });

  it('says where it is wrong and what is meant', () => {
    const text = whole
      .replace('need: 2', 'need: 0')
      .replace('role: reviewer', 'role: reveiwer')
      .replace('15m', 'soon')
      .replace('validFor', 'validfor');
    expect(told(text)).toEqual([
      expect.stringMatching(/^15:24 .*from\[1\].role" must be .* Did you mean "reviewer"\?$/),
      '18:15 "rules[1].stages[2].need" must be how many people, from 1 to 20.',
      '20:17 "rules[1].stages[2].stepUp" must be a duration such as 15m, 8h or 5d.',
      '21:9 "rules[1].stages[2]" has no field "validfor". Did you mean "validFor"?',
    ]);
  });

  it.each([
    ['nothing', '', '1:1 A requirement is a list of rules under "rules:". Write it.'],
    ['an id twice', 'rules:\n  - id: a\n  - id: a\n', '3:9 The id "a" stands here twice. Choose another.'],
    [
      'two in one party',
      'rules:\n  - id: a\n    publish: { from: [{ role: admin, team: x }] }\n',
      '3:23 "rules[1].publish.from[1]" names one role, team or person. Make an item of each.',
    ],
    ['nobody to ask', 'rules:\n  - id: a\n    publish: { from: [] }\n', '3:22 '],
    ['an unknown field', withWhen('rsik == "high"'), '4:14 There is no field "rsik".'],
    ['an unknown word', withWhen('assets > 1 || risk == "hihg"'), 'Did you mean "high"?'],
  ])('refuses %s', (_name, text, expected) => {
    expect(told(text)).toEqual([expect.stringContaining(expected)]);
  });

  it('AT-09: what cannot be read asks for more than anybody can give, never for less', () => {
    const { rules } = requirementOf(
      'rules:\n  - id: a\n    stages:\n      - { name: x, kind: approval, need: many, from: legal }\n',
    );
    expect(rules?.[0]?.stages[0]).toMatchObject({ need: Number.NaN, from: [] });
  });

  it('may hold no rules, which is how one is lifted for all to see', () => {
    expect(requirementOf('rules: []\n')).toEqual({ faults: [], rules: [] });
  });
});

describe('a condition', () => {
  it.each([
    'risk == "high"',
    '!(kind in ["prompt", "workflow"]) && assets >= 3',
    '"personal" in dataClasses || owner == null || path != \'a.prompt\'',
    'true',
    '!!(assets < 2 || assets > 10)',
  ])('reads %s', (source) => {
    expect(parseExpression(source)).toMatchObject({ ok: true });
  });

  it.each([
    ['', 'ends too early'],
    ['risk', 'Compare this with something'],
    ['risk = "high"', 'written "=="'],
    ['risk == high', 'There is no field "high"'],
    ['risk == "high" & assets > 1', 'Write & twice'],
    ['risk == "high', 'no closing quote'],
    ['assets > "1"', 'compares numbers'],
    ['dataClasses == "personal"', 'asked with "in"'],
    ['assets in dataClasses', '"in" asks whether'],
    ['(risk == "high"', 'not closed'],
    ['risk == "high" assets', 'does not belong here'],
    ['kind in ["prompt" "skill"]', 'comma'],
    ['kind in ["prompt", 1]', 'either texts or numbers'],
    ['!risk', 'stands between conditions'],
    ['risk == 3', 'never equal'],
    [`${'('.repeat(30)}true${')'.repeat(30)}`, 'nested too deep'],
    [`${'!'.repeat(60)}true`, 'nested too deep'],
    ['true && '.repeat(110).concat('true'), 'too many parts'],
    ['x'.repeat(1_001), 'too long'],
    ['risk == "high"; drop', 'cannot hold ";"'],
  ])('refuses %s', (source, expected) => {
    expect(parseExpression(source)).toMatchObject({
      ok: false,
      message: expect.stringContaining(expected),
    });
  });

  it('is total: any text is read or refused at a place inside it', () => {
    const word = fc.constantFrom(
      'risk',
      '==',
      '"a"',
      '(',
      ')',
      '[',
      ']',
      '!',
      '&&',
      'in',
      '5',
      'assets',
      ',',
      ' ',
    );
    const any = fc.oneof(
      fc.string(),
      fc.array(word, { maxLength: 30 }).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(any, (source) => {
        const read = parseExpression(source);
        if (!read.ok) {
          expect(read.at).toBeLessThanOrEqual(Math.max(source.length, EXPRESSION_LIMITS.characters));
          expect(read.message).toMatch(/\.$|\?$/);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a duration', () => {
  it('is a number with a unit', () => {
    expect(['30s', '15m', '8h', '5d'].map(durationMs)).toEqual([30_000, 900_000, 28_800_000, 432_000_000]);
    for (const not of ['', '0m', '5', '5w', '1.5h', ' 5m', '5m ', 5, null])
      expect(durationMs(not)).toBeUndefined();
    expect([1_000, 60_000, 3_600_000, 1_209_600_000].map(durationWords)).toEqual([
      '1 second',
      '1 minute',
      '1 hour',
      '14 days',
    ]);
  });
});
