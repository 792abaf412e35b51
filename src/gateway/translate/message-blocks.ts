import type { JsonObject } from '../../platform/canonical-json.ts';
import { isJsonArray, isJsonObject, stringMember } from '../json.ts';

/** Blocks of a message, of which one is open at a time: a text, or one call of a tool. */
export interface Blocks {
  /** What a delta of a chat adds, as events: blocks that open, what is said in them, and blocks that close because another one opens. */
  say(delta: JsonObject): JsonObject[];
  close(): JsonObject[];
}

export function createBlocks(): Blocks {
  let index = -1;
  let openAs: string | null = null;
  const close = (): JsonObject[] => {
    if (openAs === null) return [];
    openAs = null;
    return [{ type: 'content_block_stop', index }];
  };
  const open = (as: string, block: JsonObject): JsonObject[] => {
    if (openAs === as) return [];
    const closed = close();
    index += 1;
    openAs = as;
    return [...closed, { type: 'content_block_start', index, content_block: block }];
  };
  const said = (delta: JsonObject): JsonObject => ({ type: 'content_block_delta', index, delta });
  const calling = (call: JsonObject): JsonObject[] => {
    const described = isJsonObject(call.function) ? call.function : {};
    const name = { id: call.id ?? '', name: described.name ?? '' };
    const opened = open(`call ${String(call.index)}`, { type: 'tool_use', ...name, input: {} });
    const written = stringMember(described, 'arguments') ?? '';
    return written === '' ? opened : [...opened, said({ type: 'input_json_delta', partial_json: written })];
  };
  return {
    close,
    say: (delta) => {
      const text = stringMember(delta, 'content') ?? stringMember(delta, 'refusal') ?? '';
      const spoken =
        text === '' ? [] : [...open('text', { type: 'text', text: '' }), said({ type: 'text_delta', text })];
      const calls = isJsonArray(delta.tool_calls) ? delta.tool_calls.filter(isJsonObject) : [];
      return [...spoken, ...calls.flatMap(calling)];
    },
  };
}
