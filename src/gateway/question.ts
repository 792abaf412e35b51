import type { Principal, Resource } from '../access/index.ts';
import type { JsonObject } from '../platform/canonical-json.ts';
import { type OwnPrice, ownPriceOf, type PolicyRequest, registeredFacts } from '../policy/index.ts';
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
  /** What a call without a prompt is for, as its caller says and its key allows. */
  readonly useCase?: string | null;
  readonly asks: Pick<PolicyRequest, 'action' | 'resource'>;
}

/** The question of policy about a call, and the price that it is counted by. Data classes come to it when the call is looked through. */
export async function questionOf(
  parts: GatewayParts,
  principal: Principal,
  { resource, provider, environment, body, asks, ...said }: Questioned,
): Promise<{ readonly asked: PolicyRequest; readonly price: OwnPrice | null }> {
  const now = parts.clock.now();
  const prompt = asks.resource.kind === 'prompt' ? asks.resource : undefined;
  const maxTokens = limitOf(body);
  const register = await parts.policies.register(principal.organization);
  const useCase = prompt?.useCase ?? said.useCase ?? null;
  const price = ownPriceOf(register, provider.name, body.model);
  const asked: PolicyRequest = {
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
      useCase,
      riskTier: prompt?.riskTier ?? null,
      governed: prompt !== undefined,
      published: prompt?.published ?? false,
      restricted: prompt?.restricted ?? false,
      hour: now.getUTCHours(),
      dataClasses: [],
      uninspected: [],
      estimatedCostMicroUsd: costMicroUsd(body.model, estimateUsage('chat', body), price),
      maxTokens,
      ...registeredFacts(register, { provider: provider.name, model: body.model, useCase }),
    },
  };
  return { asked, price };
}
