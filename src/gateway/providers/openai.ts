import { isJsonObject } from '../json.ts';
import type { ConnectedProvider, HttpSettings } from './connection.ts';
import { httpProvider, type Wire } from './http.ts';

export const openaiWire: Wire = {
  kind: 'openai',
  dialects: ['chat', 'responses', 'embeddings'],
  headers: (credential): Record<string, string> =>
    credential === undefined ? {} : { authorization: `Bearer ${credential}` },
  body: ({ dialect, body }, stream) => {
    if (dialect === 'embeddings') return body;
    if (dialect === 'responses' || !stream) return { ...body, stream };
    const options = isJsonObject(body.stream_options) ? body.stream_options : {};
    // Tokens are counted in any case: the record wants them.
    return { ...body, stream, stream_options: { ...options, include_usage: true } };
  },
};

/** Connects to any OpenAI-compatible base URL. The credential is sent as a bearer token. */
export function openaiProvider(settings: HttpSettings): ConnectedProvider {
  return httpProvider(settings, openaiWire);
}
