import fc from 'fast-check';
import { expect, it } from 'vitest';
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
