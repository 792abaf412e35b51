import type { ModelDefinition, ModelStatus, UseCaseDefinition } from '../../api/types.ts';
import { money } from '../../design/money.ts';
import type { Tone } from '../../design/Status.tsx';
import type { Shape } from '../../design/StatusShape.tsx';

export const statusWords = {
  proposed: {
    tone: 'warn',
    shape: 'half',
    word: 'proposed',
    says: 'Runs only where a rule of yours permits it',
  },
  approved: { tone: 'good', shape: 'check', word: 'approved', says: 'Runs, for what it is approved for' },
  deprecated: {
    tone: 'plain',
    shape: 'ring',
    word: 'deprecated',
    says: 'Still runs; go over to its successor',
  },
  banned: { tone: 'bad', shape: 'cross', word: 'banned', says: 'Refused everywhere' },
} as const satisfies Record<ModelStatus, { tone: Tone; shape: Shape; word: string; says: string }>;

export type Fact = readonly [name: string, value: string];

/** What the register says of a model, as people read it. */
export function modelFacts(model: ModelDefinition): Fact[] {
  const { terms, price } = model;
  return [
    ['Provider', model.provider],
    ...(model.version === null ? [] : [['Version', model.version] as const]),
    ['Answers for it', model.owner],
    ['Risk', model.risk],
    ['Approved for', model.useCases === null ? 'any use case' : model.useCases.join(', ')],
    ['May run in', model.regions === null ? 'any region' : model.regions.join(', ')],
    ['Trains on what it is sent', yesNo(terms?.training ?? null)],
    ['Keeps it', daysWords(terms?.retentionDays ?? null)],
    ...(price === null
      ? [['Price', 'as published'] as const]
      : [
          ['Input, for a million tokens', money(price.inputMicroUsdPerMillion)] as const,
          ['Output, for a million tokens', money(price.outputMicroUsdPerMillion)] as const,
        ]),
    ...(model.retires === null ? [] : [['Retires', model.retires] as const]),
    ...(model.successor === null ? [] : [['Go over to', model.successor] as const]),
  ];
}

export const factsOfUseCase = (useCase: UseCaseDefinition): Fact[] => [
  ['Answers for it', useCase.owner],
  ['Risk', useCase.risk],
  ['Legal basis', useCase.legalBasis],
  ['Data', useCase.dataClasses.length === 0 ? 'not said' : useCase.dataClasses.join(', ')],
];

const yesNo = (value: boolean | null): string => (value === null ? 'not said' : value ? 'yes' : 'no');

function daysWords(days: number | null): string {
  if (days === null) return 'not said';
  return days === 0 ? 'not at all' : `${days} ${days === 1 ? 'day' : 'days'}`;
}

export const risks = ['low', 'medium', 'high'].map((value) => ({ value, label: value }));
