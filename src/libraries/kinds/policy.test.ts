import { describe, expect, it } from 'vitest';
import { told } from './kinds.fixture.ts';
import { readPolicy, readRulesOf } from './policy.ts';

const good = `// Größen: what may run
@id("prompts.published")
@mode("enforce")
@reason("Published prompts may be run.")
permit (principal, action == Action::"execution.create", resource is Prompt)
when { resource.published };

@id("prompts.redacted") @mode("monitor") @reason("Mail; addresses")
@obligation("redact:email, max_tokens:500")
@expires("2027-01-31")
@owner("team:legal")
forbid (principal, action, resource)
unless { context.dataClasses.contains("é;") || context.hour > 6 };
`;
const faultsOf = (text: string): string[] => told(readPolicy('rules/a.cedar', text).faults);

describe('a policy', () => {
  it('has no faults and an outline', () => {
    expect(faultsOf(good)).toEqual([]);
    expect(readPolicy('a.cedar', good).outline?.rules).toEqual([
      {
        id: 'prompts.published',
        effect: 'permit',
        mode: 'enforce',
        reason: 'Published prompts may be run.',
        obligations: [],
        expires: null,
        line: 2,
      },
      {
        id: 'prompts.redacted',
        effect: 'forbid',
        mode: 'monitor',
        reason: 'Mail; addresses',
        obligations: ['redact:email', 'max_tokens:500'],
        expires: '2027-01-31',
        line: 8,
      },
    ]);
  });

  it.each<[string, string, string, string]>([
    ['no id', '@id("prompts.published")\n', '', '2:1 This rule has no @id("…").'],
    ['an empty id', '"prompts.published"', '""', '2:1 This rule has no @id("…").'],
    [
      'an id twice',
      '"prompts.redacted"',
      '"prompts.published"',
      '8:5 Two rules have the id "prompts.published".',
    ],
    [
      'a misspelt annotation',
      '@reason("Pub',
      '@reson("Pub',
      '4:1 Nothing reads @reson. Did you mean "reason"?',
    ],
    [
      'a misspelt mode',
      '"monitor"',
      '"montior"',
      '8:31 @mode is "enforce" or "monitor", not "montior". Did you mean "monitor"?',
    ],
    ['a mode without value', '@mode("enforce")', '@mode', '3:1 @mode has no value.'],
    ['an empty reason', '"Published prompts may be run."', '""', '4:9 The @reason is empty.'],
    [
      'an unknown obligation',
      'redact:email',
      'redcat:email',
      '9:13 There is no obligation "redcat". Did you mean "redact"?',
    ],
    [
      'an obligation without argument',
      'redact:email',
      'redact',
      '9:13 The obligation redact names a data class',
    ],
    ['a hold for nobody', 'redact:email', 'hold', '9:13 The obligation hold waits for a human'],
    ['an empty obligation', '"redact:email, max_tokens:500"', '" "', '9:13 The @obligation is empty.'],
    [
      'tokens that are no number',
      'max_tokens:500',
      'max_tokens:many',
      '9:13 The obligation max_tokens takes a number',
    ],
    ['a day that does not exist', '2027-01-31', '2027-02-30', '10:10 @expires needs a day such as'],
    ['a date of another sort', '2027-01-31', '31.1.2027', '10:10 @expires needs a day such as'],
    [
      'a syntax error after letters of two bytes',
      '|| context',
      '| context',
      '13:45 Cedar cannot read this: ',
    ],
    [
      'a missing semicolon',
      'resource.published };',
      'resource.published }',
      '8:1 Cedar cannot read this: unexpected token `@`',
    ],
    ['an unknown effect', 'permit (', 'allow (', '5:1 Cedar cannot read this: invalid policy effect: allow.'],
    [
      'an unknown variable',
      'context.hour',
      'ctx.hour',
      '13:48 Cedar cannot read this: invalid member access `ctx.hour`',
    ],
    [
      'an annotation twice',
      '@mode("enforce")',
      '@id("b")',
      '3:1 Cedar cannot read this: duplicate annotation: @id.',
    ],
    ['a string that is never closed', '"é;"', '"é;', '13:39 Cedar cannot read this: invalid token.'],
    [
      'a template',
      'forbid (principal,',
      'forbid (principal == ?principal,',
      '12:22 "?principal" makes this a template',
    ],
    ['an early end', ' };\n\n@id("prompts.redacted")', '', '6:27 Cedar cannot read this'],
  ])('%s', (_name, from, to, expected) => {
    expect(good).toContain(from);
    expect(faultsOf(good.replace(from, to))).toEqual([expect.stringContaining(expected)]);
  });

  it('takes instants, escapes, and texts over several lines', () => {
    const text =
      '@id("a\\u{e9}\\n\\"b\\"") @reason("one\ntwo") @expires("2027-01-31T12:00:00+02:00")\npermit (principal, action, resource);';
    expect(readPolicy('a.cedar', text)).toMatchObject({
      faults: [],
      outline: { rules: [{ id: 'aé\n"b"', reason: 'one\ntwo', line: 1 }] },
    });
  });

  it('gives the rules as written to whoever puts them in force', () => {
    const read = readRulesOf(good);
    expect(
      read.ok && read.rules.map(({ text }) => text).map((text) => [text.slice(0, 6), text.at(-1)]),
    ).toEqual([
      ['@id("p', ';'],
      ['@id("p', ';'],
    ]);
    expect(read.ok && good.includes(read.rules[1]?.text ?? '?')).toBe(true);
  });

  it('reads the schema as a schema', () => {
    const path = 'countersign.cedarschema';
    expect(readPolicy(path, 'entity Person = { roles: Set<String> };').faults).toEqual([]);
    expect(told(readPolicy(path, 'entity Person = { é: String\naction x;').faults)).toEqual([
      expect.stringContaining('1:19 Cedar cannot read this'),
    ]);
  });
});
