import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { at, listAt, startHouse, type TestHouse, textAt } from './support/house.ts';
import { type MovingClock, movingClock } from './support/moving-clock.ts';
import { propose } from './support/proposals.ts';

/** Webhooks: signed, tried again, logged, switched off when nobody takes them, and only to hosts that the operator listed. */
let house: TestHouse;
let admin: string;
let clock: MovingClock;
let receiver: Receiver;
const library = 'writing';

interface Got {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Receiver {
  readonly host: string;
  readonly got: Got[];
  /** How to answer from now on. */
  answer(how: (response: ServerResponse) => void): void;
  close(): Promise<void>;
}

async function startReceiver(): Promise<Receiver> {
  const got: Got[] = [];
  let how = (response: ServerResponse): void => {
    response.end('thanks');
  };
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      got.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(pieces).toString() });
      how(response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return {
    host: `127.0.0.1:${address.port}`,
    got,
    answer: (next) => {
      how = next;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

beforeAll(async () => {
  receiver = await startReceiver();
  clock = movingClock();
  house = await startHouse({ clock, webhookHosts: [receiver.host, '169.254.169.254'] });
  admin = house.northwind.people.admin.key;
  await house.done(admin, 'library.create', { body: { name: library, visibility: 'open' } });
});
afterAll(async () => {
  await house.close();
  await receiver.close();
});

interface Made {
  readonly id: string;
  readonly secret: string;
  readonly path: string;
}

let serial = 0;
async function make(kinds: readonly string[]): Promise<Made> {
  serial += 1;
  const path = `/hook-${serial}?of=northwind`;
  const body = { url: `http://${receiver.host}${path}`, description: 'Ours', kinds };
  const made = await house.done(admin, 'webhook.create', { body });
  return { id: textAt(made, 'id'), secret: textAt(made, 'secret'), path };
}

const gotAt = ({ path }: Made) => receiver.got.filter((got) => got.path === path);

async function arrived(hook: Made, count: number): Promise<Got[]> {
  await vi.waitFor(() => expect(gotAt(hook).length).toBeGreaterThanOrEqual(count), { timeout: 15_000 });
  return gotAt(hook);
}

const deliveries = async ({ id }: Made) =>
  listAt(await house.done(admin, 'delivery.list', { params: { webhook: id } }), 'items');

async function until(hook: Made, state: string, attempts: number): Promise<unknown> {
  return vi.waitFor(
    async () => {
      const [newest] = await deliveries(hook);
      expect(at(newest, 'state')).toBe(state);
      expect(listAt(newest, 'attempts').length).toBeGreaterThanOrEqual(attempts);
      return newest;
    },
    { timeout: 15_000 },
  );
}

function signed(secret: string, { headers, body }: Got): string {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const text = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  return `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
}

const remove = ({ id }: Made) => house.done(admin, 'webhook.delete', { params: { webhook: id } });

describe('delivery', () => {
  test('what was chosen arrives once, signed, with ids and links only', async () => {
    const hook = await make(['change.submit']);
    const other = await make(['change.publish']);
    const { change } = await propose(house, house.northwind.people.contributor.key, library);
    const [got] = await arrived(hook, 1);
    if (got === undefined) throw new Error('nothing came');
    expect(got.headers['webhook-signature']).toBe(signed(hook.secret, got));
    expect(got.headers['content-type']).toBe('application/json');
    const body: unknown = JSON.parse(got.body);
    expect(body).toMatchObject({
      type: 'change.submit',
      data: {
        change,
        organization: house.northwind.id,
        links: { change: `${house.address}/changes/${change}` },
      },
    });
    const entry = new URL(textAt(body, 'data', 'links', 'entry'));
    expect((await house.ask('GET', entry.pathname, { key: admin })).status).toBe(200);
    expect(got.body).not.toMatch(/Line|Change \d|prompt"|contributor/);
    const delivered = await until(hook, 'delivered', 1);
    expect(at(delivered, 'id')).toBe(got.headers['webhook-id']);
    expect(at(delivered, 'attempts', 0)).toMatchObject({ status: 200, answer: 'thanks', error: null });
    await house.settled();
    expect(gotAt(hook)).toHaveLength(1);
    expect(gotAt(other)).toHaveLength(0);
    await remove(hook);
    await remove(other);
  });

  test('what fails is tried again until it is taken, under the same id', async () => {
    const hook = await make(['change.submit']);
    receiver.answer((response) => response.writeHead(500).end(`no\u0000\u202e${'x'.repeat(9_000)}`));
    await propose(house, house.northwind.people.contributor.key, library);
    const failed = await until(hook, 'due', 1);
    const answer = textAt(failed, 'attempts', 0, 'answer');
    expect(answer).toMatch(/^no +x+$/);
    expect(answer.length).toBeLessThanOrEqual(500);
    receiver.answer((response) => response.end());
    clock.advance(60_000);
    await until(hook, 'delivered', 2);
    const ids = new Set(gotAt(hook).map(({ headers }) => headers['webhook-id']));
    expect(ids.size).toBe(1);
    await remove(hook);
  });

  test('after a day it is given up; an admin may have it sent again', async () => {
    const hook = await make(['change.submit']);
    receiver.answer((response) => response.writeHead(503).end());
    await propose(house, house.northwind.people.contributor.key, library);
    const failed = await until(hook, 'due', 1);
    clock.advance(86_400_000);
    await until(hook, 'given_up', 2);
    receiver.answer((response) => response.end());
    const params = { webhook: hook.id, delivery: textAt(failed, 'id') };
    await house.done(admin, 'delivery.redeliver', { params, body: {} });
    await until(hook, 'delivered', 3);
    const unknown = { webhook: hook.id, delivery: `dlv_${'0'.repeat(26)}` };
    expect((await house.call(admin, 'delivery.redeliver', { params: unknown, body: {} })).status).toBe(404);
    const stranger = house.fabrikam.people.admin.key;
    expect((await house.call(stranger, 'delivery.redeliver', { params, body: {} })).status).toBe(404);
    await remove(hook);
  });

  test('several nodes send each once', async () => {
    const others = [house.house.changes.start(), house.house.changes.start()];
    try {
      const hook = await make(['change.create', 'change.submit']);
      for (let made = 0; made < 5; made += 1)
        await propose(house, house.northwind.people.contributor.key, library);
      await arrived(hook, 10);
      await vi.waitFor(
        async () =>
          expect((await deliveries(hook)).map((item) => at(item, 'state'))).toEqual(
            Array(10).fill('delivered'),
          ),
        { timeout: 15_000 },
      );
      expect(gotAt(hook)).toHaveLength(10);
      await remove(hook);
    } finally {
      for (const other of others) await other.stop();
    }
  });

  test('a test arrives, and a webhook that is switched off is told nothing', async () => {
    const hook = await make(['change.submit']);
    const params = { webhook: hook.id };
    await house.done(admin, 'webhook.test', { params, body: {} });
    const [got] = await arrived(hook, 1);
    expect(JSON.parse(got?.body ?? '')).toMatchObject({ type: 'webhook.test' });
    await house.done(admin, 'webhook.update', { params, body: { enabled: false } });
    expect((await house.call(admin, 'webhook.test', { params, body: {} })).status).toBe(409);
    await propose(house, house.northwind.people.contributor.key, library);
    await house.settled();
    expect(await deliveries(hook)).toHaveLength(1);
    await remove(hook);
  });
});

describe('secrets', () => {
  test('the secret is shown once, and while it is replaced both sign', async () => {
    const hook = await make(['change.submit']);
    const params = { webhook: hook.id };
    const listed = await house.call(admin, 'webhook.list');
    expect(listed.text).not.toContain(hook.secret);
    const { rows } = await house.asOwner(
      'select encode(secret, $2) as secret from changes_webhook where id = $1',
      [hook.id, 'escape'],
    );
    expect(rows[0].secret).not.toContain(hook.secret);
    const rotated = await house.done(admin, 'webhook.rotate', { params, body: { overlapHours: 2 } });
    const next = textAt(rotated, 'secret');
    await house.done(admin, 'webhook.test', { params, body: {} });
    const [both] = await arrived(hook, 1);
    if (both === undefined) throw new Error('nothing came');
    expect(both.headers['webhook-signature']).toBe(`${signed(next, both)} ${signed(hook.secret, both)}`);
    clock.advance(3 * 3_600_000);
    await house.done(admin, 'webhook.test', { params, body: {} });
    const one = (await arrived(hook, 2))[1];
    if (one === undefined) throw new Error('nothing came');
    expect(one.headers['webhook-signature']).toBe(signed(next, one));
    await remove(hook);
  });
});

describe('AT-49: nothing is sent where the operator did not say', () => {
  test('other hosts, metadata addresses and redirects', async () => {
    const kinds = ['change.submit'];
    for (const [url, code] of [
      ['http://169.254.169.254/latest/meta-data', 'webhook.url_refused'],
      ['http://127.0.0.1:1/', 'webhook.host_not_allowed'],
      [`http://localhost:${receiver.host.split(':')[1]}/`, 'webhook.host_not_allowed'],
    ] as const) {
      const reply = await house.call(admin, 'webhook.create', { body: { url, kinds } });
      expect({ status: reply.status, code: at(reply.body, 'code') }).toEqual({ status: 422, code });
    }
    const hook = await make(kinds);
    receiver.answer((response) =>
      response.writeHead(307, { location: `http://${receiver.host}/elsewhere` }).end(),
    );
    await house.done(admin, 'webhook.test', { params: { webhook: hook.id }, body: {} });
    const failed = await until(hook, 'due', 1);
    expect(at(failed, 'attempts', 0, 'status')).toBe(307);
    expect(receiver.got.filter(({ path }) => path === '/elsewhere')).toEqual([]);
    receiver.answer((response) => response.end());
    await remove(hook);
  });
});

describe('a receiver that fails and fails', () => {
  test('is switched off, and every admin and auditor is told', async () => {
    const hook = await make(['change.submit']);
    receiver.answer((response) => response.writeHead(500).end());
    const params = { webhook: hook.id };
    for (let sent = 0; sent < 30; sent += 1) await house.done(admin, 'webhook.test', { params, body: {} });
    await vi.waitFor(
      async () => {
        const listed = listAt(await house.done(admin, 'webhook.list'), 'items');
        const found = listed.find((item) => at(item, 'id') === hook.id);
        expect(found).toMatchObject({ enabled: false, disabledReason: expect.stringContaining('in a row') });
      },
      { timeout: 15_000 },
    );
    await house.settled();
    for (const role of ['admin', 'auditor'] as const) {
      const notices = listAt(await house.done(house.northwind.people[role].key, 'notice.list'), 'items');
      expect(notices[0]).toMatchObject({ kind: 'webhook_disabled', topic: 'alarm' });
    }
    receiver.answer((response) => response.end());
    await house.done(admin, 'webhook.update', { params, body: { enabled: true } });
    await house.done(admin, 'webhook.test', { params, body: {} });
    await until(hook, 'delivered', 1);
    receiver.answer((response) => response.writeHead(410).end());
    await house.done(admin, 'webhook.test', { params, body: {} });
    await until(hook, 'given_up', 1);
    const listed = listAt(await house.done(admin, 'webhook.list'), 'items');
    expect(listed.find((item) => at(item, 'id') === hook.id)).toMatchObject({ enabled: false });
  });
});
