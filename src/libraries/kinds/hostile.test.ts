import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CEDAR_LIMITS } from './cedar-tokens.ts';
import { readKind } from './index.ts';

/** One path of every kind, and the text that a hostile piece of YAML is put into. */
const yamlKinds = [
  ['a.prompt', (yaml: string) => `---\n${yaml}\n---\nHello`],
  ['a.workflow.yaml', (yaml: string) => yaml],
  ['a.eval.yaml', (yaml: string) => yaml],
  ['a.requirement.yaml', (yaml: string) => yaml],
  ['a/SKILL.md', (yaml: string) => `---\n${yaml}\n---\nHello`],
] as const;
const paths = [...yamlKinds.map(([path]) => path), 'a.cedar', 'countersign.cedarschema', 'notes.md'];

/** Generous: other tests run beside this one. A text that explodes takes for ever, not twice as long. */
const boundMs = 8_000;

function timed(path: string, text: string) {
  const start = performance.now();
  const { faults } = readKind(path, text);
  expect(performance.now() - start).toBeLessThan(boundMs);
  return faults;
}

describe.each(yamlKinds)('%s', (path, around) => {
  it.each(['__proto__', 'constructor', 'prototype', 'metadata.__proto__'])(
    'AT-58: refuses the key %s',
    (key) => {
      for (const yaml of [
        `${key}: {isAdmin: true}`,
        `metadata:\n  ${key}:\n    isAdmin: true`,
        `- {${key}: 1}`,
      ])
        expect(
          timed(path, around(yaml))
            .map(({ message }) => message)
            .join(),
        ).toContain(`The key "${key}"`);
      expect('isAdmin' in {}).toBe(false);
    },
  );

  it('AT-58: names of inherited members are keys like any other', () => {
    for (const key of ['toString', 'hasOwnProperty', 'valueOf'])
      expect(() => timed(path, around(`${key}: 1\nmetadata: {${key}: 1}`))).not.toThrow();
  });

  it('AT-60: anchors ×10^9 are refused, and not written out', () => {
    const levels = 'abcdefghij'.split('').map((name, at, all) => {
      const below = all[at - 1];
      const items = below === undefined ? '"lol"' : `*${below}`;
      return `${name}: &${name} [${Array.from({ length: 10 }, () => items).join(', ')}]`;
    });
    expect(timed(path, around(levels.join('\n')))[0]?.message).toContain('Aliases (*name) are not read here');
    expect(timed(path, around('a: &a x\n'.repeat(5_000))).length).toBeGreaterThan(0);
  });

  it.each([
    ['lists on one line', '['.repeat(100_000)],
    ['maps on one line', '{a: '.repeat(50_000)],
    ['dashes on one line', '- '.repeat(60_000)],
    ['maps, one below the other', Array.from({ length: 600 }, (_, at) => `${' '.repeat(at)}a:`).join('\n')],
    ['brackets, closed again', '[]'.repeat(60_000)],
    ['a long number', `a: ${'9'.repeat(200_000)}`],
    ['quotes', '"'.repeat(120_000)],
    ['one long line', `a: ${'x '.repeat(120_000)}`],
    ['tags', `a: ${'!!binary '.repeat(10_000)}`],
    ['colons', ': '.repeat(60_000)],
    ['question marks', '? '.repeat(60_000)],
    ['half a character', '"\\uD800": 1'],
  ])('AT-60: %s', (_name, yaml) => {
    expect(timed(path, around(yaml)).length).toBeGreaterThan(0);
  });
});

describe('a policy', () => {
  const rule = (condition: string) => `@id("a") permit (principal, action, resource) when { ${condition} };`;
  const deep: readonly (readonly [string, (count: number) => string])[] = [
    ['parentheses', (count) => `${'('.repeat(count)}true${')'.repeat(count)}`],
    ['lists', (count) => `${'['.repeat(count)}1${']'.repeat(count)}`],
    ['records', (count) => `${'{a:'.repeat(count)}1${'}'.repeat(count)}`],
    ['calls', (count) => `${'ip('.repeat(count)}"1"${')'.repeat(count)}`],
    ['conditions', (count) => `${'if true then true else '.repeat(count)}true`],
    ['members', (count) => `context${'.a'.repeat(count)}`],
    ['indexes', (count) => `context${'["a"]'.repeat(count)}`],
    ['conjunctions', (count) => `true${' && true'.repeat(count)}`],
    ['sums', (count) => `1${' + 1'.repeat(count)} == 1`],
    ['negations', (count) => `${'!'.repeat(count)}true`],
  ];

  it.each(deep)(
    'AT-60: %s without end are refused before they reach the parser, which stays alive',
    (_name, make) => {
      expect(timed('a.cedar', rule(make(15_000)))[0]?.code).toBe('policy.limit_exceeded');
      expect(timed('a.cedar', rule('true'))).toEqual([]);
    },
  );

  it.each(deep)('%s up to the limit are read', (_name, make) => {
    for (const count of [CEDAR_LIMITS.depth - 3, CEDAR_LIMITS.operators / 4])
      timed('a.cedar', rule(make(Math.floor(count))));
    expect(timed('a.cedar', rule('true'))).toEqual([]);
  });

  it('AT-60: a schema nests no deeper either, and files end', () => {
    const sets = `entity A = { a: ${'Set<'.repeat(20_000)}Long${'>'.repeat(20_000)} };`;
    expect(timed('countersign.cedarschema', sets)[0]?.code).toBe('policy.limit_exceeded');
    expect(timed('a.cedar', rule('true').repeat(1_001))[0]?.code).toBe('policy.limit_exceeded');
    expect(timed('a.cedar', `// ${'x'.repeat(200_000)}`)[0]?.code).toBe('policy.limit_exceeded');
    expect(timed('a.cedar', rule('"'.repeat(1_001)))[0]?.code).toBe('policy.unparsable');
  });

  it('is read within a second at its largest', () => {
    const text = Array.from({ length: 1_000 }, (_, at) =>
      rule(`context.hour > ${at}`).replace('"a"', `"a${at}"`),
    );
    expect(timed('a.cedar', text.join('\n'))).toEqual([]);
  });
});

describe('no text', () => {
  const word = fc.constantFrom(
    ...[
      'steps',
      'spec',
      'metadata',
      'id',
      'needs',
      'tests',
      'assert',
      'type',
      'value',
      'name',
      '---',
      '- ',
      ': ',
    ],
    ...[
      '\n',
      '  ',
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      '|',
      '>',
      '&a',
      '*a',
      '!x',
      '#',
      '@id("a")',
      'permit',
      '(',
      ')',
    ],
    ...[
      'principal',
      ',',
      ';',
      'when',
      '?',
      '\\',
      '\0',
      '\ud800',
      'é',
      '👩‍💻',
      '\u2028',
      '\ufeff',
      '\r\n',
      '%',
      '1e999',
    ],
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.array(word, { maxLength: 60 }).map((words) => words.join('')),
  );

  it.each(paths)('makes the checker of %s throw, or point outside', (path) => {
    fc.assert(
      fc.property(texts, (text) => {
        const lines = text.split('\n').length;
        for (const { line, column, message, code } of readKind(path, text).faults) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lines + 1);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(message).toMatch(/[.?)]$/);
          expect(code).toMatch(/^[a-z]+\.[a-z_]+$/);
        }
      }),
      { numRuns: 300 },
    );
  });
});
