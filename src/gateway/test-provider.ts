import { actorOf, authorize, type Principal, theOrganization } from '../access/index.ts';
import { Problem } from '../platform/problem.ts';
import { ownProvider } from './create-provider.ts';
import type { GatewayParts } from './parts.ts';
import type { Provider } from './provider.ts';

/** How a test of a provider went. */
export interface ProviderTest {
  readonly model: string;
  readonly answered: boolean;
  readonly problem: { readonly code: string; readonly detail: string } | null;
  readonly durationMs: number;
}

/** Long enough for a model that has to be loaded first, short enough for somebody who waits. */
const longestMs = 20_000;

/**
 * Asks one model of a provider for a word, to see whether address, credential and name are right. What is sent is ours and always the same,
 * and what comes back is not shown, so it is no execution; the entry `provider.test` says how it went.
 * @throws Problem 403, 404, 422 `provider.model_unknown`
 */
export async function testProvider(
  parts: GatewayParts,
  principal: Principal,
  id: string,
  named: string | undefined,
): Promise<ProviderTest> {
  authorize(principal, 'provider.test', theOrganization);
  const { organization } = principal;
  const found = await ownProvider(parts, principal, id);
  const [first = ''] = found.models;
  const model = named ?? first;
  if (!found.models.includes(model)) throw unknown(found.name);
  const { provider } = await parts.registry.find(organization, model);
  const startedMs = performance.now();
  const problem = await tryOnce(provider, model, Math.min(longestMs, parts.providerTimeoutMs));
  const durationMs = Math.round(performance.now() - startedMs);
  await parts.ledger.record(async () => ({
    value: undefined,
    entry: {
      organization,
      action: 'provider.test',
      actor: actorOf(principal),
      subject: { kind: 'provider', id: found.id },
      data: { name: found.name, model, problem: problem?.code ?? null, durationMs },
    },
  }));
  return { model, answered: problem === null, problem, durationMs };
}

async function tryOnce(
  provider: Provider,
  model: string,
  timeoutMs: number,
): Promise<ProviderTest['problem']> {
  const messages = [{ role: 'user', content: 'Answer with the word OK.' }];
  const { signal } = new AbortController();
  try {
    const body = { model, messages, max_tokens: 16 };
    await provider.complete({ dialect: 'chat', body, signal, timeoutMs });
    return null;
  } catch (error) {
    if (error instanceof Problem) return { code: error.code, detail: error.detail };
    throw error;
  }
}

function unknown(provider: string): Problem {
  return new Problem({
    code: 'provider.model_unknown',
    status: 422,
    detail: `The provider ${provider} answers for no such model. Name one of its models, or none.`,
    more: { param: 'model' },
  });
}
