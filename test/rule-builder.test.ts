import { describe, expect, it } from 'vitest';
import {
  cedarOf,
  type Draft,
  effects,
  fieldNames,
  whatIsMissing,
} from '../clients/web/src/policy/builder.ts';
import { type RawRow, rawCedar, rowsFrom, twice } from '../clients/web/src/policy/raw/raw-rules.ts';
import { policySchema } from '../src/libraries/index.ts';
import {
  createPolicy,
  loadBuiltInRules,
  policyFaults,
  readRules,
  unregistered,
} from '../src/policy/index.ts';

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

describe('raw calls', () => {
  const rows: readonly RawRow[] = [
    { who: 'everybody', environment: '', does: 'warn' },
    { who: 'everybody', environment: 'production', does: 'refuse' },
    { who: 'app_1', environment: '', does: 'observe' },
    { who: 'app_1', environment: 'staging', does: 'refuse' },
  ];
  const cedar = rawCedar(rows, 'Use a "prompt".');

  it('are said in Cedar that fits, and read back from what is in force', () => {
    expect(policyFaults([{ path: 'raw-calls.cedar', text: cedar }])).toEqual([]);
    const rules = readRules([{ name: 'raw-calls.cedar', text: cedar }]);
    expect(rowsFrom(rules)).toEqual(rows);
    expect(twice(rows)).toBeNull();
    expect(twice([...rows, ...rows])).toEqual(rows[0]);
  });

  it.each([
    ['somebody', null, 'permit warn'],
    ['somebody', 'staging', 'permit warn'],
    ['somebody', 'production', 'forbid'],
    ['app_1', null, 'permit'],
    ['app_1', 'production', 'permit'],
    ['app_1', 'staging', 'forbid'],
  ])('the line that says more exactly whose and where counts: %s in %s', async (id, environment, said) => {
    const rules = readRules([{ name: 'raw-calls.cedar', text: cedar }]);
    const policy = createPolicy(policySchema, [...(await loadBuiltInRules()), ...rules]);
    const { decision, obligations } = policy.verdict({
      ...{ organization: 'org_1', at: '2026-11-27T09:30:00.000Z', action: 'execution.create_raw' },
      principal: { kind: 'app', id, name: 'A', roles: ['viewer'], teams: [] },
      resource: { kind: 'model', name: 'm' },
      context: {
        ...{ model: 'm', provider: 'p', region: null, environment, useCase: null, riskTier: null },
        ...{
          governed: false,
          published: false,
          restricted: false,
          hour: 9,
          dataClasses: [],
          uninspected: [],
        },
        ...{ estimatedCostMicroUsd: null, maxTokens: null, ...unregistered },
      },
    });
    expect([decision, ...obligations.map(({ kind }) => kind)].join(' ')).toBe(said);
  });
});
