import { createHash } from 'node:crypto';
import type { JsonObject, JsonValue } from '../../platform/canonical-json.ts';
import { isJsonArray, isJsonObject } from '../json.ts';
import type { ProviderCall } from '../provider.ts';
import { messageEventsFromChat, type StreamTranslation } from '../translate/message-events.ts';
import { messageFromChat } from '../translate/message-replies.ts';
import { chatFromMessages } from '../translate/messages-to-chat.ts';
import { responseEventsFromChat } from '../translate/response-events.ts';
import { responseFromChat } from '../translate/response-replies.ts';
import { chatFromResponses } from '../translate/responses-to-chat.ts';
import { simulatedChunks, simulatedReply, tokens } from './simulated-chat.ts';

type Call = Pick<ProviderCall, 'dialect' | 'body'>;

/** What is simulated, in whatever dialect it is asked for. Pure. */
export function simulatedAnswer({ dialect, body }: Call): JsonObject {
  switch (dialect) {
    case 'chat':
      return simulatedReply(body);
    case 'messages':
      return messageFromChat(simulatedReply(chatFromMessages(body)));
    case 'responses':
      return responseFromChat(simulatedReply(chatFromResponses(body)));
    case 'count_tokens': {
      const { usage } = simulatedReply(chatFromMessages(body));
      return { input_tokens: (isJsonObject(usage) ? usage.prompt_tokens : undefined) ?? 0 };
    }
    case 'embeddings':
      return simulatedEmbeddings(body);
  }
}

/** The same in events. Pure. */
export function* simulatedEvents({ dialect, body }: Call): Generator<JsonObject> {
  if (dialect === 'messages')
    yield* through(simulatedChunks(chatFromMessages(body)), messageEventsFromChat());
  else if (dialect === 'responses')
    yield* through(simulatedChunks(chatFromResponses(body)), responseEventsFromChat());
  else yield* simulatedChunks(body);
}

function* through(chunks: Iterable<JsonObject>, translation: StreamTranslation): Generator<JsonObject> {
  for (const chunk of chunks) yield* translation.next(chunk);
  yield* translation.end();
}

const defaultDimensions = 64;
const mostDimensions = 4_096;

/** Vectors of length 1 that are always the same for the same text, and far apart for others. */
function simulatedEmbeddings(body: ProviderCall['body']): JsonObject {
  const { input, dimensions, model } = body;
  const inputs = isJsonArray(input) && input.some((one) => typeof one !== 'number') ? input : [input ?? ''];
  const wanted = typeof dimensions === 'number' && dimensions >= 1 ? Math.floor(dimensions) : undefined;
  const length = Math.min(wanted ?? defaultDimensions, mostDimensions);
  const used = inputs.reduce((sum: number, one) => sum + tokens(wordsOf(one)), 0);
  return {
    object: 'list',
    data: inputs.map((one, index) => {
      const vector = vectorOf(`${model}/${wordsOf(one)}`, length);
      const embedding = body.encoding_format === 'base64' ? base64Of(vector) : vector;
      return { object: 'embedding', index, embedding };
    }),
    model,
    usage: { prompt_tokens: used, total_tokens: used },
  };
}

function wordsOf(input: JsonValue): string {
  return typeof input === 'string' ? input : JSON.stringify(input);
}

function vectorOf(seed: string, length: number): number[] {
  const digest = (round: number) => createHash('sha256').update(`${seed}/${round}`).digest();
  const raw = Array.from({ length }, (_, at) => digest(at).readInt32BE(0) / 2 ** 31);
  const size = Math.hypot(...raw);
  return raw.map((value) => Math.fround(value / size));
}

function base64Of(vector: readonly number[]): string {
  return Buffer.from(new Float32Array(vector).buffer).toString('base64');
}
