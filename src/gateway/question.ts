import type { Principal, Resource } from '../access/index.ts';
import type { JsonObject } from '../platform/canonical-json.ts';
import type { PolicyRequest } from '../policy/index.ts';
import { estimateUsage, limitOf } from './budgets/estimate.ts';
import { rolesOn } from './caller.ts';
import type { GatewayParts } from './parts.ts';
import { costMicroUsd } from './price.ts';
import type { Provider } from './provider.ts';
import { teamsOf } from './teams-of.ts';

/** What is about to run, as far as policy asks. */
export interface Questioned {
  readonly resource: Resource;
  readonly provider: Provider;
  readonly environment: string | null;
  readonly body: JsonObject & { readonly model: string };
  readonly asks: Pick<PolicyRequest, 'action' | 'resource'>;
}

/** Asks policy about a call. Data classes come to it when the call is looked through; the model registry fills its own. */
export async function questionOf(
  parts: GatewayParts,
  principal: Principal,
  { resource, provider, environment, body, asks }: Questioned,
): Promise<PolicyRequest> {
  const now = parts.clock.now();
  const prompt = asks.resource.kind === 'prompt' ? asks.resource : undefined;
  const maxTokens = limitOf(body);
  return {
    organization: principal.organization,
    at: now.toISOString(),
    principal: {
      kind: principal.kind,
      id: principal.id,
      name: principal.displayName,
      roles: rolesOn(principal, resource),
      teams: (await teamsOf(parts, principal)).map(({ name }) => name).sort(),
    },
    ...asks,
    context: {
      model: body.model,
      provider: provider.name,
      region: provider.region,
      environment,
      useCase: prompt?.useCase ?? null,
      riskTier: prompt?.riskTier ?? null,
      governed: prompt !== undefined,
      published: prompt?.published ?? false,
      restricted: prompt?.restricted ?? false,
      hour: now.getUTCHours(),
      dataClasses: [],
      uninspected: [],
      estimatedCostMicroUsd: costMicroUsd(body.model, estimateUsage('chat', body)),
      maxTokens,
      modelStatus: null,
      approvedUseCases: null,
    },
  };
}
