import { type Principal, permits, theOrganization } from '../../access/index.ts';
import type { JsonObject } from '../../platform/canonical-json.ts';
import type { GatewayParts } from '../parts.ts';
import { promptPrefix } from '../prompt-call.ts';

/**
 * What this key can name as a model, in OpenAI's shape: prompts by the environments in which they are live and which the key reaches,
 * then the models of providers.
 */
export async function modelList(parts: GatewayParts, principal: Principal): Promise<JsonObject> {
  const [prompts, models] = await Promise.all([
    livePrompts(parts, principal),
    permits(principal, 'execution.create_raw', theOrganization)
      ? parts.registry.list(principal.organization)
      : [],
  ]);
  const narrowed = principal.keyScope?.models;
  const named = models.filter(({ model }) => narrowed === undefined || narrowed.includes(model));
  const item = (id: string, owner: string) => ({ id, object: 'model', created: 0, owned_by: owner });
  return {
    object: 'list',
    data: [
      ...prompts.map((reference) => item(`${promptPrefix}${reference}`, principal.organizationName)),
      ...named.map(({ model, provider }) => item(model, provider)),
    ],
  };
}

async function livePrompts({ libraries }: GatewayParts, principal: Principal): Promise<readonly string[]> {
  const reached = principal.keyScope?.environments;
  const environments = await libraries.environments(principal.organization);
  const live = environments
    .filter((environment) => reached === undefined || reached.includes(environment))
    .map((environment) => libraries.livePrompts(principal, environment, 'execution.create'));
  return (await Promise.all(live)).flat().sort();
}
