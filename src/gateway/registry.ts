import type { OrganizationId } from '../ledger/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Vault } from '../platform/crypto/index.ts';
import type { Reader } from '../platform/db/index.ts';
import { Problem } from '../platform/problem.ts';
import type { Provider } from './provider.ts';
import type { ConnectedProvider } from './providers/connection.ts';
import { connectKind } from './providers/kinds.ts';
import { simulatedModels, simulatedProvider } from './providers/simulated.ts';
import { type Circuits, circuitKey, createCircuits } from './routing/circuit.ts';
import type { Answering } from './routing/onward.ts';
import { createRetryBudget, type RetryBudget } from './routing/retry-budget.ts';
import { ordered, type Route } from './routing/route.ts';
import { selectRoutes } from './routing/store.ts';
import { listProviders, type StoredProvider } from './store/providers.ts';

export interface RegistryParts {
  readonly reader: Reader;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly simulatedLatencyMs: number;
  readonly maxReplyBytes: number;
}

/** Which provider answers for which model, per organization. Clients cannot name an upstream; they name a model, or a route. */
export interface Registry {
  /** Who is asked, and who after it: by chance where a route says so. @throws Problem `model.unknown` (422) */
  find(organization: OrganizationId, name: string): Promise<Answering>;
  /** Names of routes, sorted. */
  routes(organization: OrganizationId): Promise<readonly string[]>;
  /** Whether targets are worth asking, as far as this node knows. */
  readonly circuits: Circuits;
  /** What a route may retry, on this node. */
  retriesOf(organization: OrganizationId, route: string): RetryBudget;
  list(
    organization: OrganizationId,
  ): Promise<readonly { readonly model: string; readonly provider: string }[]>;
  /** Forgets what is remembered of an organization: its providers were changed here. */
  forget(organization: OrganizationId): void;
  close(): Promise<void>;
}

/** Another node's change is seen after this long. */
const rememberMs = 1_000;

interface Known {
  readonly readAt: number;
  readonly byModel: ReadonlyMap<string, Provider>;
  readonly routes: ReadonlyMap<string, Route>;
}

export function createRegistry(parts: RegistryParts): Registry {
  const simulated = simulatedProvider({ name: 'simulated', latencyMs: parts.simulatedLatencyMs });
  const builtIn: readonly (readonly [string, Provider])[] = simulatedModels.map((model) => [
    model,
    simulated,
  ]);
  const known = new Map<OrganizationId, Promise<Known>>();
  const circuits = createCircuits(() => performance.now());
  const retries = new Map<string, RetryBudget>();
  const connected = new Map<string, ConnectedProvider>();
  const providerOf = (organization: OrganizationId, stored: StoredProvider): Provider => {
    if (stored.kind === 'simulated')
      return simulatedProvider({
        name: stored.name,
        latencyMs: parts.simulatedLatencyMs,
        region: stored.region,
      });
    // One that says another region, or has another credential, is another one; the old connections go when they are idle.
    const key = `${stored.id} ${stored.region ?? ''} ${stored.rotatedAt?.getTime() ?? 0}`;
    const open = connected.get(key);
    if (open !== undefined) return open;
    const opened = connectKind(
      stored.kind,
      {
        name: stored.name,
        baseUrl: stored.baseUrl ?? '',
        credential: credentialOf(parts.vault, organization, stored),
        maxReplyBytes: parts.maxReplyBytes,
        region: stored.region,
        sentAs: stored.sentAs,
      },
      stored.options,
    );
    for (const old of connected.keys()) if (old.startsWith(`${stored.id} `)) connected.delete(old);
    connected.set(key, opened);
    return opened;
  };
  const read = async (organization: OrganizationId): Promise<Known> => {
    const readAt = parts.clock.now().getTime();
    const [stored, routes] = await Promise.all([
      listProviders(parts.reader, organization),
      selectRoutes(parts.reader, organization),
    ]);
    const own = stored.flatMap((provider) => {
      const opened = providerOf(organization, provider);
      return provider.models.map((model) => [model, opened] as const);
    });
    return {
      readAt,
      byModel: new Map([...own, ...builtIn]),
      routes: new Map(routes.map((route) => [route.name, route])),
    };
  };
  const knownOf = async (organization: OrganizationId): Promise<Known> => {
    const before = await known.get(organization);
    const age = before === undefined ? Number.POSITIVE_INFINITY : parts.clock.now().getTime() - before.readAt;
    if (before !== undefined && age >= 0 && age < rememberMs) return before;
    const reading = read(organization);
    known.set(organization, reading);
    reading.catch(() => known.delete(organization));
    return reading;
  };
  return {
    circuits,
    retriesOf: (organization, route) => {
      const key = `${organization}/${route}`;
      const budget = retries.get(key) ?? createRetryBudget();
      retries.set(key, budget);
      return budget;
    },
    find: async (organization, name) => {
      const { byModel, routes } = await knownOf(organization);
      const provider = byModel.get(name);
      if (provider !== undefined) return { provider, model: name, onward: null };
      const route = routes.get(name);
      const answering =
        route === undefined
          ? undefined
          : answeringFor(route, byModel, ({ model }) => circuits.isWell(circuitKey(organization, model)));
      if (answering === undefined) throw unknownModel(name);
      return answering;
    },
    routes: async (organization) => [...(await knownOf(organization)).routes.keys()],
    list: async (organization) =>
      [...(await knownOf(organization)).byModel].map(([model, provider]) => ({
        model,
        provider: provider.name,
      })),
    forget: (organization) => {
      known.delete(organization);
    },
    close: async () => {
      const open = [...connected.values()];
      connected.clear();
      known.clear();
      await Promise.all(open.map((provider) => provider.close()));
    },
  };
}

/** The targets of a route as they are asked this time. Undefined when there is nobody. */
function answeringFor(
  route: Route,
  byModel: ReadonlyMap<string, Provider>,
  isWell: Parameters<typeof ordered>[1],
): Answering | undefined {
  const [first, ...others] = ordered(route.targets, isWell, Math.random()).flatMap(({ model, timeoutMs }) => {
    const provider = byModel.get(model);
    return provider === undefined ? [] : [{ provider, model, timeoutMs, price: null }];
  });
  if (first === undefined) return undefined;
  const { provider, model, timeoutMs } = first;
  return { provider, model, onward: { route: route.name, retries: route.retries, timeoutMs, others } };
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
