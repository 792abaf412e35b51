import type { OrganizationId } from '../ledger/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Vault } from '../platform/crypto/index.ts';
import type { Reader } from '../platform/db/index.ts';
import { Problem } from '../platform/problem.ts';
import type { Provider } from './provider.ts';
import { anthropicProvider } from './providers/anthropic.ts';
import type { ConnectedProvider } from './providers/http.ts';
import { openaiProvider } from './providers/openai.ts';
import { simulatedModels, simulatedProvider } from './providers/simulated.ts';
import { listProviders, type StoredProvider } from './store/providers.ts';

export interface RegistryParts {
  readonly reader: Reader;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly simulatedLatencyMs: number;
  readonly maxReplyBytes: number;
}

/** Which provider answers for which model, per organization. Clients cannot name an upstream; they name a model. */
export interface Registry {
  /** @throws Problem `model.unknown` (422) */
  find(organization: OrganizationId, model: string): Promise<Provider>;
  list(
    organization: OrganizationId,
  ): Promise<readonly { readonly model: string; readonly provider: string }[]>;
  /** Forgets what is remembered of an organization: its providers were changed here. */
  forget(organization: OrganizationId): void;
  close(): Promise<void>;
}

/** Another node's change is seen after this long. */
const rememberMs = 1_000;

interface Routes {
  readonly readAt: number;
  readonly byModel: ReadonlyMap<string, Provider>;
}

export function createRegistry(parts: RegistryParts): Registry {
  const simulated = simulatedProvider({ name: 'simulated', latencyMs: parts.simulatedLatencyMs });
  const builtIn: readonly (readonly [string, Provider])[] = simulatedModels.map((model) => [
    model,
    simulated,
  ]);
  const routes = new Map<OrganizationId, Promise<Routes>>();
  const connected = new Map<string, ConnectedProvider>();
  const providerOf = (organization: OrganizationId, stored: StoredProvider): Provider => {
    if (stored.kind === 'simulated')
      return simulatedProvider({
        name: stored.name,
        latencyMs: parts.simulatedLatencyMs,
        region: stored.region,
      });
    // One that says another region is another one; the old connections go when they are idle.
    const key = `${stored.id} ${stored.region ?? ''}`;
    const known = connected.get(key);
    if (known !== undefined) return known;
    const connect = stored.kind === 'anthropic' ? anthropicProvider : openaiProvider;
    const opened = connect({
      name: stored.name,
      baseUrl: stored.baseUrl ?? '',
      credential: credentialOf(parts.vault, organization, stored),
      maxReplyBytes: parts.maxReplyBytes,
      region: stored.region,
    });
    connected.set(key, opened);
    return opened;
  };
  const read = async (organization: OrganizationId): Promise<Routes> => {
    const readAt = parts.clock.now().getTime();
    const stored = await listProviders(parts.reader, organization);
    const own = stored.flatMap((provider) => {
      const opened = providerOf(organization, provider);
      return provider.models.map((model) => [model, opened] as const);
    });
    return { readAt, byModel: new Map([...own, ...builtIn]) };
  };
  const routesOf = async (organization: OrganizationId): Promise<Routes> => {
    const known = await routes.get(organization);
    const age = known === undefined ? Number.POSITIVE_INFINITY : parts.clock.now().getTime() - known.readAt;
    if (known !== undefined && age >= 0 && age < rememberMs) return known;
    const reading = read(organization);
    routes.set(organization, reading);
    reading.catch(() => routes.delete(organization));
    return reading;
  };
  return {
    find: async (organization, model) => {
      const provider = (await routesOf(organization)).byModel.get(model);
      if (provider === undefined) throw unknownModel(model);
      return provider;
    },
    list: async (organization) =>
      [...(await routesOf(organization)).byModel].map(([model, provider]) => ({
        model,
        provider: provider.name,
      })),
    forget: (organization) => {
      routes.delete(organization);
    },
    close: async () => {
      const open = [...connected.values()];
      connected.clear();
      routes.clear();
      await Promise.all(open.map((provider) => provider.close()));
    },
  };
}

/** Where a provider's wrapped credential is stored. */
export function credentialPlace(organization: OrganizationId, provider: string): string {
  return `gateway_provider/${organization}/${provider}`;
}

function credentialOf(
  vault: Vault,
  organization: OrganizationId,
  stored: StoredProvider,
): string | undefined {
  if (stored.credentialWrapped === null) return undefined;
  return Buffer.from(
    vault.unwrap(stored.credentialWrapped, credentialPlace(organization, stored.id)),
  ).toString('utf8');
}

function unknownModel(model: string): Problem {
  return new Problem({
    code: 'model.unknown',
    status: 422,
    detail: `No provider of this organization answers for the model "${model.slice(0, 200)}". Use one of GET /api/v1/models, or ask an admin to add a provider that has it.`,
  });
}
