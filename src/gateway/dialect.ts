import type { JsonObject } from '../platform/canonical-json.ts';

/** What a call of a model is written in: OpenAI's chat completions, responses and embeddings, Anthropic's messages and counting of tokens. */
export const dialects = ['chat', 'responses', 'embeddings', 'messages', 'count_tokens'] as const;
export type Dialect = (typeof dialects)[number];

/** What a client writes a call in: those, and Google's `generateContent` and `countTokens`, which are translated on their way. */
export const clientDialects = [...dialects, 'generate', 'generate_count'] as const;
export type ClientDialect = (typeof clientDialects)[number];

/** One event of a stream: its text as the provider sent it, which is what a client gets, and what it says. */
export interface StreamEvent {
  /** JSON; a single line, or several that belong to one event. */
  readonly data: string;
  readonly json: JsonObject;
}

/** An event that we made ourselves. */
export function eventOf(json: JsonObject): StreamEvent {
  return { data: JSON.stringify(json), json };
}
