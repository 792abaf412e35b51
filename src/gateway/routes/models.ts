import type { Principal } from '../../access/index.ts';
import { permits, theOrganization } from '../../access/index.ts';
import type { JsonObject } from '../../platform/canonical-json.ts';
import type { GatewayParts } from '../parts.ts';

/** What this key can name as a model, in OpenAI's shape: governed prompts first, then the models of providers. */
export async function modelList(parts: GatewayParts, principal: Principal): Promise<JsonObject> {
  const models = permits(principal, 'model.list', theOrganization)
    ? await parts.registry.list(principal.organization)
    : [];
  const prompts: string[] = [];
  const item = (id: string, owner: string) => ({ id, object: 'model', created: 0, owned_by: owner });
  return {
    object: 'list',
    data: [
      ...prompts.map((name) => item(`prompt:${name}`, principal.organizationName)),
      ...models.map(({ model, provider }) => item(model, provider)),
    ],
  };
}
