/** One condition of a rule as a person picks it. */
export type Condition = { field: FieldName; not: boolean; value: string };
export type Then = 'forbid' | 'redact' | 'mask' | 'hold' | 'max_tokens' | 'force_model' | 'warn';
export type Draft = {
  id: string;
  reason: string;
  /** What it is about: every call, governed prompts, or raw calls. */
  about: 'all' | 'governed' | 'raw';
  conditions: readonly Condition[];
  effect: Then;
  /** What the effect takes, such as a data class or a number. */
  argument: string;
  watchOnly: boolean;
};

type Field = {
  label: string;
  hint: string;
  /** The Cedar that says it. */
  cedar: (value: string) => string;
  whole?: boolean;
};

const text = (value: string): string => JSON.stringify(value);
const optional = (name: string) => (value: string) =>
  `context has ${name} && context.${name} == ${text(value)}`;

/** What a rule can ask about, in the words of people who do not write Cedar. */
export const fields = {
  environment: { label: 'the environment is', hint: 'production', cedar: optional('environment') },
  dataClass: {
    label: 'the call holds',
    hint: 'email, phone, iban, card, national_id, secret',
    cedar: (value) => `context.dataClasses.contains(${text(value)})`,
  },
  team: {
    label: 'who calls is in the team',
    hint: 'legal',
    cedar: (value) => `principal in Team::${text(value)}`,
  },
  library: {
    label: 'the prompt is in the library',
    hint: 'marketing',
    cedar: (value) => `resource in Library::${text(value)}`,
  },
  model: {
    label: 'the model is',
    hint: 'simulated-fast',
    cedar: (value) => `context.model == ${text(value)}`,
  },
  provider: {
    label: 'the provider is',
    hint: 'simulated',
    cedar: (value) => `context.provider == ${text(value)}`,
  },
  region: { label: 'the region is', hint: 'eu', cedar: optional('region') },
  useCase: { label: 'the use case is', hint: 'customer-support', cedar: optional('useCase') },
  riskTier: { label: 'the risk is', hint: 'low, medium or high', cedar: optional('riskTier') },
  cost: {
    label: 'it may cost more than (micro-USD)',
    hint: '50000',
    whole: true,
    cedar: (value) => `context has estimatedCostMicroUsd && context.estimatedCostMicroUsd > ${value}`,
  },
} as const satisfies Record<string, Field>;
export type FieldName = keyof typeof fields;
export const fieldNames: readonly FieldName[] = Object.keys(fields).flatMap((name) =>
  isFieldName(name) ? [name] : [],
);

export function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(fields, name);
}

/** What may follow, what it takes, and what that must look like. */
export const effects: Readonly<
  Record<Then, { label: string; takes: string | null; hint: string; fits: RegExp }>
> = {
  forbid: { label: 'forbid it', takes: null, hint: '', fits: /^$/ },
  redact: {
    label: 'redact a data class',
    takes: 'Data class',
    hint: 'email',
    fits: /^[a-z][a-z0-9_-]{0,63}$/,
  },
  mask: { label: 'mask a data class', takes: 'Data class', hint: 'iban', fits: /^[a-z][a-z0-9_-]{0,63}$/ },
  hold: { label: 'require approval by a person', takes: null, hint: '', fits: /^$/ },
  max_tokens: { label: 'limit the answer', takes: 'Tokens at most', hint: '500', fits: /^[1-9]\d{0,8}$/ },
  force_model: {
    label: 'use another model',
    takes: 'Model',
    hint: 'simulated-fast',
    fits: /^[^\s,;]{1,200}$/,
  },
  warn: { label: 'warn, and let it run', takes: null, hint: '', fits: /^$/ },
};

/** What is missing before the rule can be written; null when nothing is. */
export function whatIsMissing({ id, reason, conditions, effect, argument }: Draft): string | null {
  if (!/^[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*$/.test(id))
    return 'Give the rule a name of small letters, such as no-raw-calls.';
  if (reason.trim() === '') return 'Say why: the person who is refused reads it.';
  const open = conditions.find(({ field, value }) =>
    'whole' in fields[field] ? !/^\d{1,15}$/.test(value) : value.trim() === '',
  );
  if (open !== undefined) return `Say what “${fields[open.field].label}” compares with.`;
  const { takes, fits } = effects[effect];
  if (takes !== null && !fits.test(argument)) return `${takes} is missing, or cannot be read.`;
  return null;
}

const heads: Readonly<Record<Draft['about'], string>> = {
  all: '  principal,\n  action,\n  resource',
  governed: '  principal,\n  action == Action::"execution.create",\n  resource',
  raw: '  principal,\n  action == Action::"execution.create_raw",\n  resource',
};

const obligationOf = ({ effect, argument }: Draft): string | null => {
  if (effect === 'forbid') return null;
  if (effect === 'warn') return 'warn';
  return effect === 'hold' ? 'hold:human' : `${effect}:${argument}`;
};

/** The rule in Cedar, as a person would write it. Pure. */
export function cedarOf(draft: Draft): string {
  const obligation = obligationOf(draft);
  const conditions = draft.conditions.map(({ field, not, value }) => {
    const cedar = fields[field].cedar(value.trim());
    return not ? `!(${cedar})` : cedar.includes('&&') ? `(${cedar})` : cedar;
  });
  const when = conditions.length === 0 ? '' : `\nwhen\n{\n  ${conditions.join(' &&\n  ')}\n}`;
  return [
    `@id(${text(draft.id)})`,
    `@mode("${draft.watchOnly ? 'monitor' : 'enforce'}")`,
    `@reason(${text(draft.reason.trim())})`,
    ...(obligation === null ? [] : [`@obligation(${text(obligation)})`]),
    `forbid (\n${heads[draft.about]}\n)${when};\n`,
  ].join('\n');
}
