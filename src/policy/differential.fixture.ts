import { isAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import fc from 'fast-check';
import { cedarRequest } from './cedar-request.ts';
import { misfitting } from './judge.ts';
import { type Rule, readRules } from './rule.ts';
import type { PolicyRequest, Verdict } from './verdict.ts';

/** Few words, so that rules and requests meet often. */
const word = fc.constantFrom('a', 'b', 'production', 'x"y', 'é\\');
const quoted = word.map((text) => JSON.stringify(text));
const hugeFactor = '9223372036854775807';
const risk = fc.constantFrom('low' as const, 'high' as const, null);

const head = fc.record({
  principal: fc.oneof(
    fc.constantFrom('principal', 'principal is Person', 'principal is App'),
    quoted.map((id) => `principal == Person::${id}`),
    quoted.map((id) => `principal in Team::${id}`),
    quoted.map((id) => `principal is App in Team::${id}`),
  ),
  action: fc.constantFrom(
    'action',
    'action == Action::"execution.create"',
    'action == Action::"execution.create_raw"',
    'action in [Action::"execution.create", Action::"execution.create_raw"]',
  ),
  resource: fc.oneof(
    fc.constantFrom('resource', 'resource is Prompt', 'resource is Model'),
    quoted.map((id) => `resource == Model::${id}`),
    quoted.map((id) => `resource in Library::${id}`),
    fc.tuple(quoted, word).map(([id]) => `resource is Prompt in Library::${id}`),
  ),
});

/** Conditions that every action's context fits, so that any head goes with them; several of them fail on some requests. */
const atom = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('context.governed', 'context.published', 'context.restricted') },
  { weight: 3, arbitrary: quoted.map((text) => `context.model == ${text}`) },
  { weight: 2, arbitrary: quoted.map((text) => `context.provider != ${text}`) },
  {
    weight: 3,
    arbitrary: quoted.map((text) => `(context has environment && context.environment == ${text})`),
  },
  { weight: 1, arbitrary: quoted.map((text) => `(context has useCase && context.useCase like ${text})`) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('context has riskTier', 'context has region', 'context has maxTokens'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('context.dataClasses.contains("email")', 'context.uninspected.isEmpty()'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('context.hour > 11', 'context.hour == 3', 'context.hour + 1 <= 8'),
  },
  // Fails wherever the hour is above 1: too large a number.
  { weight: 2, arbitrary: fc.constant(`context.hour * ${hugeFactor} > 5`) },
  { weight: 1, arbitrary: quoted.map((text) => `principal.roles.contains(${text})`) },
  { weight: 1, arbitrary: quoted.map((text) => `principal in Team::${text}`) },
  { weight: 1, arbitrary: quoted.map((text) => `principal.name == ${text}`) },
  { weight: 1, arbitrary: quoted.map((text) => `principal == App::${text}`) },
  {
    weight: 1,
    arbitrary: fc.constant('(context has estimatedCostMicroUsd && context.estimatedCostMicroUsd > 100)'),
  },
);
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    atom,
    tie('expression').map((inner) => `!(${inner})`),
    fc.tuple(tie('expression'), tie('expression')).map(([one, other]) => `(${one} && ${other})`),
    fc.tuple(tie('expression'), tie('expression')).map(([one, other]) => `(${one} || ${other})`),
    fc
      .tuple(tie('expression'), tie('expression'), tie('expression'))
      .map(([when, then, otherwise]) => `(if ${when} then ${then} else ${otherwise})`),
  ),
}));

const ruleText = fc
  .record({
    head,
    effect: fc.constantFrom('permit', 'permit', 'forbid'),
    mode: fc.constantFrom('enforce', 'enforce', 'enforce', 'monitor'),
    obligation: fc.constantFrom('', '', '', '@obligation("redact:email")', '@obligation("warn, sample:5")'),
    expires: fc.constantFrom('', '', '', '@expires("2026-11-28")'),
    conditions: fc.array(fc.tuple(fc.constantFrom('when', 'unless'), expression), { maxLength: 2 }),
  })
  .map(({ head: { principal, action, resource }, effect, mode, obligation, expires, conditions }) => {
    const body = conditions.map(([kind, inner]) => `${kind} { ${inner} }`).join(' ');
    return `@mode("${mode}") @reason("r: forbid") ${obligation} ${expires} ${effect} (${principal}, ${action}, ${resource}) ${body};`;
  });

/** Random rules under random ids, in one file. Some do not fit the schema: `fits` drops them one by one. */
export const someRules: fc.Arbitrary<readonly Rule[]> = fc
  .array(ruleText, { minLength: 1, maxLength: 12 })
  .map((texts) =>
    readRules([{ name: 'random.cedar', text: texts.map((text, at) => `@id("r${at}") ${text}`).join('\n') }]),
  );

export const someRequest: fc.Arbitrary<PolicyRequest> = fc
  .record({
    at: fc.constantFrom('2026-11-27T23:59:59.999Z', '2026-11-28T00:00:00.000Z'),
    principal: fc.record({
      kind: fc.constantFrom('person' as const, 'app' as const),
      id: word,
      name: word,
      roles: fc.subarray(['a', 'b']),
      teams: fc.subarray(['a', 'b', 'production']),
    }),
    prompt: fc.option(
      fc.record({
        library: word,
        name: word,
        published: fc.boolean(),
        restricted: fc.boolean(),
        riskTier: risk,
        useCase: fc.option(word, { nil: null }),
      }),
      { nil: null },
    ),
    context: fc.record({
      model: word,
      provider: word,
      region: fc.option(word, { nil: null }),
      environment: fc.option(word, { nil: null }),
      hour: fc.integer({ min: 0, max: 23 }),
      dataClasses: fc.subarray(['email', 'iban']),
      uninspected: fc.subarray(['image']),
      estimatedCostMicroUsd: fc.option(fc.integer({ min: 0, max: 200 }), { nil: null }),
      maxTokens: fc.option(fc.nat(), { nil: null }),
      modelStatus: fc.option(fc.constantFrom('banned', 'proposed', 'approved'), { nil: null }),
      approvedUseCases: fc.option(fc.subarray(['a', 'b']), { nil: null }),
      modelRisk: risk,
      modelRegions: fc.option(fc.subarray(['a', 'b']), { nil: null }),
      trainsOnData: fc.option(fc.boolean(), { nil: null }),
      retentionDays: fc.option(fc.nat(), { nil: null }),
      useCaseRisk: risk,
    }),
  })
  .map(({ at, principal, prompt, context }) => ({
    organization: 'org_1',
    at,
    principal,
    action: prompt === null ? 'execution.create_raw' : 'execution.create',
    resource:
      prompt === null
        ? { kind: 'model', name: context.model }
        : { kind: 'prompt', digest: 'sha256:00', dataClasses: [], ...prompt },
    context: {
      ...context,
      governed: prompt !== null,
      published: prompt?.published ?? false,
      restricted: prompt?.restricted ?? false,
      riskTier: prompt?.riskTier ?? null,
      useCase: prompt?.useCase ?? null,
    },
  }));

/** The rules that fit the schema on their own. */
export function fitting(schema: string, rules: readonly Rule[]): Rule[] {
  const bad = new Set(misfitting(schema, rules).map(({ rule }) => rule));
  return rules.filter((rule) => !bad.has(rule));
}

type Said = Pick<Verdict, 'decision' | 'errors'> & { obligations: string[]; monitored: string[] };

/** What plain Cedar says, asked about everything at once, and about each rule alone where its own answer is a matter of modes. */
export function plainCedar(schema: string, rules: readonly Rule[], request: PolicyRequest): Said {
  const inForce = rules.filter(({ expires }) => expires === null || request.at < `${expires}T00:00:00.000Z`);
  const asked = cedarRequest(request);
  const ask = (some: readonly Rule[], checked: { schema?: string; validateRequest?: boolean } = {}) => {
    const staticPolicies = Object.fromEntries(some.map(({ id, text }) => [id, text]));
    const policies = { staticPolicies };
    const answer = isAuthorized({ ...asked, ...checked, policies });
    if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join());
    return answer.response;
  };
  const deciding = inForce.filter(
    ({ mode, effect, obligations }) =>
      mode === 'enforce' && (effect === 'permit' || obligations.length === 0),
  );
  const whole = ask(deciding, { schema, validateRequest: true });
  const alone = inForce.map((rule) => ({ rule, said: ask([rule]).diagnostics }));
  const errors = alone.filter(({ said }) => said.errors.length > 0).map(({ rule }) => rule);
  const applying = alone.filter(({ said }) => said.reason.length > 0).map(({ rule }) => rule);
  const allowed =
    whole.decision === 'allow' &&
    whole.diagnostics.errors.length === 0 &&
    errors.every(({ mode }) => mode === 'monitor');
  return {
    decision: allowed ? 'permit' : 'forbid',
    errors: errors.map(({ id }) => id).sort(),
    obligations: allowed
      ? applying
          .filter(({ mode }) => mode === 'enforce')
          .flatMap(({ id, obligations }) =>
            obligations.map(({ kind, argument }) => `${id} ${kind} ${argument}`),
          )
          .sort()
      : [],
    monitored: applying
      .filter(({ mode }) => mode === 'monitor')
      .map(({ id }) => id)
      .sort(),
  };
}
