import { actorOf, authorize, type Principal, theOrganization } from '../access/index.ts';
import { notFound } from '../platform/problem.ts';
import { ownProvider, type ProviderWire, providerWire } from './create-provider.ts';
import type { GatewayParts } from './parts.ts';
import { credentialPlace } from './registry.ts';
import { updateCredential } from './store/providers.ts';

/**
 * Exchanges a provider's credential. Calls that begin from now on (within a second on other nodes) are made with the new one; those under
 * way end with the old one, so revoke it there a few minutes later. Leaves the entry `provider.rotate`, with neither.
 * @throws Problem 403, 404 also for the built-in provider
 */
export async function rotateProvider(
  parts: GatewayParts,
  principal: Principal,
  id: string,
  credential: string,
): Promise<ProviderWire> {
  authorize(principal, 'provider.rotate', theOrganization);
  const { organization } = principal;
  const found = await ownProvider(parts, principal, id);
  const rotatedAt = parts.clock.now();
  const place = credentialPlace(organization, found.id);
  const credentialWrapped = parts.vault.wrap(Buffer.from(credential, 'utf8'), place);
  await parts.ledger.record(async (tx) => {
    if (!(await updateCredential(tx, organization, found.id, { credentialWrapped, rotatedAt })))
      throw notFound();
    return {
      value: undefined,
      entry: {
        organization,
        action: 'provider.rotate',
        actor: actorOf(principal),
        subject: { kind: 'provider', id: found.id },
        data: { name: found.name, before: { credential: found.credentialWrapped !== null } },
      },
    };
  });
  parts.registry.forget(organization);
  return providerWire({ ...found, credentialWrapped, rotatedAt });
}
