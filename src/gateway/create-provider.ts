import { actorOf, authorize, type Principal, theOrganization } from '../access/index.ts';
import { isId, newId } from '../platform/id.ts';
import { notFound, Problem } from '../platform/problem.ts';
import { readBaseUrl } from './base-url.ts';
import type { GatewayParts } from './parts.ts';
import type { ProviderKind, ProviderOptions } from './provider.ts';
import { simulatedModels } from './providers/simulated.ts';
import { credentialPlace } from './registry.ts';
import { type Circuit, circuitKey } from './routing/circuit.ts';
import { insertProvider, listProviders, type StoredProvider } from './store/providers.ts';

export interface NewProvider {
  readonly name: string;
  readonly kind: ProviderKind;
  readonly baseUrl: string | undefined;
  readonly credential: string | undefined;
  readonly models: readonly string[];
  readonly region: string | null;
  /** What it calls models otherwise than they are named here. */
  readonly sentAs: Readonly<Record<string, string>>;
  readonly options: ProviderOptions;
}

/** A provider as everybody may see it: whether there is a credential, never which. */
export interface ProviderWire {
  readonly id: string;
  readonly name: string;
  readonly kind: ProviderKind;
  readonly baseUrl: string | null;
  readonly credential: boolean;
  readonly models: string[];
  readonly builtIn: boolean;
  readonly createdAt: string | null;
  readonly region: string | null;
  readonly sentAs: Record<string, string>;
  readonly options: ProviderOptions;
  readonly rotatedAt: string | null;
  /** Models that failed last, as far as this node knows. */
  readonly unwell: {
    readonly model: string;
    readonly circuit: Circuit['state'];
    readonly failures: number;
  }[];
}

const builtIn: ProviderWire = {
  id: 'simulated',
  name: 'simulated',
  kind: 'simulated',
  baseUrl: null,
  credential: false,
  models: [...simulatedModels],
  builtIn: true,
  createdAt: null,
  region: null,
  ...{ sentAs: {}, options: {}, rotatedAt: null, unwell: [] },
};

export async function listProvidersFor(
  parts: Pick<GatewayParts, 'reader' | 'registry'>,
  principal: Principal,
): Promise<ProviderWire[]> {
  authorize(principal, 'provider.list', theOrganization);
  const own = await listProviders(parts.reader, principal.organization);
  const unwellOf = (models: readonly string[]): ProviderWire['unwell'] =>
    models.flatMap((model) => {
      const { state, failures } = parts.registry.circuits.of(circuitKey(principal.organization, model));
      return failures === 0 ? [] : [{ model, circuit: state, failures }];
    });
  return [builtIn, ...own.map(providerWire)].map((one) => ({ ...one, unwell: unwellOf(one.models) }));
}

/** A provider of the organization's own in wire form. */
export function providerWire(stored: StoredProvider): ProviderWire {
  const { id, name, kind, baseUrl, models, region, options } = stored;
  return {
    ...{ id, name, kind, baseUrl, region, options },
    sentAs: Object.fromEntries(stored.sentAs),
    rotatedAt: stored.rotatedAt?.toISOString() ?? null,
    unwell: [],
    credential: stored.credentialWrapped !== null,
    models: [...models],
    builtIn: false,
    createdAt: stored.createdAt.toISOString(),
  };
}

/**
 * Names a provider for the organization: admins only, because whoever names an upstream sees what is sent there. Leaves the entry
 * `provider.create`; the credential is wrapped and stands in no entry.
 * @throws Problem `provider.base_url_refused`, `provider.base_url_missing` (422), `provider.name_taken`, `model.name_taken` (409)
 */
export async function createProvider(
  parts: GatewayParts,
  principal: Principal,
  asked: NewProvider,
): Promise<ProviderWire> {
  authorize(principal, 'provider.create', theOrganization);
  const { organization } = principal;
  const baseUrl = baseUrlOf(asked);
  if (asked.name === builtIn.name)
    throw taken('provider.name_taken', `The provider ${asked.name} is built in.`);
  const models = [...new Set(asked.models)].sort();
  const reserved = models.find((model) => builtIn.models.includes(model) || model.startsWith('prompt:'));
  if (reserved !== undefined) throw taken('model.name_taken', `The model name ${reserved} is reserved.`);
  const routes = await parts.registry.routes(organization);
  const led = models.find((model) => routes.includes(model));
  if (led !== undefined) throw taken('model.name_taken', `There is a route named ${led}.`);
  const id = newId('pro');
  const createdAt = parts.clock.now();
  const credentialWrapped =
    asked.credential === undefined
      ? null
      : parts.vault.wrap(Buffer.from(asked.credential, 'utf8'), credentialPlace(organization, id));
  const { name, kind, region, options } = asked;
  const sentAs = new Map(Object.entries(asked.sentAs).filter(([model]) => models.includes(model)));
  const stored: StoredProvider = {
    ...{ id, name, kind, baseUrl, credentialWrapped, createdAt, models, region, options, sentAs },
    rotatedAt: null,
  };
  await parts.ledger.record(async (tx) => {
    const conflict = await insertProvider(tx, organization, { ...stored, createdBy: principal.id });
    if (conflict === 'name') throw taken('provider.name_taken', `There is a provider named ${asked.name}.`);
    if (conflict === 'model')
      throw taken('model.name_taken', 'Another provider answers for one of these models.');
    return {
      entry: {
        organization,
        action: 'provider.create',
        actor: actorOf(principal),
        subject: { kind: 'provider', id },
        data: {
          name,
          kind,
          baseUrl,
          models,
          credential: credentialWrapped !== null,
          region,
          options: saidOf(options),
        },
      },
      value: undefined,
    };
  });
  parts.registry.forget(organization);
  return providerWire(stored);
}

/** As an entry holds it: what nobody said is not there. */
function saidOf(options: ProviderOptions): Record<string, string> {
  const said = Object.entries(options).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  return Object.fromEntries(said);
}

/** A provider of the organization's own. @throws Problem 404, for the built-in one too */
export async function ownProvider(
  parts: Pick<GatewayParts, 'reader'>,
  { organization }: Principal,
  id: string,
): Promise<StoredProvider> {
  const found = isId('pro', id)
    ? (await listProviders(parts.reader, organization)).find((provider) => provider.id === id)
    : undefined;
  if (found === undefined) throw notFound();
  return found;
}

function baseUrlOf(asked: NewProvider): string | null {
  if (asked.kind === 'simulated') return null;
  if (asked.baseUrl !== undefined) return readBaseUrl(asked.baseUrl);
  throw new Problem({
    code: 'provider.base_url_missing',
    status: 422,
    detail:
      'A provider that is not simulated needs a baseUrl, e.g. https://api.openai.com/v1 or https://api.anthropic.com/v1.',
  });
}

function taken(code: string, why: string): Problem {
  return new Problem({ code, status: 409, detail: `${why} Choose another name.` });
}
