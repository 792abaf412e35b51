import { createParser, type EventSourceMessage } from 'eventsource-parser';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Problem } from '../platform/problem.ts';
import { shapes } from './routes/shapes.ts';
import { eventData, eventText } from './server-sent-events.ts';

async function read(bytes: Uint8Array, cuts: readonly number[], limit = 10_000): Promise<string[]> {
  const places = [
    0,
    ...cuts.map((cut) => cut % (bytes.length + 1)).sort((left, right) => left - right),
    bytes.length,
  ];
  async function* pieces() {
    for (const [index, start] of places.entries())
      yield bytes.subarray(start, places[index + 1] ?? bytes.length);
  }
  const found: string[] = [];
  for await (const data of eventData(pieces(), limit)) found.push(data);
  return found;
}

const encode = (text: string) => new TextEncoder().encode(text);

it('reads events however they are cut', async () => {
  const line = fc.string({ unit: 'grapheme' }).filter((text) => !/[\r\n]/.test(text));
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.array(fc.nat()), async (events, cuts) => {
      expect(await read(encode(events.map(eventText).join('')), cuts)).toEqual(events);
    }),
  );
});

it('knows comments, other fields, CRLF and several lines of data', async () => {
  const text = ': hello\r\n\r\nevent: x\r\ndata: one\r\ndata:two\r\n\r\nid: 4\n\ndata: unfinished';
  for (const cuts of [[], [3], [9, 10, 11], [20, 21, 22, 23, 36, 37]])
    expect(await read(encode(text), cuts)).toEqual(['one\ntwo']);
});

it('refuses an event without end', async () => {
  await expect(read(encode(`data: ${'x'.repeat(200)}`), [], 100)).rejects.toThrow(RangeError);
});

/** What tries to begin another event, field or end. */
const hostile = fc.constantFrom(
  ...['\r', '\n', '\r\n', '\n\n', '\r\r', '\u2028', '\u2029', '\u0085', '\0', '\ufeff', ' ', ':'],
  ...['data: [DONE]', 'event: message_stop', 'id: 1', 'retry: 1', '{"choices":[]}', '"}', '\\n', ': comment'],
);
const anything = fc
  .array(fc.oneof(hostile, fc.string({ unit: 'grapheme' })), { maxLength: 8 })
  .map((pieces) => pieces.join(''));

it.each(['chat', 'messages', 'responses', 'generate'] as const)(
  'AT-52 %s: one event is one event to whoever reads it, whatever a model or an upstream wrote',
  (dialect) => {
    const event = fc.record({ type: anything, text: anything, name: anything, raw: fc.boolean() });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 5 }), (given) => {
        const events = given.map(({ type, text, name, raw }) => {
          const json = { type, [name]: text };
          // As an upstream wrote it: spaced and broken up as it likes.
          return { json, data: raw ? `${JSON.stringify(json, null, 1)}${text}` : JSON.stringify(json) };
        });
        const read: EventSourceMessage[] = [];
        const parser = createParser({ onEvent: (one) => read.push(one) });
        parser.feed(events.map((one) => shapes[dialect].event(one)).join(''));
        expect(read.map(({ data }) => data)).toEqual(
          events.map(({ data }) => data.replaceAll(/\r\n|\r/g, '\n')),
        );
        for (const [at, { event: named, id }] of read.entries()) {
          expect(id).toBeUndefined();
          const { type } = events[at]?.json ?? {};
          expect([undefined, type]).toContain(named);
          if (named !== undefined) expect(named).toMatch(/^[a-z_.]+$/);
        }
      }),
      { numRuns: 300 },
    );
  },
);

it.each(['chat', 'messages', 'responses', 'generate'] as const)(
  'AT-52 %s: what says that it broke off is one event and no end, whatever its words',
  (dialect) => {
    fc.assert(
      fc.property(anything, (detail) => {
        const read: string[] = [];
        const parser = createParser({ onEvent: ({ data }) => read.push(data) });
        const problem = new Problem({ code: 'gateway.provider_failed', status: 502, detail });
        parser.feed(shapes[dialect].brokenOff(problem));
        expect(read).toHaveLength(1);
        expect(read[0]).not.toBe('[DONE]');
        expect(JSON.stringify(JSON.parse(read[0] ?? ''))).toContain(JSON.stringify(detail));
      }),
      { numRuns: 100 },
    );
  },
);
