import { describe, expect, it } from 'vitest';
import {
  cedarOf,
  type Draft,
  effects,
  fieldNames,
  whatIsMissing,
} from '../clients/web/src/policy/builder.ts';
import { policyFaults } from '../src/policy/index.ts';

const draft: Draft = {
  id: 'no-mail',
  reason: 'Mail "addresses" stay here.',
  about: 'all',
  conditions: [],
  effect: 'forbid',
  argument: '',
  watchOnly: false,
};

describe('the rule builder', () => {
  it('writes readable Cedar', () => {
    const rule = cedarOf({
      ...draft,
      about: 'raw',
      conditions: [
        { field: 'environment', not: false, value: 'production' },
        { field: 'team', not: true, value: 'legal' },
      ],
      effect: 'redact',
      argument: 'email',
    });
    expect(rule).toBe(`@id("no-mail")
@mode("enforce")
@reason("Mail \\"addresses\\" stay here.")
@obligation("redact:email")
forbid (
  principal,
  action == Action::"execution.create_raw",
  resource
)
when
{
  (context has environment && context.environment == "production") &&
  !(principal in Team::"legal")
};
`);
  });

  it.each(fieldNames)('every field, also denied, fits the schema: %s', (field) => {
    const value = field === 'cost' ? '500' : 'a"b\\';
    for (const about of ['all', 'governed', 'raw'] as const)
      for (const not of [true, false]) {
        const text = cedarOf({ ...draft, about, conditions: [{ field, not, value }] });
        expect(policyFaults([{ path: 'a.cedar', text }])).toEqual([]);
      }
  });

  it.each(['forbid', 'redact', 'mask', 'hold', 'max_tokens', 'force_model', 'warn'] as const)(
    'every effect is read: %s',
    (effect) => {
      const text = cedarOf({ ...draft, effect, argument: effects[effect].hint });
      expect(policyFaults([{ path: 'a.cedar', text }])).toEqual([]);
    },
  );

  it('says what is missing', () => {
    expect(whatIsMissing(draft)).toBeNull();
    expect(whatIsMissing({ ...draft, id: '' })).toContain('name');
    expect(whatIsMissing({ ...draft, reason: ' ' })).toContain('why');
    expect(whatIsMissing({ ...draft, effect: 'max_tokens', argument: 'many' })).toContain('Tokens');
    expect(whatIsMissing({ ...draft, conditions: [{ field: 'cost', not: false, value: 'much' }] })).toContain(
      'compares',
    );
  });
});
