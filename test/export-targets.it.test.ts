import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { at, listAt, password, type Reply, startHouse, type TestHouse, textAt } from './support/house.ts';
import { type HttpSink, type SyslogSink, startHttpSink, startSyslogSink } from './support/log-receivers.ts';
import { type MovingClock, movingClock } from './support/moving-clock.ts';
import { receiverCertificate } from './support/receiver-certificate.ts';

/** The log pushed to a SIEM and to collectors: everything, at least once, and nothing that is not an entry. */
let house: TestHouse;
let clock: MovingClock;
let session: string;
let syslog: SyslogSink;
let sink: HttpSink;
const secret = 'Bearer canary-7d1f-of-the-siem';

beforeAll(async () => {
  [syslog, sink] = await Promise.all([startSyslogSink(), startHttpSink()]);
  clock = movingClock();
  house = await startHouse({
    clock,
    exportHosts: [syslog.host, sink.host, '169.254.169.254', 'siem.example.com'],
  });
  session = await house.signIn(house.northwind.people.admin);
});
afterAll(async () => {
  await house.close();
  await Promise.all([syslog.close(), sink.close()]);
});

beforeEach(() => stepUp());

const ask = (method: string, path: string, body?: unknown): Promise<Reply> =>
  house.ask(method, `/api/v1/export-targets${path}`, {
    cookie: session,
    headers: { origin: house.address },
    ...(body === undefined ? {} : { body }),
  });

async function make(body: Readonly<Record<string, unknown>>): Promise<string> {
  const reply = await ask('POST', '', body);
  expect(reply).toMatchObject({ status: 201 });
  return textAt(reply.body, 'id');
}

/** The clock moves on in these tests, and what is asked for wants somebody who proved lately who they are. */
async function stepUp(): Promise<void> {
  const { status } = await house.ask('POST', '/auth/step-up', {
    ...{ cookie: session, headers: { origin: house.address }, body: { password } },
  });
  expect(status).toBe(200);
}

const targets = async () => listAt((await ask('GET', '')).body, 'items');
async function target(id: string): Promise<unknown> {
  return (await targets()).find((one) => at(one, 'id') === id);
}

/** Waits until a target has everything that is signed. */
const caughtUp = (id: string) =>
  vi.waitFor(async () => expect(await target(id)).toMatchObject({ behind: 0, failures: 0, error: null }), {
    timeout: 15_000,
    interval: 50,
  });

/** What the log holds, in its order, as the auditor exports it. */
async function log(): Promise<string[]> {
  const { auditor } = house.northwind.people;
  const reply = await house.ask('GET', '/api/v1/ledger/export?format=csv', { key: auditor.key });
  return reply.text
    .trimEnd()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split('"')[1] ?? '');
}

async function work(times: number): Promise<void> {
  const { admin } = house.northwind.people;
  for (let done = 0; done < times; done += 1)
    await house.done(admin.key, 'saved_search.create', {
      body: { name: `s-${Math.random()}`, query: { text: 'x' } },
    });
}

const sent = () =>
  sink.taken.flatMap(({ body }) =>
    body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  );
const ids = () => sent().map((event) => textAt(at(event, 'metadata'), 'uid'));
/** Now, instead of when its time has come. */
const again = (id: string) => ask('PATCH', `/${id}`, { state: 'running' });
const end = (id: string) => ask('DELETE', `/${id}`);

/** In order, nothing missing; what comes again comes right after it was not taken. */
function expectWhole(got: readonly string[], whole: readonly string[]): void {
  const places = got.map((id) => whole.indexOf(id));
  expect(places).not.toContain(-1);
  expect([...new Set(places)]).toEqual([...new Set(places)].toSorted((a, b) => a - b));
  expect(new Set(got).size).toBe(whole.length);
}

describe('an HTTPS receiver of OCSF', () => {
  it('gets the whole log in order, with its credential, and what comes', async () => {
    await work(20);
    const id = await make({
      ...{ name: 'SIEM', kind: 'https', url: sink.url, from: 'beginning' },
      header: { name: 'Authorization', value: secret },
    });
    await caughtUp(id);
    await work(3);
    await caughtUp(id);
    expect(ids()).toEqual((await log()).slice(0, ids().length));
    expect(sent().filter((event) => at(event, 'message') !== undefined).length).toBeGreaterThan(23);
    for (const { headers, path } of sink.taken)
      expect([headers.authorization, headers['content-type'], path]).toEqual([
        secret,
        'application/x-ndjson',
        '/events',
      ]);
    await end(id);
  });

  it('nothing is missing when the receiver breaks off, refuses, and dies after it took a batch', async () => {
    sink.taken.length = 0;
    let asked = 0;
    sink.answer((response, keep) => {
      asked += 1;
      if (asked === 1) response.destroy();
      else if (asked === 2) response.writeHead(503).end('busy');
      else {
        keep();
        // Took it, and could not say so: the batch comes again.
        if (asked === 3) response.destroy();
        else response.end();
      }
    });
    const id = await make({ name: 'Shaky', kind: 'https', url: sink.url, from: 'beginning' });
    for (const failures of [1, 2, 3]) {
      await vi.waitFor(
        async () => expect(await target(id)).toMatchObject({ failures, error: expect.any(String) }),
        {
          timeout: 15_000,
          interval: 50,
        },
      );
      await again(id);
    }
    await caughtUp(id);
    sink.answer(undefined);
    const whole = await log();
    expectWhole(ids(), whole.slice(0, new Set(ids()).size));
    expect(ids().length).toBeGreaterThan(new Set(ids()).size);
    await end(id);
  });

  it('the log says when a receiver takes nothing any more, and when it does again', async () => {
    sink.answer((response) => response.writeHead(500).end('no\u001b[31m'));
    const id = await make({ name: 'Down', kind: 'https', url: sink.url, from: 'beginning' });
    for (const failures of [1, 2, 3, 4, 5]) {
      await vi.waitFor(async () => expect(await target(id)).toMatchObject({ failures }), {
        timeout: 15_000,
        interval: 50,
      });
      if (failures < 5) await again(id);
    }
    expect(at(await target(id), 'error')).toBe('the receiver answered 500: no [31m');
    expect(at(await target(id), 'behindSince')).toEqual(expect.any(String));
    sink.answer(undefined);
    await again(id);
    await caughtUp(id);
    const actions = async () => {
      const { auditor } = house.northwind.people;
      const query = { subject: id, limit: '20' };
      return listAt(await house.done(auditor.key, 'entry.list', { query }), 'items').map((one) =>
        at(one, 'action'),
      );
    };
    await vi.waitFor(async () =>
      expect(await actions()).toEqual([
        ...['export_target.recover', 'export_target.update', 'export_target.fail'],
        ...Array.from({ length: 4 }, () => 'export_target.update'),
        'export_target.create',
      ]),
    );
    await end(id);
  });
});

it('a receiver that never answers holds up no other, and no stop of the server', async () => {
  sink.taken.length = 0;
  sink.answer((response, keep) => {
    if (response.req.url === '/slow') return;
    keep();
    response.end();
  });
  const slow = await make({
    name: 'Slow',
    kind: 'https',
    url: `http://${sink.host}/slow`,
    from: 'beginning',
  });
  const quick = await make({ name: 'Quick', kind: 'https', url: sink.url, from: 'now' });
  await work(2);
  await vi.waitFor(() => expect(ids().length).toBeGreaterThanOrEqual(2), { timeout: 10_000, interval: 50 });
  expect(await target(slow)).toMatchObject({ failures: 0, sentAt: null });
  await end(quick);
  sink.answer(undefined);
});

describe('a syslog receiver over TLS', () => {
  it('gets frames of RFC 5425; a connection that breaks off in the middle loses nothing', async () => {
    syslog.breakAfter(5_000);
    const id = await make({
      ...{ name: 'Syslog', kind: 'syslog', url: syslog.url, from: 'beginning', ca: receiverCertificate },
    });
    await vi.waitFor(async () => expect(await target(id)).toMatchObject({ failures: 1 }), {
      timeout: 15_000,
      interval: 50,
    });
    expect(syslog.messages.length).toBeGreaterThan(0);
    // And by itself, when its time has come.
    clock.advance(60_000);
    await caughtUp(id);
    const whole = await log();
    const got = syslog.messages.map((message) => / externalId=(ent_\S+)/.exec(message)?.[1] ?? '');
    expectWhole(got, whole.slice(0, new Set(got).size));
    expect(got.length).toBeGreaterThan(new Set(got).size);
    for (const message of syslog.messages)
      expect(message).toMatch(
        /^<1(?:07|08|09|10)>1 \d{4}-\d\d-\d\dT[\d:.]{12}Z \S+ countersign - [a-z_.]{1,32} \[meta sequenceId="\d+"\] CEF:0\|/,
      );
    await end(id);
  });

  it('is not sent to when its certificate comes from somebody else', async () => {
    const before = syslog.messages.length;
    const id = await make({ name: 'Stranger', kind: 'syslog', url: syslog.url, from: 'beginning' });
    await vi.waitFor(async () => expect(at(await target(id), 'error')).toMatch(/CERT|certificate/i), {
      timeout: 15_000,
      interval: 50,
    });
    expect(syslog.messages).toHaveLength(before);
    await end(id);
  });
});

describe('a collector', () => {
  it('gets a span for each model call and nothing of what was said', async () => {
    sink.taken.length = 0;
    const id = await make({ name: 'Collector', kind: 'otlp', url: `http://${sink.host}`, from: 'now' });
    const { viewer } = house.northwind.people;
    const content = 'canary-said-4711';
    const body = { model: 'simulated-fast', messages: [{ role: 'user', content }] };
    const reply = await house.ask('POST', '/openai/v1/chat/completions', { key: viewer.key, body });
    expect(reply.status).toBe(200);
    await vi.waitFor(() => expect(sink.taken).not.toHaveLength(0), { timeout: 15_000, interval: 50 });
    await caughtUp(id);
    expect(sink.taken[0]).toMatchObject({
      path: '/v1/traces',
      body: expect.stringContaining('gen_ai.request.model'),
    });
    expect(sink.taken.map((one) => one.body).join()).not.toContain(content);
    await end(id);
  });
});

describe('people', () => {
  it('test, pause, resume and send again from an index', async () => {
    sink.taken.length = 0;
    const id = await make({ name: 'Handled', kind: 'https', url: sink.url, from: 'now' });
    expect(await ask('POST', `/${id}/test`, {})).toMatchObject({ status: 200, body: { error: null } });
    expect(sink.taken).not.toHaveLength(0);
    await ask('PATCH', `/${id}`, { state: 'paused' });
    await vi.waitFor(async () => expect(at(await target(id), 'behind')).toBeGreaterThan(0), {
      timeout: 15_000,
    });
    const asked = sink.asked();
    await work(2);
    expect(at(await target(id), 'state')).toBe('paused');
    sink.taken.length = 0;
    await ask('PATCH', `/${id}`, { state: 'running', nextIndex: 3 });
    await caughtUp(id);
    expect(sink.asked()).toBeGreaterThan(asked);
    expect(ids().slice(0, 5)).toEqual((await log()).slice(3, 8));
    expect(await ask('PATCH', `/${id}`, { nextIndex: 1_000_000 })).toMatchObject({
      status: 422,
      body: { code: 'export_target.index_refused' },
    });
    await end(id);
    expect(await ask('POST', `/${id}/test`, {})).toMatchObject({ status: 404 });
  });

  it('AT-49: nothing is sent where the operator did not say, or where machines keep credentials', async () => {
    for (const [kind, url, code] of [
      ['https', 'https://evil.example/', 'host_not_allowed'],
      ['https', 'http://siem.example.com/', 'url_refused'],
      ['https', 'https://169.254.169.254/', 'url_refused'],
      ['https', 'https://u:p@siem.example.com/', 'url_refused'],
      ['syslog', 'tls://siem.example.com:22', 'host_not_allowed'],
      ['syslog', 'tls://0xa9fea9fe:6514', 'url_refused'],
      ['syslog', 'tls://siem.example.com@evil.example:6514', 'url_refused'],
      ['otlp', 'file:///etc/passwd', 'url_refused'],
    ])
      expect(await ask('POST', '', { name: 'X', kind, url })).toMatchObject({
        status: 422,
        body: { code: `export_target.${code}` },
      });
  });

  it('AT-50: a credential is in no answer, no entry and no row as it is, and does not follow to another address', async () => {
    const id = await make({
      ...{ name: 'Guarded', kind: 'https', url: sink.url, from: 'now' },
      header: { name: 'X-Api-Key', value: secret },
    });
    expect(await ask('PATCH', `/${id}`, { url: `http://${sink.host}/other` })).toMatchObject({
      status: 422,
      body: { code: 'export_target.credential_needed' },
    });
    const canary = 'canary-7d1f';
    expect((await ask('GET', '')).text).not.toContain(canary);
    const { auditor } = house.northwind.people;
    expect((await house.ask('GET', '/api/v1/ledger/export', { key: auditor.key })).text).not.toContain(
      Buffer.from(canary).toString('base64').slice(0, 12),
    );
    const rows = await house.asOwner('select t::text as row from ledger_export_target t');
    expect(rows.rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows.rows)).not.toContain(canary);
    expect(JSON.stringify(rows.rows)).not.toContain(Buffer.from(canary).toString('hex'));
    await end(id);
    const ended = await house.asOwner('select header_wrapped from ledger_export_target where id = $1', [id]);
    expect(ended.rows).toEqual([{ header_wrapped: null }]);
  });

  it('403: with a key, without a proof of who one is lately, and for those who only look', async () => {
    const body = { name: 'X', kind: 'https', url: sink.url };
    const { admin } = house.northwind.people;
    const byKey = await house.ask('POST', '/api/v1/export-targets', { key: admin.key, body });
    expect(byKey).toMatchObject({ status: 403, body: { code: 'export_target.create.session_needed' } });
    clock.advance(16 * 60_000);
    expect(await ask('POST', '', body)).toMatchObject({
      status: 403,
      body: { code: 'export_target.create.step_up_needed' },
    });
  });
});
