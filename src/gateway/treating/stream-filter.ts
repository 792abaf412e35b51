import type { JsonObject } from '../../platform/canonical-json.ts';
import type { Detector } from '../../policy/index.ts';
import { type Dialect, eventOf, type StreamEvent } from '../dialect.ts';
import { endsPieces, mapDelta } from './delta.ts';
import { createHeldText, type HeldText, type Judge } from './hold-back.ts';

/** Reads a stream's events with a window, and gives out what may be seen. */
export interface StreamFilter {
  next(event: StreamEvent): Promise<StreamEvent[]>;
  end(): Promise<StreamEvent[]>;
}

interface Channel {
  readonly held: HeldText;
  /** An event like the last one of this channel, with another piece. */
  again(piece: string): StreamEvent;
  open: boolean;
}

/**
 * @param judge what becomes of findings in a text that arrives in pieces
 * @param whole what becomes of members that arrive whole
 */
export function createStreamFilter(
  dialect: Dialect,
  detectors: readonly Detector[],
  judge: Judge,
  whole: (members: JsonObject) => Promise<JsonObject>,
): StreamFilter {
  const channels = new Map<string, Channel>();
  const channelOf = (name: string, event: JsonObject): Channel => {
    const known = channels.get(name);
    const again = (piece: string) =>
      eventOf(
        mapDelta(
          dialect,
          withoutEnd(event),
          (other) => (other === name ? piece : ''),
          (rest) => rest,
        ),
      );
    const channel = { held: known?.held ?? createHeldText(detectors, judge), again, open: true };
    channels.set(name, channel);
    return channel;
  };
  const flush = async (except: ReadonlySet<string>): Promise<StreamEvent[]> => {
    const events: StreamEvent[] = [];
    for (const [name, channel] of channels) {
      if (except.has(name)) continue;
      const rest = await channel.held.end();
      if (rest !== '') events.push(channel.again(rest));
      channels.delete(name);
    }
    return events;
  };
  return {
    next: async ({ json }) => {
      const over = endsPieces(dialect, json);
      const released = new Map<string, string>();
      const named: [string, string][] = [];
      mapDelta(
        dialect,
        json,
        (name, piece) => {
          named.push([name, piece]);
          return '';
        },
        (rest) => rest,
      );
      for (const [name, piece] of named) {
        const { held } = channelOf(name, json);
        const first = await held.add(piece);
        const rest = over ? await held.end() : '';
        released.set(name, (released.get(name) ?? '') + first + rest);
      }
      const before = over ? await flush(new Set(released.keys())) : [];
      if (over) channels.clear();
      return [...before, eventOf(await mappedDelta(dialect, json, released, whole))];
    },
    end: () => flush(new Set()),
  };
}

/** The event with what is released instead of its own pieces. What arrives whole is judged before. */
async function mappedDelta(
  dialect: Dialect,
  json: JsonObject,
  released: ReadonlyMap<string, string>,
  whole: (members: JsonObject) => Promise<JsonObject>,
): Promise<JsonObject> {
  const parts: JsonObject[] = [];
  mapDelta(
    dialect,
    json,
    () => '',
    (rest) => {
      parts.push(rest);
      return rest;
    },
  );
  const judged: JsonObject[] = [];
  for (const part of parts) judged.push(await whole(part));
  const given = new Set<string>();
  return mapDelta(
    dialect,
    json,
    (name) => {
      if (given.has(name)) return '';
      given.add(name);
      return released.get(name) ?? '';
    },
    (rest) => judged.shift() ?? rest,
  );
}

/** A copy of an event that says nothing about an end or about usage. */
function withoutEnd(event: JsonObject): JsonObject {
  const { usage: _usage, ...others } = event;
  return others;
}
