import type { CompiledRule } from './compiled-rule.ts';
import type { PolicyRequest } from './verdict.ts';

type Part = (request: PolicyRequest) => unknown;

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
    ...[...names].map((name) => (request: PolicyRequest) => membersNamed(request, name)),
    ...[...types].flatMap((type) => entities[type] ?? []),
    ...(ends.length === 0 ? [] : [({ at }: PolicyRequest) => ends.map((end) => Date.parse(at) >= end)]),
  ];
  return (request) => {
    const { action, principal, resource, context } = request;
    for (const number of [
      context.hour,
      context.estimatedCostMicroUsd,
      context.maxTokens,
      context.retentionDays,
    ])
      if (number !== null && !Number.isSafeInteger(number)) return undefined;
    const said = whole ? request : parts.map((part) => part(request));
    return JSON.stringify([action, principal.kind, resource.kind, said]);
  };
}

/** What a request has under a name, wherever; all of it, should nothing have that name: then it is not known what the rule reads. */
function membersNamed(request: PolicyRequest, name: string): unknown {
  const { principal, resource, context } = request;
  const found = [principal, resource, context].map((record) => ownMember(record, name));
  return found.every((value) => value === undefined) ? request : found;
}

function ownMember(record: object, name: string): unknown {
  return Object.hasOwn(record, name) ? Reflect.get(record, name) : undefined;
}

type Prompt = Extract<PolicyRequest['resource'], { kind: 'prompt' }>;

function ofPrompt<Value>(resource: PolicyRequest['resource'], read: (prompt: Prompt) => Value): Value | null {
  return resource.kind === 'prompt' ? read(resource) : null;
}
