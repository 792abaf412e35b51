import type { JsonObject } from '../../platform/canonical-json.ts';
import { eventOf, type StreamEvent } from '../dialect.ts';
import { countMember, isJsonArray, isJsonObject } from '../json.ts';
import { type ProviderCall, providerFailed } from '../provider.ts';
import { eventData } from '../server-sent-events.ts';
import { generateFromChat } from '../translate/chat-to-generate.ts';
import { chatFromGeneratedEvents } from '../translate/generate-events.ts';
import { chatFromGenerated } from '../translate/generate-replies.ts';
import { chatFromMessages } from '../translate/messages-to-chat.ts';
import { translated } from '../translate/stream.ts';
import { type ConnectedProvider, connect, failureOf, type HttpSettings, replyJson } from './connection.ts';
import { renamed } from './http.ts';

/** Connects to Google's Gemini API (base URL `https://generativelanguage.googleapis.com/v1beta`). Everything is translated there and back. */
export function googleProvider(settings: HttpSettings): ConnectedProvider {
  const { name, credential, maxReplyBytes } = settings;
  const connection = connect(settings);
  const headers: Record<string, string> = credential === undefined ? {} : { 'x-goog-api-key': credential };
  const sent = ({ body }: ProviderCall, method: string, asked: JsonObject) => ({
    path: `/models/${encodeURIComponent(body.model)}:${method}`,
    headers: { accept: method.includes('sse') ? 'text/event-stream' : 'application/json', ...headers },
    body: JSON.stringify(asked),
  });
  const whole = async (call: ProviderCall, method: string, asked: JsonObject): Promise<JsonObject> => {
    const reply = replyJson(await connection.whole(sent(call, method, asked), call));
    if (isJsonObject(reply)) return reply;
    throw providerFailed(name, 'answered with something that is no JSON object');
  };
  return {
    name,
    kind: 'google',
    region: settings.region ?? null,
    dialects: ['chat', 'count_tokens', 'embeddings'],
    close: connection.close,
    complete: async (given) => {
      const call = renamed(settings, given);
      if (call.dialect === 'count_tokens') {
        const counted = await whole(call, 'countTokens', countingOf(call));
        return { input_tokens: countMember(counted, 'totalTokens') ?? 0 };
      }
      if (call.dialect === 'embeddings')
        return embeddedOf(call, await whole(call, 'batchEmbedContents', embeddingOf(call)));
      const reply = await whole(call, 'generateContent', generateFromChat(call.body));
      if (!isJsonArray(reply.candidates) && !isJsonObject(reply.promptFeedback))
        throw providerFailed(name, 'answered with something that is no generated content');
      return chatFromGenerated(reply, call.body.model);
    },
    stream: async function* (given) {
      const call = renamed(settings, given);
      const request = sent(call, 'streamGenerateContent?alt=sse', generateFromChat(call.body));
      try {
        const events = eventsOf(name, eventData(connection.pieces(request, call), maxReplyBytes));
        yield* translated(events, chatFromGeneratedEvents(call.body.model));
      } catch (error) {
        throw failureOf(name, call.timeoutMs, error);
      }
    },
  };
}

/** Google's streams say nothing at their end: they are whole when somebody said why they ended. */
async function* eventsOf(name: string, data: AsyncIterable<string>): AsyncGenerator<StreamEvent> {
  let isOver = false;
  for await (const text of data) {
    const json = replyJson(text);
    if (!isJsonObject(json)) throw providerFailed(name, 'sent an event that is not JSON');
    if (isJsonObject(json.error)) throw providerFailed(name, 'broke off with an error of its own');
    const candidates = isJsonArray(json.candidates) ? json.candidates.filter(isJsonObject) : [];
    isOver ||=
      candidates.some(({ finishReason }) => finishReason != null) || isJsonObject(json.promptFeedback);
    yield eventOf(json);
  }
  if (!isOver) throw providerFailed(name, 'broke off before the end');
}

/** Tokens are counted of a request as Anthropic's clients write it; the model has to be named in it once more. */
function countingOf({ body }: ProviderCall): JsonObject {
  const model = `models/${body.model}`;
  return { generateContentRequest: { model, ...generateFromChat(chatFromMessages(body)) } };
}

function embeddingOf({ body }: ProviderCall): JsonObject {
  const inputs = isJsonArray(body.input) ? body.input : [body.input ?? ''];
  const size = typeof body.dimensions === 'number' ? { outputDimensionality: body.dimensions } : {};
  const requests = inputs.map((input) => ({
    model: `models/${body.model}`,
    content: { parts: [{ text: typeof input === 'string' ? input : JSON.stringify(input) }] },
    ...size,
  }));
  return { requests };
}

function embeddedOf({ body }: ProviderCall, reply: JsonObject): JsonObject {
  const vectors = isJsonArray(reply.embeddings) ? reply.embeddings.filter(isJsonObject) : [];
  const isText = body.encoding_format === 'base64';
  return {
    object: 'list',
    model: body.model,
    data: vectors.map(({ values }, index) => {
      const vector = isJsonArray(values) ? values.map(Number) : [];
      const embedding = isText ? Buffer.from(new Float32Array(vector).buffer).toString('base64') : vector;
      return { object: 'embedding', index, embedding };
    }),
    usage: null,
  };
}
