import type { Schema } from '@cfworker/json-schema';
import type { Fields, Value } from '../dotprompt/value.ts';
import type { AssetFault, KindReading } from './fault.ts';
import {
  type Finding,
  listOf,
  readRegistered,
  riskIn,
  riskTiers,
  textIn,
  textsIn,
  useCaseName,
  written,
} from './registered.ts';
import { fieldsOf } from './schema-faults.ts';

/** What an organization says of a model, in the order in which it goes. */
export const modelStatuses = ['proposed', 'approved', 'deprecated', 'banned'] as const;
export type ModelStatus = (typeof modelStatuses)[number];

/** A model as an organization's register has it. Money in micro-USD for a million tokens. */
export interface ModelDefinition {
  /** As callers name it. */
  readonly model: string;
  readonly provider: string;
  readonly version: string | null;
  readonly status: ModelStatus;
  readonly owner: string;
  readonly description: string | null;
  readonly risk: 'low' | 'medium' | 'high';
  /** Null for anywhere. */
  readonly regions: string[] | null;
  /** Null for anything. */
  readonly useCases: string[] | null;
  readonly terms: {
    readonly training: boolean | null;
    readonly retentionDays: number | null;
    readonly link: string | null;
  } | null;
  readonly price: {
    readonly inputMicroUsdPerMillion: number;
    readonly outputMicroUsdPerMillion: number;
  } | null;
  /** A day, `2027-03-01`. */
  readonly retires: string | null;
  readonly successor: string | null;
}

export interface ModelOutline extends ModelDefinition {
  readonly kind: 'model';
}

const usd: Schema = {
  type: 'number',
  minimum: 0,
  maximum: 1_000_000,
  description: 'US dollars for a million tokens, such as 0.15',
};

/** The format of `*.model.yaml` as JSON Schema 2020-12: it checks files, and is for editors and documentation. */
export const modelSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    model: written(200, 'the name by which it is called, such as gpt-5-mini'),
    provider: written(100, 'who offers it, such as openai'),
    version: written(100, 'a version in quotes, such as "2026-03-01"'),
    status: { type: 'string', enum: [...modelStatuses], description: modelStatuses.join(', ') },
    owner: written(254, 'who answers for it: an e-mail address or a team'),
    description: written(1_000, 'what it is good for'),
    risk: riskTiers,
    regions: listOf(written(100, 'a region such as eu'), 'a list of regions such as [eu]'),
    useCases: listOf(useCaseName, 'a list of use cases such as [customer-support]'),
    terms: {
      type: 'object',
      description: '"key: value" lines: training, retentionDays, link',
      properties: {
        training: {
          type: 'boolean',
          description: 'true or false: whether its provider trains on what it is sent',
        },
        retentionDays: {
          type: 'integer',
          minimum: 0,
          maximum: 36_500,
          description: 'a whole number of days',
        },
        link: written(500, 'where the terms stand'),
      },
      additionalProperties: false,
    },
    price: {
      type: 'object',
      description: 'input and output, in US dollars for a million tokens',
      properties: { input: usd, output: usd },
      required: ['input', 'output'],
      additionalProperties: false,
    },
    retires: written(10, 'a day in quotes such as "2027-03-01"'),
    successor: written(200, 'the name of the model to go over to'),
  },
  required: ['model', 'provider', 'status', 'owner', 'risk'],
  additionalProperties: false,
};

/** Reads `*.model.yaml`. Pure, total, bounded. */
export function readModel(text: string): KindReading<ModelOutline> {
  const { faults, model } = modelOf(text);
  return { faults, outline: model === null ? null : { kind: 'model', ...model } };
}

/** The model of a file; null when it is none. Whoever goes by it refuses a file with any fault. */
export function modelOf(text: string): {
  readonly faults: readonly AssetFault[];
  readonly model: ModelDefinition | null;
} {
  const { faults, fields } = readRegistered(text, { kind: 'model', schema: modelSchema, more: findings });
  return { faults, model: fields === null ? null : definitionOf(fields) };
}

function findings({ retires, model, successor }: Fields): readonly Finding[] {
  const found: Finding[] = [];
  if (typeof retires === 'string' && !isDay(retires))
    found.push({ path: ['retires'], must: 'must be a day in quotes such as "2027-03-01"' });
  if (successor !== undefined && successor === model)
    found.push({ path: ['successor'], must: 'must be another model' });
  return found;
}

/** A day of the calendar, not only something that looks like one. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00.000Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

function definitionOf(fields: Fields): ModelDefinition {
  const { terms, price, status } = fields;
  return {
    model: textIn(fields.model) ?? '',
    provider: textIn(fields.provider) ?? '',
    version: textIn(fields.version),
    status: modelStatuses.find((one) => one === status) ?? 'banned',
    owner: textIn(fields.owner) ?? '',
    description: textIn(fields.description),
    risk: riskIn(fields.risk),
    regions: textsIn(fields.regions),
    useCases: textsIn(fields.useCases),
    terms: terms === undefined ? null : termsOf(terms),
    price: price === undefined ? null : priceOf(price),
    retires: textIn(fields.retires),
    successor: textIn(fields.successor),
  };
}

function termsOf(value: Value): NonNullable<ModelDefinition['terms']> {
  const { training, retentionDays, link } = fieldsOf(value);
  return {
    training: typeof training === 'boolean' ? training : null,
    retentionDays: Number.isSafeInteger(retentionDays) ? Number(retentionDays) : null,
    link: textIn(link),
  };
}

function priceOf(value: Value): NonNullable<ModelDefinition['price']> {
  const { input, output } = fieldsOf(value);
  const micro = (dollars: Value) => (typeof dollars === 'number' ? Math.round(dollars * 1_000_000) : 0);
  return { inputMicroUsdPerMillion: micro(input), outputMicroUsdPerMillion: micro(output) };
}
