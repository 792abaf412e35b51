import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { drained } from './event-stream.ts';

/** A reader that takes one piece when it is told to. */
function slowReader() {
  let taken: () => void = () => undefined;
  const response = new Writable({
    highWaterMark: 1,
    write: (_piece, _encoding, done) => {
      taken = done;
    },
  });
  const listeners = () => response.eventNames().reduce((sum, name) => sum + response.listenerCount(name), 0);
  return { response, take: () => taken(), listeners };
}

it('waits until more is taken, and leaves no listener behind', async () => {
  const { response, take, listeners } = slowReader();
  const before = listeners();
  for (let time = 0; time < 20; time += 1) {
    expect(response.write('more than one')).toBe(false);
    const waiting = drained(response, AbortSignal.timeout(60_000));
    take();
    await waiting;
  }
  expect(listeners()).toBe(before);
});

it('is over when the reader goes, also when it went before', async () => {
  const { response } = slowReader();
  response.write('more than one');
  const waiting = drained(response);
  response.destroy();
  await waiting;
  await drained(response);
});

it('cuts off who reads nothing', async () => {
  const { response, listeners } = slowReader();
  const before = listeners();
  response.write('more than one');
  const patience = new AbortController();
  const waiting = drained(response, patience.signal);
  patience.abort();
  await waiting;
  expect(response.destroyed).toBe(true);
  expect(listeners()).toBe(before);
  await drained(slowReader().response, AbortSignal.abort());
});
