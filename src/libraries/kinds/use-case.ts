import type { Schema } from '@cfworker/json-schema';
import type { AssetFault, KindReading } from './fault.ts';
import {
  listOf,
  readRegistered,
  riskIn,
  riskTiers,
  textIn,
  textsIn,
  useCaseName,
  written,
} from './registered.ts';

/** What an organization uses AI for, as its register has it. */
export interface UseCaseDefinition {
  /** As prompts, keys and rules name it. */
  readonly name: string;
  readonly title: string;
  readonly owner: string;
  readonly purpose: string;
  readonly risk: 'low' | 'medium' | 'high';
  readonly legalBasis: string;
  /** The data that it is about. */
  readonly dataClasses: string[];
}

export interface UseCaseOutline extends UseCaseDefinition {
  readonly kind: 'use-case';
}

/** The format of `*.use-case.yaml` as JSON Schema 2020-12: it checks files, and is for editors and documentation. */
export const useCaseSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    name: useCaseName,
    title: written(200, 'what people call it'),
    owner: written(254, 'who answers for it: an e-mail address or a team'),
    purpose: written(2_000, 'what it is for, in a sentence or two'),
    risk: riskTiers,
    legalBasis: written(1_000, 'what allows it, such as contract, GDPR Art. 6(1)(b)'),
    dataClasses: listOf(
      written(100, 'a class of data such as email'),
      'a list of data classes such as [email]',
    ),
  },
  required: ['name', 'title', 'owner', 'purpose', 'risk', 'legalBasis'],
  additionalProperties: false,
};

/** Reads `*.use-case.yaml`. Pure, total, bounded. */
export function readUseCase(text: string): KindReading<UseCaseOutline> {
  const { faults, useCase } = useCaseOf(text);
  return { faults, outline: useCase === null ? null : { kind: 'use-case', ...useCase } };
}

/** The use case of a file; null when it is none. Whoever goes by it refuses a file with any fault. */
export function useCaseOf(text: string): {
  readonly faults: readonly AssetFault[];
  readonly useCase: UseCaseDefinition | null;
} {
  const { faults, fields } = readRegistered(text, {
    kind: 'use-case',
    schema: useCaseSchema,
    more: () => [],
  });
  if (fields === null) return { faults, useCase: null };
  const useCase = {
    name: textIn(fields.name) ?? '',
    title: textIn(fields.title) ?? '',
    owner: textIn(fields.owner) ?? '',
    purpose: textIn(fields.purpose) ?? '',
    risk: riskIn(fields.risk),
    legalBasis: textIn(fields.legalBasis) ?? '',
    dataClasses: textsIn(fields.dataClasses) ?? [],
  };
  return { faults, useCase };
}
