import { actorOf, authorize, type Principal, theOrganization } from '../access/index.ts';
import { notFound } from '../platform/problem.ts';
import { ownProvider, type ProviderWire, providerWire } from './create-provider.ts';
import type { GatewayParts } from './parts.ts';
import { updateRegion } from './store/providers.ts';

/**
 * Says in which region a provider processes what it is sent, or that nobody knows. It is the admin's word, for rules to rely on; calls
 * that begin from now on (within a second on other nodes) are judged by it. Leaves the entry `provider.update` with what was said before.
 * @throws Problem 403, 404 also for the built-in provider
 */
export async function updateProvider(
  parts: GatewayParts,
  principal: Principal,
  id: string,
  region: string | null,
): Promise<ProviderWire> {
  authorize(principal, 'provider.update', theOrganization);
  const { organization } = principal;
  const found = await ownProvider(parts, principal, id);
  await parts.ledger.record(async (tx) => {
    if (!(await updateRegion(tx, organization, found.id, region))) throw notFound();
    return {
      value: undefined,
      entry: {
        organization,
        action: 'provider.update',
        actor: actorOf(principal),
        subject: { kind: 'provider', id: found.id },
        data: { name: found.name, region, before: { region: found.region } },
      },
    };
  });
  parts.registry.forget(organization);
  return providerWire({ ...found, region });
}
