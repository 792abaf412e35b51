import type { CompiledRule } from './compiled-rule.ts';
import type { PolicyRequest } from './verdict.ts';

type Part = (request: PolicyRequest) => unknown;

/** Where each attribute that a rule can name is in a request: on whatever has one of that name. */
const attributes: Readonly<Record<string, Part>> = {
  name: ({ principal, resource }) => [principal.name, resource.name],
  roles: ({ principal }) => principal.roles,
  library: ({ resource }) => ofPrompt(resource, (prompt) => prompt.library),
  digest: ({ resource }) => ofPrompt(resource, (prompt) => prompt.digest),
  published: ({ resource, context }) => [ofPrompt(resource, (prompt) => prompt.published), context.published],
  restricted: ({ resource, context }) => [ofPrompt(resource, (one) => one.restricted), context.restricted],
  riskTier: ({ resource, context }) => [ofPrompt(resource, (prompt) => prompt.riskTier), context.riskTier],
  useCase: ({ resource, context }) => [ofPrompt(resource, (prompt) => prompt.useCase), context.useCase],
  dataClasses: ({ resource, context }) => [
    ofPrompt(resource, (prompt) => prompt.dataClasses),
    context.dataClasses,
  ],
};

/** Which entity types stand in the principal's place, or the resource's, or what these are in. */
const entities: Readonly<Record<string, Part>> = {
  Person: ({ principal }) => principal.id,
  App: ({ principal }) => principal.id,
  Team: ({ principal }) => principal.teams,
  Model: ({ resource }) => resource.name,
  Prompt: ({ resource }) => ofPrompt(resource, ({ library, name }) => [library, name]),
  Library: ({ resource }) => ofPrompt(resource, (prompt) => prompt.library),
};

/**
 * Makes the name of a request under some rules: two requests with one name have one verdict, because no rule can tell them apart.
 * Undefined for a request with numbers that are not whole, which no schema fits and nothing remembers.
 */
export function questionKey(rules: readonly CompiledRule[]): (request: PolicyRequest) => string | undefined {
  const whole = rules.some(({ reads }) => reads.whole);
  const names = new Set(rules.flatMap(({ reads }) => [...reads.attributes]));
  const types = new Set(rules.flatMap(({ reads }) => [...reads.types]));
  const ends = [...new Set(rules.map(({ expiresMs }) => expiresMs).filter(Number.isFinite))];
  const parts: Part[] = [
    ...[...names].map(
      (name) => attributes[name] ?? ((request: PolicyRequest) => contextMember(request, name)),
    ),
    ...[...types].flatMap((type) => entities[type] ?? []),
    ...(ends.length === 0 ? [] : [({ at }: PolicyRequest) => ends.map((end) => Date.parse(at) >= end)]),
  ];
  return (request) => {
    const { action, principal, resource, context } = request;
    for (const number of [context.hour, context.estimatedCostMicroUsd, context.maxTokens])
      if (number !== null && !Number.isSafeInteger(number)) return undefined;
    const said = whole ? request : parts.map((part) => part(request));
    return JSON.stringify([action, principal.kind, resource.kind, said]);
  };
}

function contextMember({ context }: PolicyRequest, name: string): unknown {
  return Object.entries(context).find(([one]) => one === name)?.[1];
}

type Prompt = Extract<PolicyRequest['resource'], { kind: 'prompt' }>;

function ofPrompt<Value>(resource: PolicyRequest['resource'], read: (prompt: Prompt) => Value): Value | null {
  return resource.kind === 'prompt' ? read(resource) : null;
}
