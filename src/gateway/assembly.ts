import type { JsonObject, JsonValue } from '../platform/canonical-json.ts';
import { isJsonArray, isJsonObject } from './json.ts';

/** Puts the chunks of a stream together into the reply that the provider would have given whole. */
export interface Assembly {
  add(chunk: JsonObject): void;
  /** What came so far, in the shape of a chat completion; null before the first chunk. */
  reply(): JsonObject | null;
}

/** Members of a delta that are said once, not in pieces. */
const saidOnce = new Set(['role', 'id', 'type', 'index']);

export function createAssembly(): Assembly {
  let head: JsonObject | null = null;
  let usage: JsonValue = null;
  const choices = new Map<number, { message: JsonObject; finish: JsonValue }>();
  return {
    add: (chunk) => {
      head ??= chunk;
      if (isJsonObject(chunk.usage)) usage = chunk.usage;
      for (const choice of isJsonArray(chunk.choices) ? chunk.choices : []) {
        if (!isJsonObject(choice)) continue;
        const index = typeof choice.index === 'number' ? choice.index : 0;
        const known = choices.get(index) ?? { message: {}, finish: null };
        choices.set(index, {
          message: isJsonObject(choice.delta) ? merged(known.message, choice.delta) : known.message,
          finish: choice.finish_reason ?? known.finish,
        });
      }
    },
    reply: () =>
      head === null
        ? null
        : {
            id: head.id ?? null,
            object: 'chat.completion',
            created: head.created ?? null,
            model: head.model ?? null,
            choices: [...choices].map(([index, { message, finish }]) => ({
              index,
              message,
              finish_reason: finish,
            })),
            usage,
          },
  };
}

function merged(known: JsonObject, delta: JsonObject): JsonObject {
  const entries = Object.entries(delta).map(
    ([name, value]) => [name, mergedValue(name, known[name], value)] as const,
  );
  return { ...known, ...Object.fromEntries(entries) };
}

function mergedValue(name: string, known: JsonValue | undefined, value: JsonValue): JsonValue {
  if (known === undefined || known === null) return isJsonArray(value) ? mergedItems([], value) : value;
  if (value === null) return known;
  if (typeof known === 'string' && typeof value === 'string')
    return saidOnce.has(name) ? value : known + value;
  if (isJsonArray(known) && isJsonArray(value)) return mergedItems(known, value);
  if (isJsonObject(known) && isJsonObject(value)) return merged(known, value);
  return value;
}

/** Items with an `index`, as tool calls have, go on where that index was; others are added. */
function mergedItems(known: readonly JsonValue[], added: readonly JsonValue[]): JsonValue[] {
  const items = [...known];
  for (const item of added) {
    const at = isJsonObject(item)
      ? items.findIndex((one) => isJsonObject(one) && one.index !== undefined && one.index === item.index)
      : -1;
    const before = items[at];
    if (at >= 0 && isJsonObject(before) && isJsonObject(item)) items[at] = merged(before, item);
    else items.push(item);
  }
  return items;
}
