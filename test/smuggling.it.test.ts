import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGatewayHouse, type GatewayHouse } from './support/gateway-house.ts';

/**
 * AT-53, on the raw socket: what two parsers could read differently is refused, and whatever is hidden behind it never becomes a request.
 * Each row hides a call of a model that must not run.
 */
let house: GatewayHouse;
let key: string;
const path = '/openai/v1/chat/completions';

beforeAll(async () => {
  house = await createGatewayHouse();
  key = await house.key('viewer');
});
afterAll(() => house.close());

const body = JSON.stringify({ model: 'simulated-fast', messages: [{ role: 'user', content: 'Hidden.' }] });
const call = (...more: string[]) =>
  [`POST ${path} HTTP/1.1`, 'Host: a', `Authorization: Bearer ${key}`, ...more].join('\r\n');
/** A whole call, as it would stand behind a body that ended too early. */
const hidden = () => `${call(`Content-Length: ${body.length}`)}\r\n\r\n${body}`;
const chunked = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`;

/** Sends bytes as they are; gives everything that comes back until the other side closes, or so many answers came and a moment passed. */
async function send(bytes: string, answers = 0): Promise<string> {
  const { port } = new URL(house.address);
  const socket = connect(Number(port), '127.0.0.1');
  let said = '';
  socket.setEncoding('latin1').on('data', (piece: string) => {
    said += piece;
    if (answers > 0 && statuses(said).length >= answers) socket.setTimeout(50);
  });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(bytes, 'latin1');
  const closed = once(socket, 'close');
  socket.setTimeout(10_000, () => socket.destroy());
  await closed;
  return said;
}

const executions = async () =>
  (await house.asOwner('select count(*)::int as n from gateway_execution')).rows[0].n;
const statuses = (said: string) =>
  [...said.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));

describe('AT-53 what is refused, with everything behind it', () => {
  const rows: [string, () => string][] = [
    [
      'a length and chunks: the chunks end first',
      () => `${call('Content-Length: 300', 'Transfer-Encoding: chunked')}\r\n\r\n0\r\n\r\n${hidden()}`,
    ],
    [
      'chunks and a length: the length ends first',
      () => `${call('Transfer-Encoding: chunked', 'Content-Length: 4')}\r\n\r\n${chunked(hidden())}`,
    ],
    [
      'two lengths',
      () => `${call('Content-Length: 0', `Content-Length: ${body.length}`)}\r\n\r\n${hidden()}`,
    ],
    [
      'two lengths that agree',
      () => `${call('Content-Length: 2', 'Content-Length: 2')}\r\n\r\n{}${hidden()}`,
    ],
    ['lengths in a list', () => `${call('Content-Length: 0, 5')}\r\n\r\n${hidden()}`],
    ['a length with a sign', () => `${call('Content-Length: +0')}\r\n\r\n${hidden()}`],
    ['a length that is no number', () => `${call('Content-Length: 0x0')}\r\n\r\n${hidden()}`],
    ['a length before a colon with a space', () => `${call('Content-Length : 0')}\r\n\r\n${hidden()}`],
    [
      'chunks that are not the last coding',
      () => `${call('Transfer-Encoding: chunked, identity')}\r\n\r\n0\r\n\r\n${hidden()}`,
    ],
    [
      'a coding that nobody knows',
      () => `${call('Transfer-Encoding: xchunked')}\r\n\r\n0\r\n\r\n${hidden()}`,
    ],
    [
      'two codings',
      () =>
        `${call('Transfer-Encoding: chunked', 'Transfer-Encoding: identity')}\r\n\r\n0\r\n\r\n${hidden()}`,
    ],
    [
      'a coding after a vertical tab',
      () => `${call('Transfer-Encoding: \vchunked')}\r\n\r\n0\r\n\r\n${hidden()}`,
    ],
    [
      'a coding on a folded line',
      () => `${call('Transfer-Encoding:\r\n chunked')}\r\n\r\n0\r\n\r\n${hidden()}`,
    ],
    ['a folded line', () => `${call('X-A: b\r\n c: d', 'Content-Length: 0')}\r\n\r\n${hidden()}`],
    [
      'a chunk size with a prefix',
      () => `${call('Transfer-Encoding: chunked')}\r\n\r\n0x0\r\n\r\n${hidden()}`,
    ],
    ['a chunk size below zero', () => `${call('Transfer-Encoding: chunked')}\r\n\r\n-1\r\n\r\n${hidden()}`],
    [
      'a chunk size beyond 64 bits',
      () => `${call('Transfer-Encoding: chunked')}\r\n\r\n10000000000000000\r\n\r\n${hidden()}`,
    ],
    [
      'a chunk that ends in a bare line feed',
      () => `${call('Transfer-Encoding: chunked')}\r\n\r\n2\n{}\r\n0\r\n\r\n${hidden()}`,
    ],
    [
      'a chunk that is longer than it says',
      () => `${call('Transfer-Encoding: chunked')}\r\n\r\n2\r\n{}}\r\n0\r\n\r\n${hidden()}`,
    ],
    [
      'a bare carriage return between headers',
      () => `${call('X-A: b\rContent-Length: 0')}\r\n\r\n${hidden()}`,
    ],
    ['a NUL in a value', () => `${call('X-A: b\0c', 'Content-Length: 0')}\r\n\r\n${hidden()}`],
    ['a header without a name', () => `${call(': b', 'Content-Length: 0')}\r\n\r\n${hidden()}`],
    ['a header without a colon', () => `${call('Content-Length', 'X: y')}\r\n\r\n${hidden()}`],
    ['two hosts', () => `${call('Host: b', 'Content-Length: 0')}\r\n\r\n${hidden()}`],
    ['no host', () => `POST ${path} HTTP/1.1\r\nContent-Length: 0\r\n\r\n${hidden()}`],
    [
      'two credentials of one kind',
      () => `${call('Authorization: Bearer x', 'Content-Length: 0')}\r\n\r\n${hidden()}`,
    ],
    [
      'two keys of one kind',
      () => `${call('X-Api-Key: x', 'X-Api-Key: y', 'Content-Length: 0')}\r\n\r\n${hidden()}`,
    ],
    ['another protocol', () => `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${hidden()}`],
    ['an older protocol with a body', () => `POST ${path}\r\n\r\n${hidden()}`],
    [
      'a version that is none',
      () => `POST ${path} HTTP/1.9\r\nHost: a\r\nContent-Length: 0\r\n\r\n${hidden()}`,
    ],
    [
      'a method that is none',
      () => `P\0ST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n${hidden()}`,
    ],
    [
      'a path with a space',
      () => `POST ${path} /x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n${hidden()}`,
    ],
  ];

  it.each(rows)('%s', async (_, bytes) => {
    const before = await executions();
    const said = await send(bytes());
    const answers = statuses(said);
    expect(answers).toHaveLength(1);
    for (const status of answers) expect(status).toBeGreaterThanOrEqual(400);
    for (const status of answers) expect(status).toBeLessThan(500);
    expect(await executions()).toBe(before);
  });
});

describe('AT-53 what is read, and only in one way', () => {
  it('a call on a raw socket, whole and in chunks, and two one after the other', async () => {
    const before = await executions();
    const inChunks = `${call('Transfer-Encoding: chunked')}\r\n\r\n${chunked(body)}`;
    expect(statuses(await send(`${hidden()}${inChunks}`, 2))).toEqual([200, 200]);
    expect((await executions()) - before).toBe(2);
  });

  it('an upgrade is not one: the connection stays what it was', async () => {
    const upgrade = call(
      'Connection: Upgrade, HTTP2-Settings',
      'Upgrade: h2c',
      'HTTP2-Settings: AAMAAABkAAQAAP__',
      `Content-Length: ${body.length}`,
    );
    expect(await send(`${upgrade}\r\n\r\n${body}`, 1)).not.toContain('101 Switching');
  });

  it.each([['a length in the body of another', () => `Content-Length: ${body.length + hidden().length}`]])(
    '%s: what a length holds is the body, whatever it looks like',
    async (_, header) => {
      const before = await executions();
      expect(statuses(await send(`${call(header())}\r\n\r\n${body}${hidden()}`, 1))).toEqual([400]);
      expect(await executions()).toBe(before);
    },
  );

  it('a name of ours in the address of another is a path like any other', async () => {
    const said = await send(
      `GET http://evil.example${path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${key}\r\n\r\n`,
      1,
    );
    expect(statuses(said)[0]).toBeGreaterThanOrEqual(400);
  });
});
