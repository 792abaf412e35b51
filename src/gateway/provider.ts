import type { JsonObject } from '../platform/canonical-json.ts';
import { Problem } from '../platform/problem.ts';
import type { Dialect, StreamEvent } from './dialect.ts';
import type { ProviderSaid } from './hearing.ts';

export const providerKinds = ['openai', 'anthropic', 'azure', 'google', 'bedrock', 'simulated'] as const;
export type ProviderKind = (typeof providerKinds)[number];

/** What a kind of provider has to be told beside its address. */
export interface ProviderOptions {
  /** Azure OpenAI: the version of its API, in the address. */
  readonly apiVersion?: string | undefined;
  /** Amazon Bedrock: the region that calls are signed for, where the address does not say it. */
  readonly signingRegion?: string | undefined;
}

/** One call of a model. `body` is in the dialect and complete, `model` included. */
export interface ProviderCall {
  readonly dialect: Dialect;
  readonly body: JsonObject & { readonly model: string };
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** What a client says to Anthropic about trial features, passed on; otherwise undefined. */
  readonly betas?: string | undefined;
  /** Called when a provider’s headers are here, with what they say. */
  readonly heard?: ((said: ProviderSaid) => void) | undefined;
}

/** Who answers model calls. Every failure is a `Problem`: see `providerFailed` and its neighbors. */
export interface Provider {
  readonly name: string;
  readonly kind: ProviderKind;
  /** Where it processes what it is sent, as an admin says; null when nobody did. */
  readonly region: string | null;
  /** What it can be called in. `chat` is among them always: governed prompts are written in it. */
  readonly dialects: readonly Dialect[];
  /** The whole reply, in the dialect of the call. */
  complete(call: ProviderCall): Promise<JsonObject>;
  /** The reply's events in the dialect of the call, in order. Ends when the provider says that it is done; throws when it breaks off. */
  stream(call: ProviderCall): AsyncIterable<StreamEvent>;
}

/**
 * What a failed call is worth: asking the same provider again, asking another one, or neither, because the request itself is at fault or
 * nobody waits for it any more.
 */
export type Worth = 'again' | 'elsewhere' | 'nothing';

/** A failure of a provider, or its refusal. */
export class ProviderProblem extends Problem {
  readonly worth: Worth;

  constructor(worth: Worth, input: ConstructorParameters<typeof Problem>[0]) {
    super(input);
    this.worth = worth;
  }
}

/** The provider could not be reached, broke off, or answered with something that is no reply. */
export function providerFailed(
  provider: string,
  why: string,
  cause?: unknown,
  worth: Worth = 'again',
): ProviderProblem {
  return new ProviderProblem(worth, {
    code: 'gateway.provider_failed',
    status: 502,
    detail: `The provider ${provider} ${why}. The failed call is recorded. Try again; if it stays, ask an admin to check the provider.`,
    cause,
  });
}

/** The call was broken off by us: nobody waits for its answer. */
export function providerInterrupted(provider: string, cause?: unknown): ProviderProblem {
  return providerFailed(provider, 'was interrupted', cause, 'nothing');
}

export function providerTimedOut(provider: string, timeoutMs: number): ProviderProblem {
  return new ProviderProblem('elsewhere', {
    code: 'gateway.provider_timeout',
    status: 504,
    detail: `The provider ${provider} did not answer within ${timeoutMs} ms. The call is recorded as failed. Try again, or ask for less.`,
  });
}

/**
 * A provider's own refusal. What it says about the request reaches the caller; what it says about our credential does not.
 * @param message the provider's sentence, if it gave one
 */
export function providerRefused(
  provider: string,
  status: number,
  message: string | undefined,
  retryAfterSeconds?: number,
): ProviderProblem {
  const said = message === undefined ? '' : ` It says: ${message.slice(0, 500)}`;
  if (status === 429)
    return new ProviderProblem('again', {
      code: 'gateway.provider_rate_limited',
      status: 429,
      detail: `The provider ${provider} limits the rate of calls. Wait and try again.${said}`,
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    });
  if (status === 401 || status === 403)
    return providerFailed(provider, 'refused our credential', undefined, 'elsewhere');
  if (status === 408) return providerFailed(provider, 'timed out by itself (408)');
  if (status >= 400 && status < 500)
    return new ProviderProblem('nothing', {
      code: 'gateway.provider_refused',
      // Its own status, where a client may act on it; never one that clients try again by themselves.
      status: status === 400 || status === 404 || status === 413 ? status : 422,
      detail: `The provider ${provider} refused the request (${status}). Mend it and send it again.${said}`,
    });
  return providerFailed(provider, `failed with status ${status}`);
}
