import type { ModelDefinition, UseCaseDefinition } from '../../libraries/index.ts';
import type { RegisteredFacts } from '../verdict.ts';

/** Where an item of the register stands, and since when it is in force. */
export interface Registered {
  readonly path: string;
  readonly digest: string;
  readonly since: Date;
}
export type RegisteredModel = ModelDefinition & Registered;
export type RegisteredUseCase = UseCaseDefinition & Registered;

/** What an organization says of models and of what it uses them for, as it is in force. */
export interface Register {
  readonly models: readonly RegisteredModel[];
  readonly useCases: readonly RegisteredUseCase[];
}

/** The doubtful before the trusted: where two files say different things of one model, the stricter is believed. */
const strictness = { banned: 0, proposed: 1, deprecated: 2, approved: 3 } as const;

/**
 * What the register says of a model that a provider answers for. What is approved at one provider is not at another; what is banned at one is
 * banned everywhere, for the name is all that callers say.
 */
export function registeredModel(
  { models }: Pick<Register, 'models'>,
  provider: string,
  model: string,
): RegisteredModel | undefined {
  const named = models.filter((one) => one.model === model);
  const banned = named.find(({ status }) => status === 'banned');
  if (banned !== undefined) return banned;
  return named
    .filter((one) => one.provider === provider)
    .sort((one, other) => strictness[one.status] - strictness[other.status])[0];
}

/** What rules may ask of a model and a use case; null for what is not registered or not said. Pure. */
export function registeredFacts(
  register: Register,
  { provider, model, useCase }: { provider: string; model: string; useCase: string | null },
): RegisteredFacts {
  const found = registeredModel(register, provider, model);
  return {
    modelStatus: found?.status ?? null,
    approvedUseCases: found?.useCases ?? null,
    modelRisk: found?.risk ?? null,
    modelRegions: found?.regions ?? null,
    trainsOnData: found?.terms?.training ?? null,
    retentionDays: found?.terms?.retentionDays ?? null,
    useCaseRisk: register.useCases.find(({ name }) => name === useCase)?.risk ?? null,
  };
}

/** An organization's own price of a model, with the name of what says so. */
export interface OwnPrice {
  readonly inputMicroUsdPerMillion: number;
  readonly outputMicroUsdPerMillion: number;
  readonly version: string;
}

/** The price that the register says; null where it says none. */
export function ownPriceOf(register: Register, provider: string, model: string): OwnPrice | null {
  const found = registeredModel(register, provider, model);
  if (found === undefined || found.price === null) return null;
  return { ...found.price, version: `${found.path}@${found.digest}` };
}
