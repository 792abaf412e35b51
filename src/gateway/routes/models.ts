import { type Principal, permits, theOrganization } from '../../access/index.ts';
import type { JsonObject } from '../../platform/canonical-json.ts';
import type { GatewayParts } from '../parts.ts';
import { promptPrefix } from '../prompt-call.ts';

/**
 * What this key can name as a model, in OpenAI's shape: prompts by the environments in which they are live and which the key reaches,
 * then the models of providers.
 */
export async function modelList(parts: GatewayParts, principal: Principal): Promise<JsonObject> {
  const named = await namedModels(parts, principal);
  const data = named.map(({ id, owner }) => ({ id, object: 'model', created: 0, owned_by: owner }));
  return { object: 'list', data };
}

/** The same in Anthropic's shape, on one page. */
export async function anthropicModelList(parts: GatewayParts, principal: Principal): Promise<JsonObject> {
  const named = await namedModels(parts, principal);
  const data = named.map(({ id }) => ({
    type: 'model',
    id,
    display_name: id,
    created_at: '1970-01-01T00:00:00Z',
  }));
  return { data, has_more: false, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null };
}

/** The same in Google's shape, on one page. */
export async function googleModelList(parts: GatewayParts, principal: Principal): Promise<JsonObject> {
  const named = await namedModels(parts, principal);
  const supportedGenerationMethods = ['generateContent', 'streamGenerateContent', 'countTokens'];
  const models = named.map(({ id }) => ({
    ...{ name: `models/${id}`, displayName: id, version: '1', supportedGenerationMethods },
  }));
  return { models };
}

async function namedModels(
  parts: GatewayParts,
  principal: Principal,
): Promise<readonly { readonly id: string; readonly owner: string }[]> {
  const raw = permits(principal, 'execution.create_raw', theOrganization);
  const [prompts, models, routes] = await Promise.all([
    livePrompts(parts, principal),
    raw ? parts.registry.list(principal.organization) : [],
    raw ? parts.registry.routes(principal.organization) : [],
  ]);
  const narrowed = principal.keyScope?.models;
  const led = routes.map((model) => ({ model, provider: principal.organizationName }));
  const named = [...models, ...led].filter(({ model }) => narrowed === undefined || narrowed.includes(model));
  return [
    ...prompts.map((reference) => ({
      id: `${promptPrefix}${reference}`,
      owner: principal.organizationName,
    })),
    ...named.map(({ model, provider }) => ({ id: model, owner: provider })),
  ];
}

async function livePrompts({ libraries }: GatewayParts, principal: Principal): Promise<readonly string[]> {
  const reached = principal.keyScope?.environments;
  const environments = await libraries.environments(principal.organization);
  const live = environments
    .filter((environment) => reached === undefined || reached.includes(environment))
    .map((environment) => libraries.livePrompts(principal, environment, 'execution.create'));
  return (await Promise.all(live)).flat().sort();
}
