import { AwsV4Signer } from 'aws4fetch';
import type { JsonObject } from '../../platform/canonical-json.ts';
import { eventOf, type StreamEvent } from '../dialect.ts';
import { isJsonObject } from '../json.ts';
import { type ProviderCall, providerFailed, providerRefused } from '../provider.ts';
import { converseFromChat } from '../translate/chat-to-converse.ts';
import { chatFromConverse, chatFromConverseEvents } from '../translate/converse-replies.ts';
import { translated } from '../translate/stream.ts';
import {
  type ConnectedProvider,
  connect,
  failureOf,
  type HttpSettings,
  replyJson,
  type Sent,
} from './connection.ts';
import { type StreamMessage, streamMessages } from './event-stream.ts';
import { renamed } from './http.ts';

/** The region in an address of Amazon's, e.g. `https://bedrock-runtime.eu-west-1.amazonaws.com`. */
export function regionOfAddress(baseUrl: string): string | undefined {
  return /^bedrock-runtime(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/.exec(
    new URL(baseUrl).hostname,
  )?.[1];
}

/**
 * Connects to Amazon Bedrock over `Converse` and `ConverseStream`. The credential is `ACCESS_KEY:SECRET` or `ACCESS_KEY:SECRET:SESSION`, with
 * which each call is signed (Signature Version 4), or a Bedrock API key without colons, which is sent as a bearer token.
 */
export function bedrockProvider(
  settings: HttpSettings & { readonly signingRegion?: string | undefined },
): ConnectedProvider {
  const { name, maxReplyBytes } = settings;
  const connection = connect(settings);
  const signed = signing(settings, connection.addressOf);
  const requestOf = ({ body }: ProviderCall, method: string): Promise<Sent> =>
    signed({
      path: `/model/${encodeURIComponent(body.model)}/${method}`,
      headers: {
        accept: method === 'converse' ? 'application/json' : 'application/vnd.amazon.eventstream',
      },
      body: JSON.stringify(converseFromChat(body)),
    });
  return {
    name,
    kind: 'bedrock',
    region: settings.region ?? null,
    dialects: ['chat'],
    close: connection.close,
    complete: async (given) => {
      const call = renamed(settings, given);
      const reply = replyJson(await connection.whole(await requestOf(call, 'converse'), call));
      if (!isJsonObject(reply) || !isJsonObject(reply.output))
        throw providerFailed(name, 'answered with something that is no answer of Converse');
      return chatFromConverse(reply, call.body.model);
    },
    stream: async function* (given) {
      const call = renamed(settings, given);
      const request = await requestOf(call, 'converse-stream');
      try {
        const messages = streamMessages(connection.pieces(request, call), maxReplyBytes);
        yield* translated(eventsOf(name, messages), chatFromConverseEvents(call.body.model));
      } catch (error) {
        throw failureOf(name, call.timeoutMs, error);
      }
    },
  };
}

type Sign = (sent: Sent) => Promise<Sent>;

function signing(
  { credential, baseUrl, signingRegion }: Parameters<typeof bedrockProvider>[0],
  addressOf: (path: string) => string,
): Sign {
  const [accessKeyId = '', secretAccessKey, ...session] = (credential ?? '').split(':');
  if (credential === undefined) return async (sent) => sent;
  if (secretAccessKey === undefined)
    return async (sent) => ({
      ...sent,
      headers: { ...sent.headers, authorization: `Bearer ${credential}` },
    });
  const sessionToken = session.length === 0 ? {} : { sessionToken: session.join(':') };
  // What a day's key is derived from is the same all day.
  const cache = new Map<string, ArrayBuffer>();
  const region = signingRegion ?? regionOfAddress(baseUrl) ?? 'us-east-1';
  return async ({ path, headers, body }) => {
    const signer = new AwsV4Signer({
      ...{ method: 'POST', url: addressOf(path), body, service: 'bedrock', region, cache },
      ...{ accessKeyId, secretAccessKey, ...sessionToken },
    });
    const { headers: made } = await signer.sign();
    return { path, body, headers: { ...headers, ...Object.fromEntries(made) } };
  };
}

const refusals: Readonly<Record<string, number>> = {
  validationException: 400,
  throttlingException: 429,
  serviceUnavailableException: 503,
  modelTimeoutException: 408,
};

/** Each message as `{ TYPE: payload }`. A stream is whole when it said why it ended; what it used comes after that. */
async function* eventsOf(name: string, messages: AsyncIterable<StreamMessage>): AsyncGenerator<StreamEvent> {
  let isOver = false;
  const decoder = new TextDecoder();
  for await (const { headers, payload } of messages) {
    const json = replyJson(decoder.decode(payload));
    if (headers.get(':message-type') !== 'event') throw broken(name, headers, json);
    if (!isJsonObject(json)) throw providerFailed(name, 'sent an event that is not JSON');
    const type = headers.get(':event-type') ?? '';
    isOver ||= type === 'messageStop';
    yield eventOf({ [type]: json });
  }
  if (!isOver) throw providerFailed(name, 'broke off before the end');
}

function broken(name: string, headers: StreamMessage['headers'], json: JsonObject[string] | undefined) {
  const type = headers.get(':exception-type') ?? '';
  const said = isJsonObject(json) && typeof json.message === 'string' ? json.message : undefined;
  const status = refusals[type];
  return status === undefined
    ? providerFailed(name, 'broke off with an error of its own')
    : providerRefused(name, status, said);
}
