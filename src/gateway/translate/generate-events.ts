import type { JsonObject, JsonValue } from '../../platform/canonical-json.ts';
import { isJsonArray, isJsonObject, stringMember } from '../json.ts';
import {
  chatUsageOfGoogle,
  finishOfGoogle,
  functionCallOf,
  googleUsage,
  reasonOfChat,
  saidIn,
} from './generate-replies.ts';
import type { StreamTranslation } from './message-events.ts';

/** Google's events as chunks of a chat completion. Each of its events is a whole answer with the next piece in it. */
export function chatFromGeneratedEvents(model: string): StreamTranslation {
  let head: JsonObject | undefined;
  let usage: JsonObject | null = null;
  const calls = new Map<number, number>();
  const chunk = (choices: readonly JsonObject[]): JsonObject => ({ ...head, choices });
  const candidateOf = (candidate: JsonObject): JsonObject => {
    const index = typeof candidate.index === 'number' ? candidate.index : 0;
    const { content, finishReason } = candidate;
    const parts =
      isJsonObject(content) && isJsonArray(content.parts) ? content.parts.filter(isJsonObject) : [];
    const before = calls.get(index) ?? 0;
    const said = saidIn(parts, before);
    calls.set(index, before + said.calls.length);
    const made = said.calls.map((call, at) => ({ index: before + at, ...call }));
    const finish = finishReason == null ? null : finishOfGoogle(finishReason, before + made.length > 0);
    const delta = {
      ...(said.text === undefined ? {} : { content: said.text }),
      ...(made.length === 0 ? {} : { tool_calls: made }),
    };
    return { index, delta, logprobs: null, finish_reason: finish };
  };
  return {
    next: (event) => {
      const isFirst = head === undefined;
      head ??= {
        id: event.responseId ?? '',
        object: 'chat.completion.chunk',
        created: 0,
        model: event.modelVersion ?? model,
      };
      usage = chatUsageOfGoogle(event.usageMetadata) ?? usage;
      const start = {
        index: 0,
        delta: { role: 'assistant', content: '' },
        logprobs: null,
        finish_reason: null,
      };
      const candidates = isJsonArray(event.candidates) ? event.candidates.filter(isJsonObject) : [];
      const blocked = isJsonObject(event.promptFeedback) && event.promptFeedback.blockReason !== undefined;
      const held = { index: 0, delta: {}, logprobs: null, finish_reason: 'content_filter' };
      return [
        ...(isFirst ? [chunk([start])] : []),
        ...(candidates.length === 0 ? [] : [chunk(candidates.map(candidateOf))]),
        ...(candidates.length === 0 && blocked ? [chunk([held])] : []),
      ];
    },
    end: () => (head === undefined ? [] : [{ ...head, choices: [], usage }]),
  };
}

/** Chunks of a chat completion as Google's events. A call of a tool is said whole there, so its pieces wait for its end. */
export function generatedEventsFromChat(): StreamTranslation {
  let head: JsonObject = {};
  let usage: JsonValue = null;
  const ends = new Map<number, JsonValue>();
  const calls = new Map<number, Map<number, JsonObject>>();
  const event = (index: number, parts: readonly JsonObject[], more: JsonObject = {}): JsonObject => ({
    candidates: [{ content: { role: 'model', parts }, index, ...more }],
    ...head,
  });
  const saying = (choice: JsonObject): JsonObject[] => {
    const index = typeof choice.index === 'number' ? choice.index : 0;
    const delta = isJsonObject(choice.delta) ? choice.delta : {};
    if (choice.finish_reason != null || !ends.has(index)) ends.set(index, choice.finish_reason ?? null);
    const known = calls.get(index) ?? new Map<number, JsonObject>();
    calls.set(index, known);
    for (const call of isJsonArray(delta.tool_calls) ? delta.tool_calls.filter(isJsonObject) : []) {
      const place = typeof call.index === 'number' ? call.index : 0;
      known.set(place, grown(known.get(place), call));
    }
    const text = stringMember(delta, 'content') ?? stringMember(delta, 'refusal') ?? '';
    return text === '' ? [] : [event(index, [{ text }])];
  };
  return {
    next: (chunk) => {
      head = { modelVersion: chunk.model ?? '', responseId: chunk.id ?? '' };
      if (isJsonObject(chunk.usage)) usage = chunk.usage;
      const choices = isJsonArray(chunk.choices) ? chunk.choices.filter(isJsonObject) : [];
      return choices.flatMap(saying);
    },
    end: () =>
      [...ends].map(([index, finish], at) => {
        const parts = [...(calls.get(index)?.values() ?? [])].map(functionCallOf);
        const last = at === ends.size - 1 ? { usageMetadata: googleUsage(usage) } : {};
        return { ...event(index, parts, { finishReason: reasonOfChat(finish) }), ...last };
      }),
  };
}

function grown(known: JsonObject | undefined, call: JsonObject): JsonObject {
  if (known === undefined) return call;
  const before = isJsonObject(known.function) ? known.function : {};
  const added = isJsonObject(call.function) ? call.function : {};
  const written = `${stringMember(before, 'arguments') ?? ''}${stringMember(added, 'arguments') ?? ''}`;
  return { ...known, ...call, function: { ...before, ...added, arguments: written } };
}
