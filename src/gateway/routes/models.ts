import { type Principal, permits, theOrganization } from '../../access/index.ts';
import type { JsonObject } from '../../platform/canonical-json.ts';
import type { GatewayParts } from '../parts.ts';
import { promptPrefix } from '../prompt-call.ts';

/** What this key can name as a model, in OpenAI's shape: prompts that are live in production first, then the models of providers. */
export async function modelList(parts: GatewayParts, principal: Principal): Promise<JsonObject> {
  const [prompts, models] = await Promise.all([
    parts.libraries.livePrompts(principal, 'production', 'execution.create'),
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
