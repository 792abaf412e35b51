import type { JsonObject } from '../../platform/canonical-json.ts';
import { createAssembly } from '../assembly.ts';
import { isJsonArray, isJsonObject } from '../json.ts';
import type { StreamTranslation } from './message-events.ts';
import { createItems } from './response-items.ts';
import { idOf, responseFromChat, responseHead } from './response-replies.ts';

/** Chunks of a chat completion as the events of a response. */
export function responseEventsFromChat(): StreamTranslation {
  const assembly = createAssembly();
  const items = createItems();
  let head: JsonObject | undefined;
  let number = 0;
  const numbered = (events: readonly JsonObject[]): JsonObject[] =>
    events.map((event) => ({ ...event, sequence_number: number++ }));
  return {
    next: (chunk) => {
      assembly.add(chunk);
      const begun = head === undefined ? started(chunk) : [];
      head ??= chunk;
      const choice = isJsonArray(chunk.choices) ? chunk.choices[0] : undefined;
      const delta = isJsonObject(choice) && isJsonObject(choice.delta) ? choice.delta : {};
      return numbered([...begun, ...items.say(idOf(head), delta)]);
    },
    end: () => {
      const response = responseFromChat(assembly.reply() ?? {});
      const type = response.status === 'incomplete' ? 'response.incomplete' : 'response.completed';
      return numbered([...items.close(), { type, response }]);
    },
  };
}

function started(chunk: JsonObject): JsonObject[] {
  const response = responseHead(chunk);
  return [
    { type: 'response.created', response },
    { type: 'response.in_progress', response },
  ];
}
