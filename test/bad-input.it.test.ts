import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  addressOf,
  at,
  bodyLimitBytes,
  type Input,
  type Reply,
  startHouse,
  type TestHouse,
  textAt,
} from './support/house.ts';
import { promptText, propose, publishPrompt } from './support/proposals.ts';

/** Whatever comes in, what goes out is a refusal with a code and a sentence, and nothing half-written stays behind. */
let house: TestHouse;
let admin: string;
let key: string;
let change: string;
const library = 'writing';
const noOid = '0'.repeat(40);
const noDigest = `sha256:${'0'.repeat(64)}`;

beforeAll(async () => {
  house = await startHouse();
  const { people } = house.northwind;
  admin = people.admin.key;
  key = people.contributor.key;
  await house.done(admin, 'library.create', { body: { name: library, visibility: 'open' } });
  await publishPrompt(house, library, 'hello.prompt', promptText('Hello'));
  change = (await propose(house, key, library)).change;
});
afterAll(() => house.close());

/** No stack, no path, no SQL: what a refusal may never say. */
const innards =
  /\bat .+:\d+:\d+\b|node_modules|\.ts\b|select |insert |postgres|kysely|zod|TypeError|RangeError/i;

function expectRefusal(reply: Reply, status: number, code: string): void {
  expect({ status: reply.status, code: at(reply.body, 'code') }, reply.text.slice(0, 500)).toEqual({
    status,
    code,
  });
  expect(reply.headers.get('content-type')).toBe('application/problem+json');
  expect(textAt(reply.body, 'detail')).toMatch(/^\S.* .*[.!]$/s);
  expect(textAt(reply.body, 'request')).toBe(reply.headers.get('x-request-id'));
  expect(reply.text).not.toMatch(innards);
}

function expectOpenaiRefusal(reply: Reply, status: number, code: string): void {
  expect({ status: reply.status, code: at(reply.body, 'error', 'code') }, reply.text.slice(0, 500)).toEqual({
    status,
    code,
  });
  expect(textAt(reply.body, 'error', 'message')).toMatch(/[.!]$/);
  expect(textAt(reply.body, 'error', 'type')).toMatch(/_error$/);
  expect(reply.text).not.toMatch(innards);
}

const send = (id: string, input: Input, by = admin) => house.call(by, id, input);

describe('names that name nothing, and content that is none', () => {
  let before: Record<string, number>;
  beforeEach(async () => {
    before = await house.counts();
  });
  afterEach(async () => {
    expect(await house.counts()).toEqual(before);
  });

  test('unknown library', async () => {
    const params = { library: 'no-such' };
    expectRefusal(await send('library.read', { params }), 404, 'resource.not_found');
    expectRefusal(await send('asset.list', { params }), 404, 'resource.not_found');
    const body = { library: 'no-such', branch: 'b', title: 'T' };
    expectRefusal(await send('change.create', { body }), 404, 'resource.not_found');
    const scope = { kind: 'library', library: 'no-such' };
    const grant = { principal: house.northwind.people.viewer.id, role: 'viewer', scope };
    expectRefusal(await send('grant.create', { body: grant }), 404, 'resource.not_found');
  });

  test('unknown prompt, version, environment and branch', async () => {
    const run = (prompt: string) => send('execution.create', { body: { prompt, variables: { topic: 'x' } } });
    for (const prompt of [
      `${library}/no-such`,
      'no-such/hello',
      `${library}/hello@99`,
      `${library}/hello@nowhere`,
      `${library}/hello@branch:no-such`,
      `${library}/hello@${noDigest}`,
    ])
      expectRefusal(await run(prompt), 404, 'resource.not_found');
    for (const prompt of ['hello', '@production', `${library}/`, `${library}/hello@`, `${library}/../x`])
      expectRefusal(await run(prompt), 400, 'prompt.bad_reference');
    const params = { library };
    const read = (query: Record<string, string>) => send('asset.read', { params, query });
    expectRefusal(await read({ path: 'hello.prompt', ref: '@99' }), 404, 'asset.not_found');
    expectRefusal(await read({ path: 'nothing.prompt' }), 404, 'asset.not_found');
    expectRefusal(await read({ path: 'hello.prompt', ref: 'no-such' }), 404, 'branch.not_found');
    expectRefusal(await read({ path: 'hello.prompt', ref: noOid }), 404, 'resource.not_found');
    expectRefusal(await read({ path: '../../etc/passwd' }), 422, 'asset.bad_path');
  });

  test('unknown change, execution, entry, grant, key and person', async () => {
    for (const id of ['x', `chg_${'0'.repeat(26)}`, 'chg_', '%00', '..', 'exe_💥']) {
      expectRefusal(await send('change.read', { params: { change: id } }), 404, 'resource.not_found');
      expectRefusal(await send('execution.read', { params: { execution: id } }), 404, 'resource.not_found');
      expectRefusal(await send('policy.replay', { params: { execution: id } }), 404, 'resource.not_found');
      expectRefusal(await send('entry.read', { params: { entry: id } }), 404, 'resource.not_found');
      expectRefusal(await send('grant.revoke', { params: { grant: id } }), 404, 'resource.not_found');
      expectRefusal(await send('key.revoke', { params: { key: id } }), 404, 'resource.not_found');
      expectRefusal(
        await send('person.deactivate', { params: { person: id }, body: {} }),
        404,
        'resource.not_found',
      );
    }
  });

  test('unknown and malformed keys', async () => {
    const bad = ['cs_live_', 'nonsense', `cs_live_${'0'.repeat(12)}_${'A'.repeat(43)}`, `${admin}x`, ' '];
    for (const wrong of bad)
      expectRefusal(await house.ask('GET', '/api/v1/session', { key: wrong }), 401, 'session.required');
    const two = await house.ask('GET', '/api/v1/session', { key: admin, headers: { 'x-api-key': key } });
    expectRefusal(two, 400, 'request.two_credentials');
  });

  test('a template that cannot be parsed is not committed', async () => {
    const params = { library };
    const { items } = await branches();
    const { name: branch = '', head = '' } = items.find(({ name }) => name !== 'main') ?? {};
    for (const text of [
      '{{#if topic}}never closed',
      '---\nmodel: [unclosed\n---\nHello',
      '{{unknownHelper topic}}',
      '{{topic',
      '---\ninput:\n  schema:\n    topic: no-such-type\n---\n{{topic}}',
    ]) {
      const files = [{ path: 'broken.prompt', text }];
      const body = { branch, expectedHead: head, message: 'Break it', files };
      const reply = await send('commit.create', { params, body }, key);
      expectRefusal(reply, 422, 'prompt.unparsable');
      expect(at(reply.body, 'faults', 0)).toMatchObject({
        code: expect.any(String),
        line: expect.any(Number),
      });
      const rendered = await send('prompt.render', { params, body: { text, variables: { topic: 'x' } } });
      expectRefusal(rendered, 422, 'prompt.unparsable');
    }
  });

  test('a variable that is missing or of the wrong type', async () => {
    const run = (variables: unknown) =>
      send('execution.create', { body: { prompt: `${library}/hello`, variables } });
    for (const variables of [{}, { topic: 7 }, { topic: ['x'] }, { topic: null }, { topic: {} }]) {
      const reply = await run(variables);
      expect(reply.status).toBe(422);
      expectRefusal(reply, 422, textAt(reply.body, 'code'));
      expect(textAt(reply.body, 'code')).toMatch(/^prompt\./);
      const chat = await house.ask('POST', '/openai/v1/chat/completions', {
        key,
        body: { model: `prompt:${library}/hello`, messages: [], variables },
      });
      expectOpenaiRefusal(chat, 422, textAt(reply.body, 'code'));
    }
    for (const variables of [[], 'x', 7]) expectRefusal(await run(variables), 400, 'request.invalid');
  });

  test('models and members that are not there', async () => {
    const chat = (body: unknown) => house.ask('POST', '/openai/v1/chat/completions', { key, body });
    const messages = [{ role: 'user', content: 'x' }];
    expectOpenaiRefusal(await chat({ model: 'no-such-model', messages }), 422, 'model.unknown');
    expectOpenaiRefusal(await chat({ messages }), 400, 'request.invalid');
    expectOpenaiRefusal(await chat({ model: 'simulated-fast', messages: 'x' }), 400, 'request.invalid');
    expectOpenaiRefusal(await chat({ model: 'simulated-fast', messages: [1] }), 400, 'request.invalid');
    expectOpenaiRefusal(await chat([]), 400, 'request.invalid');
    expectOpenaiRefusal(await chat({ model: 'prompt:no-such/x', messages: [] }), 404, 'resource.not_found');
    expectOpenaiRefusal(await chat({ model: 'prompt:', messages: [] }), 400, 'prompt.bad_reference');
    const calls = [
      ['/openai/v1/responses', { model: 'simulated-fast' }],
      ['/openai/v1/responses', { model: 'simulated-fast', input: 7 }],
      ['/openai/v1/responses', { prompt: 'hello' }],
      ['/openai/v1/responses', { prompt: { id: 7 } }],
      ['/openai/v1/responses', { prompt: { id: `${library}/hello`, version: [] } }],
      ['/openai/v1/embeddings', { model: 'simulated-fast', input: 'x', stream: true }],
      ['/openai/v1/embeddings', { input: 'x' }],
      ['/anthropic/v1/messages', { model: 'simulated-fast', messages: [1] }],
      ['/anthropic/v1/messages', { model: 'simulated-fast', messages: [{ role: 'user' }] }],
      ['/anthropic/v1/messages', { model: 7, messages }],
      ['/anthropic/v1/messages/count_tokens', []],
    ] as const;
    for (const [path, body] of calls) {
      const reply = await house.ask('POST', path, { key, body });
      expect({ path, status: reply.status, code: at(reply.body, 'error', 'code') }).toEqual({
        path,
        status: 400,
        code: 'request.invalid',
      });
    }
  });
});

async function branches(): Promise<{ items: { name: string; head: string }[] }> {
  const listed = await house.done(key, 'branch.list', { params: { library } });
  const items: { name: string; head: string }[] = [];
  const raw = at(listed, 'items');
  for (const item of Array.isArray(raw) ? raw : [])
    items.push({ name: textAt(item, 'name'), head: textAt(item, 'head') });
  return { items };
}

describe('bodies that are none', () => {
  let before: Record<string, number>;
  beforeEach(async () => {
    before = await house.counts();
  });
  afterEach(async () => {
    expect(await house.counts()).toEqual(before);
  });
  const path = '/api/v1/libraries';
  const gateway = '/openai/v1/chat/completions';
  const valid = { name: 'from-bad-input', visibility: 'open' };
  const post = (raw: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    house.ask('POST', path, { key: admin, raw, headers });
  const postGateway = (raw: string | Uint8Array<ArrayBuffer>) => house.ask('POST', gateway, { key, raw });

  test('over the limit, announced or not, is a 413', async () => {
    const large = JSON.stringify({ ...valid, description: 'x'.repeat(bodyLimitBytes) });
    expectRefusal(await post(large), 413, 'request.body_too_large');
    expectOpenaiRefusal(await postGateway(large), 413, 'request.body_too_large');
    expectRefusal(await chunked(path, admin, large), 413, 'request.body_too_large');
    expectOpenaiRefusal(await chunked(gateway, key, large), 413, 'request.body_too_large');
  });

  test('a chunked body within the limit is read', async () => {
    expectRefusal(
      await chunked(path, admin, JSON.stringify({ ...valid, visibility: 'no' })),
      400,
      'request.invalid',
    );
  });

  test('invalid JSON', async () => {
    for (const raw of ['', '{', '{"name":}', 'null,', "{'name':'x'}", '{"name":"x",}', 'NaN', '\u0000']) {
      expectRefusal(await post(raw), 400, 'request.not_json');
      expectOpenaiRefusal(await postGateway(raw), 400, 'request.not_json');
    }
    for (const raw of ['null', '7', '"x"', '[]', 'true'])
      expectRefusal(await post(raw), 400, 'request.invalid');
  });

  test('bytes that are not UTF-8 are refused, not replaced', async () => {
    const text = JSON.stringify({ ...valid, displayName: '?' });
    const bytes = new Uint8Array(Buffer.from(text));
    bytes[text.indexOf('?')] = 0xff;
    expectRefusal(await post(bytes), 400, 'request.not_json');
    const chat = JSON.stringify({ model: 'simulated-fast', messages: [{ role: 'user', content: '?' }] });
    const chatBytes = new Uint8Array(Buffer.from(chat));
    chatBytes[chat.indexOf('?')] = 0xff;
    expectOpenaiRefusal(await postGateway(chatBytes), 400, 'request.not_json');
  });

  test('another content type', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/jsonx',
      '',
    ])
      expectRefusal(await post(JSON.stringify(valid), { 'content-type': type }), 415, 'request.not_json');
  });

  test('unknown members, and members that reach for a prototype', async () => {
    expectRefusal(await post(JSON.stringify({ ...valid, extra: 1 })), 400, 'request.invalid');
    for (const raw of [
      '{"name":"from-bad-input","visibility":"open","__proto__":{"admin":true}}',
      '{"__proto__":null,"name":"from-bad-input","visibility":"open"}',
    ])
      expectRefusal(await post(raw), 400, 'request.not_json');
    const variables = '{"prompt":"writing/hello","variables":{"topic":"x","a":{"__proto__":{"b":1}}}}';
    const run = await house.ask('POST', '/api/v1/executions', { key, raw: variables });
    expectRefusal(run, 400, 'request.not_json');
    const chat = '{"model":"simulated-fast","messages":[{"role":"user","content":"x","__proto__":{}}]}';
    expectOpenaiRefusal(await postGateway(chat), 400, 'request.not_json');
    expectRefusal(await post('{"constructor":{"prototype":{}}}'), 400, 'request.invalid');
  });

  test('queries that are unknown, doubled or out of bounds', async () => {
    const get = (search: string) => house.ask('GET', `/api/v1/changes${search}`, { key });
    for (const search of [
      '?nonsense=1',
      '?limit=1&limit=2',
      '?limit=0',
      '?limit=201',
      '?limit=1.5',
      '?limit=x',
      '?state=none',
      '?waiting=you',
      '?library=A%20B',
      '?library=%00',
      '?cursor=nonsense',
      `?cursor=${Buffer.from('-271821-04-20T00:00:00.000Z chg_x').toString('base64url')}`,
      `?cursor=${Buffer.from('2026-99-99T00:00:00.000Z chg_00000000000000000000000000').toString('base64url')}`,
      `?cursor=${'A'.repeat(300)}`,
      '?__proto__=1',
    ])
      expectRefusal(await get(search), 400, 'request.invalid');
  });

  test('cursors of other lists, and cursors of nobody', async () => {
    const lists = house.house.operations.filter(
      ({ querySchema }) => querySchema !== undefined && 'cursor' in querySchema.shape,
    );
    expect(lists.length).toBeGreaterThan(8);
    const texts = [
      '',
      'x',
      '["\\u0000"]',
      '[1e400]',
      '[99999999999999999999]',
      '{}',
      '[null]',
      '0',
      '["a","b","c"]',
      '999999999999999.exe_00000000000000000000000000',
    ];
    for (const { id } of lists)
      for (const text of texts) {
        const cursor = Buffer.from(text).toString('base64url') || ' ';
        const query = { cursor, ...(id === 'version.list' ? { path: 'a.prompt' } : {}) };
        const reply = await send(id, { params: { library }, query });
        expect(reply.status, `${id} ${text} ${reply.text}`).toBeLessThan(500);
      }
  });

  test('nesting without end', async () => {
    for (const depth of [101, 5_000, 60_000])
      for (const inner of [
        `${'['.repeat(depth)}${']'.repeat(depth)}`,
        `${'{"a":'.repeat(Math.ceil(depth / 2) + 50)}1${'}'.repeat(Math.ceil(depth / 2) + 50)}`,
      ]) {
        const raw = `{"prompt":"writing/hello","variables":{"topic":${inner}}}`;
        expectRefusal(await house.ask('POST', '/api/v1/executions', { key, raw }), 400, 'request.not_json');
        const chat = `{"model":"simulated-fast","messages":[{"role":"user","content":${inner}}]}`;
        expectOpenaiRefusal(await postGateway(chat), 400, 'request.not_json');
        const metadata = { variables: `{"topic":${inner}}` };
        const governed = JSON.stringify({ model: 'prompt:writing/hello', messages: [], metadata });
        expectOpenaiRefusal(await postGateway(governed), 400, 'request.not_json');
      }
    const deepPath = `${'a/'.repeat(600)}a.txt`;
    const body = {
      branch: 'work-1',
      expectedHead: noOid,
      message: 'Deep',
      files: [{ path: deepPath, text: '' }],
    };
    const reply = await send('commit.create', { params: { library }, body }, key);
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(reply.status).toBeLessThan(500);
  });

  test('a path of a megabyte', async () => {
    const reply = await rawHttp(`GET /api/v1/${'a'.repeat(1_000_000)} HTTP/1.1\r\nhost: x\r\n\r\n`);
    expect(reply).toMatch(/^HTTP\/1\.1 431 /);
    expect(reply).toContain('"code":"request.headers_too_large"');
    const broken = await rawHttp('NONSENSE\r\n\r\n');
    expect(broken).toMatch(/^HTTP\/1\.1 400 /);
    expect(broken).toContain('"code":"request.malformed"');
    const path = 'a'.repeat(100_000);
    const read = await send('asset.read', { params: { library }, query: { path: path.slice(0, 5_000) } });
    expectRefusal(read, 400, 'request.invalid');
    const body = { branch: 'work-1', expectedHead: noOid, message: 'M', files: [{ path, text: '' }] };
    expectRefusal(await send('commit.create', { params: { library }, body }, key), 400, 'request.invalid');
  });

  test('NUL and half characters, wherever a text goes to a table or the log', async () => {
    const { viewer } = house.northwind.people;
    const bodies: readonly (readonly [string, (bad: string) => Input])[] = [
      [
        'person.create',
        (bad) => ({
          body: {
            displayName: bad,
            email: 'n@northwind.example',
            password: 'long enough for one',
            role: 'viewer',
          },
        }),
      ],
      [
        'person.create',
        (bad) => ({
          body: {
            displayName: 'N',
            email: `${bad}@northwind.example`,
            password: 'long enough for one',
            role: 'viewer',
          },
        }),
      ],
      [
        'grant.create',
        (bad) => ({
          body: { principal: viewer.id, role: 'reviewer', scope: { kind: 'organization' }, reason: bad },
        }),
      ],
      [
        'grant.create',
        (bad) => ({
          body: { principal: viewer.id, role: 'reviewer', scope: { kind: 'library', library: bad } },
        }),
      ],
      ['access_review.create', (bad) => ({ body: { digest: noDigest, findings: bad } })],
      ['role.create', (bad) => ({ body: { name: bad, permissions: ['policy.read'] } })],
      [
        'role.create',
        (bad) => ({ body: { name: 'n', displayName: bad, description: bad, permissions: ['policy.read'] } }),
      ],
      [
        'grant.create',
        (bad) => ({
          body: { principal: viewer.id, role: bad, scope: { kind: 'asset', library, path: bad } },
        }),
      ],
      ['team.create', (bad) => ({ body: { name: bad } })],
      ['team.create', (bad) => ({ body: { name: 'n', displayName: bad, description: bad } })],
      ['app.create', (bad) => ({ body: { displayName: bad, role: 'viewer' } })],
      ['key.create', (bad) => ({ body: { displayName: bad } })],
      ['key.create', (bad) => ({ body: { displayName: 'K', scope: { models: [bad] } } })],
      ['key.create', (bad) => ({ body: { displayName: 'K', scope: { environments: [bad] } } })],
      ['library.create', (bad) => ({ body: { ...valid, displayName: bad } })],
      ['library.create', (bad) => ({ body: { ...valid, description: bad } })],
      [
        'commit.create',
        (bad) => ({
          params: { library },
          body: {
            branch: 'work-1',
            expectedHead: noOid,
            message: bad,
            files: [{ path: 'a.txt', text: 'a' }],
          },
        }),
      ],
      [
        'commit.create',
        (bad) => ({
          params: { library },
          body: { branch: 'work-1', expectedHead: noOid, message: 'M', files: [{ path: bad, text: 'a' }] },
        }),
      ],
      ['change.create', (bad) => ({ body: { library, branch: bad, title: 'T' } })],
      ['change.create', (bad) => ({ body: { library, branch: 'work-1', title: bad } })],
      ['change.create', (bad) => ({ body: { library, branch: 'work-1', title: 'T', description: bad } })],
      [
        'change.review',
        (bad) => ({ params: { change }, body: { revision: noOid, verdict: 'endorse', comment: bad } }),
      ],
      ['change.comment', (bad) => ({ params: { change }, body: { text: bad } })],
      ['change.comment', (bad) => ({ params: { change }, body: { text: 'T', path: bad } })],
      ['change.comment', (bad) => ({ params: { change }, body: { text: 'T', replacement: bad } })],
      ['execution.create', (bad) => ({ body: { prompt: `${library}/hello`, variables: { topic: bad } } })],
      [
        'execution.create',
        (bad) => ({ body: { prompt: `${library}/hello`, variables: { topic: 'x', [bad]: 'x' } } }),
      ],
      ['provider.create', (bad) => ({ body: { name: 'p', kind: 'simulated', models: [bad] } })],
    ];
    for (const bad of ['a\u0000b', 'a\ud800b', '\udc00'])
      for (const [id, inputOf] of bodies) expectRefusal(await send(id, inputOf(bad)), 400, 'request.invalid');
    for (const { id, querySchema } of house.house.operations)
      for (const name of Object.keys(querySchema?.shape ?? {})) {
        const params = { library, change, commit: noOid, environment: 'production', webhook: 'whk_x' };
        const input = { params, query: { [name]: 'a\u0000b' } };
        expectRefusal(await send(id, input), 400, 'request.invalid');
      }
    const signIn = await house.ask('POST', '/auth/sign-in/email', {
      body: { email: 'a\u0000b@x.example', password: 'x' },
    });
    expect([400, 401]).toContain(signIn.status);
    expectRefusal(signIn, signIn.status, textAt(signIn.body, 'code'));
    const chat = await postGateway('{"model":"simulated-\\ud800","messages":[]}');
    expectOpenaiRefusal(chat, 422, 'model.unknown');
    const nul = await postGateway('{"model":"prompt:writing/hello\\u0000","messages":[]}');
    expect([400, 404]).toContain(nul.status);
  });

  test('numbers that no column holds', async () => {
    for (const line of [0, -1, 1.5, 2 ** 31, 2 ** 53, 1e300])
      expectRefusal(
        await send('change.comment', { params: { change }, body: { text: 'T', line } }),
        400,
        'request.invalid',
      );
    expectRefusal(await send('entry.list', { query: { cursor: '1e300' } }), 400, 'request.invalid');
    for (const version of ['99999999999', '9007199254740993', '1e3']) {
      const read = await send('asset.read', {
        params: { library },
        query: { path: 'hello.prompt', ref: `@${version}` },
      });
      expect(read.status, read.text).toBeGreaterThanOrEqual(400);
      expect(read.status, read.text).toBeLessThan(500);
      const run = await send('execution.create', {
        body: { prompt: `${library}/hello@${version}`, variables: {} },
      });
      expect(run.status, run.text).toBeGreaterThanOrEqual(400);
      expect(run.status, run.text).toBeLessThan(500);
    }
    for (const at of ['0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '2026-02-30T00:00:00Z', 'yesterday']) {
      const listed = await send('execution.list', { query: { since: at, until: at } });
      expect(listed.status, listed.text).toBeLessThan(500);
    }
  });
});

/** Sends a body without announcing its length. */
function chunked(path: string, by: string, body: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${by}`,
      'content-type': 'application/json',
      'transfer-encoding': 'chunked',
    };
    const sending = httpRequest(`${house.address}${path}`, { method: 'POST', headers }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () => {
        const text = Buffer.concat(pieces).toString();
        const got = new Headers();
        for (const [name, value] of Object.entries(response.headers)) got.set(name, String(value));
        resolve({ status: response.statusCode ?? 0, text, body: JSON.parse(text), headers: got });
      });
    });
    sending.on('error', reject);
    for (let from = 0; from < body.length; from += 60_000) sending.write(body.slice(from, from + 60_000));
    sending.end();
  });
}

/** Bytes on the socket, for what no client would send. */
function rawHttp(text: string): Promise<string> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(house.address);
    const socket = connect(Number(port), hostname);
    let reply = '';
    socket.on('data', (piece) => {
      reply += piece.toString();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(reply));
    socket.end(text);
  });
}

describe('fuzz', () => {
  /** A good body of every mutating operation, so that mutations of it get far. */
  const samples = (): Readonly<Record<string, Input>> => ({
    'person.create': {
      body: { displayName: 'F', email: 'f@northwind.example', password: 'short', role: 'viewer' },
    },
    'person.deactivate': { params: { person: 'per_x' }, body: { successor: 'per_y' } },
    'password.change': { body: { current: 'F', password: 'short' } },
    'password.reset': { params: { person: 'per_x' }, body: {} },
    'second_factor.start': { body: {} },
    'second_factor.create': { body: { offer: 'e30.AAAA', code: '123456' } },
    'second_factor.delete': {},
    'second_factor.reset': { params: { person: 'per_x' }, body: {} },
    'recovery_code.renew': { body: {} },
    'passkey.start': { body: { origin: 'http://localhost' } },
    'passkey.create': {
      body: {
        offer: 'e30.AAAA',
        displayName: 'F',
        passkey: {
          ...{ id: 'AAAA', rawId: 'AAAA', type: 'public-key', clientExtensionResults: {} },
          response: { clientDataJSON: 'e30', attestationObject: 'AAAA', transports: ['internal'] },
        },
      },
    },
    'passkey.delete': { params: { passkey: 'pas_x' } },
    'session.revoke': { params: { session: 'ses_x' } },
    'session.revoke_others': { body: {} },
    'sign_in_rule.update': { body: { secondFactor: 'optional' } },
    'owner.assign': { params: { library }, body: { path: 'a.prompt', owner: 'per_x' } },
    'owner.hand_over': { params: { person: 'per_x' }, body: { to: 'per_y' } },
    'access_review.create': { body: { digest: noDigest, findings: 'F' } },
    'role.create': {
      body: { name: 'fuzz', displayName: 'F', description: 'F', permissions: ['policy.read'] },
    },
    'role.update': {
      params: { role: 'fuzz' },
      body: { displayName: 'F', description: 'F', permissions: ['policy.read'] },
    },
    'role.retire': { params: { role: 'fuzz' }, body: {} },
    'grant.create': {
      body: {
        principal: house.northwind.people.viewer.id,
        role: 'viewer',
        scope: { kind: 'folder', library, path: 'f' },
        endsAt: '2999-01-01T00:00:00Z',
        reason: 'r',
      },
    },
    'favorite.create': { body: { library, path: 'hello.prompt' } },
    'favorite.delete': { query: { library, path: 'hello.prompt' } },
    'domain.create': { body: { name: 'fuzz.example' } },
    'domain.verify': { params: { domain: 'fuzz.example' }, body: {} },
    'domain.override': { params: { domain: 'fuzz.example' }, body: { reason: 'F' } },
    'domain.delete': { params: { domain: 'fuzz.example' } },
    'sso_connection.create': {
      body: {
        kind: 'oidc',
        displayName: 'F',
        settings: { issuer: 'http://10.0.0.1/', clientId: 'f', scopes: ['email'], groupsClaim: null },
      },
    },
    'sso_connection.update': { params: { connection: 'sso_x' }, body: { displayName: 'F', active: true } },
    'sso_connection.delete': { params: { connection: 'sso_x' } },
    'group_mapping.create': { body: { group: 'fuzz', role: 'viewer' } },
    'group_mapping.delete': { params: { mapping: 'map_x' } },
    'sso_setting.update': { body: { enforced: false, provisioning: true, defaultRole: null } },
    'sso_exemption.create': { body: { person: 'per_x' } },
    'sso_exemption.delete': { params: { person: 'per_x' } },
    'scim_token.create': { body: {} },
    'scim_token.rotate': { params: { token: 'sct_x' }, body: { overlapHours: 1 } },
    'scim_token.revoke': { params: { token: 'sct_x' } },
    'team.create': { body: { name: 'fuzz', displayName: 'F', description: 'F' } },
    'team.update': { params: { team: 'fuzz' }, body: { displayName: 'F', description: 'F' } },
    'team.retire': { params: { team: 'fuzz' }, body: {} },
    'policy.test': { body: { files: [{ path: 'a.policy-test.yaml', text: 'tests: []' }], over: 'live' } },
    'policy.simulate': {
      body: { files: [{ path: 'a.cedar', text: 'permit (' }], days: 1, only: { model: 'f', kind: 'raw' } },
    },
    'team.add_member': { params: { team: 'fuzz' }, body: { member: 'per_x' } },
    'team.remove_member': { params: { team: 'fuzz', member: 'per_x' } },
    'grant.revoke': { params: { grant: 'gra_x' } },
    'app.create': { body: { displayName: 'F', role: 'viewer', scope: { kind: 'organization' } } },
    'key.create': {
      body: {
        displayName: 'F',
        scope: {
          libraries: [library],
          actions: ['policy.read'],
          models: ['m'],
          environments: ['production'],
        },
        expiresAt: '2030-01-01T00:00:00Z',
      },
    },
    'consent.give': { body: { app: 'app_x' } },
    'consent.withdraw': { params: { consent: 'con_x' } },
    'key.rotate': { params: { key: 'key_x' }, body: { overlapHours: 24 } },
    'key.revoke': { params: { key: 'key_x' } },
    'library.create': { body: { name: 'fuzzed', displayName: 'F', description: 'F', visibility: 'open' } },
    'branch.create': { params: { library }, body: { name: 'fuzz/one', from: 'main' } },
    'branch.merge': {
      params: { library },
      body: {
        branch: 'work-1',
        from: 'main',
        expectedHead: noOid,
        expectedFrom: noOid,
        choices: [
          { path: 'f.prompt', conflict: 'c1', take: 'ours' },
          { path: 'f.prompt', conflict: 'c2', text: 'F' },
        ],
        message: 'F',
      },
    },
    'branch.delete': { params: { library } },
    'commit.revert': {
      params: { library, commit: noOid },
      body: { branch: 'work-1', expectedHead: noOid, parent: 1, choices: [], message: 'F' },
    },
    'commit.cherry_pick': {
      params: { library, commit: noOid },
      body: { branch: 'work-1', expectedHead: noOid, parent: 1, choices: [], message: 'F' },
    },
    'asset.move': {
      params: { library },
      body: { branch: 'work-1', expectedHead: noOid, from: 'f/', to: 'g/', message: 'F' },
    },
    'asset.redirect': {
      params: { library },
      body: { branch: 'work-1', expectedHead: noOid, path: 'f.prompt', to: 'f/g', message: 'F' },
    },
    'asset.restore': {
      params: { library },
      body: { branch: 'work-1', expectedHead: noOid, path: 'f.prompt', from: '@1', message: 'F' },
    },
    'library.import': {
      params: { library },
      body: {
        source: 'files',
        files: [{ path: 'f.txt', text: 'f' }],
        branch: 'fuzzed-import',
        expectedHead: noOid,
        folder: 'f',
        dryRun: true,
      },
    },
    'asset.merge': {
      body: { path: 'f.prompt', base: 'a', ours: 'b', theirs: 'c', names: { ours: 'o', theirs: 't' } },
    },
    'tag.create': { params: { library }, body: { name: 'fuzz', ref: 'main', message: 'F' } },
    'tag.delete': { params: { library }, query: { name: 'fuzz' } },
    'commit.create': {
      params: { library },
      body: {
        branch: 'work-1',
        expectedHead: noOid,
        message: 'F',
        files: [
          { path: 'f.prompt', text: 'Hello {{topic}}' },
          { path: 'gone.txt', delete: true },
        ],
      },
    },
    'environment.create': { body: { name: 'fuzz', displayName: 'F', description: 'F', position: 3 } },
    'environment.update': {
      params: { environment: 'staging' },
      body: { displayName: 'F', description: 'F', position: 3 },
    },
    'environment.retire': { params: { environment: 'fuzz' }, body: {} },
    'asset.similar': { params: { library }, body: { path: 'a.prompt', text: 'Be kind.' } },
    'asset.check': { params: { library }, body: { path: 'a.workflow.yaml', text: 'kind: Workflow' } },
    'prompt.convert': { body: { text: 'System: be kind\nUser: {x}', name: 'F' } },
    'prompt.render': {
      params: { library },
      body: { text: '---\ninput:\n  schema:\n    a: string\n---\n{{a}}', ref: 'main', variables: { a: 'x' } },
    },
    'change.create': {
      body: { library, branch: 'work-1', title: 'F', description: 'F', environment: 'production' },
    },
    'change.submit': { params: { change }, body: {} },
    'change.review': { params: { change }, body: { revision: noOid, verdict: 'endorse', comment: 'F' } },
    'change.approve': {
      params: { change },
      body: { revision: noOid, digest: noDigest, shown: noDigest, comment: 'F' },
    },
    'change.retract': { params: { change }, body: {} },
    'requirement.preview': {
      params: { library },
      body: {
        environment: 'production',
        proposed: { path: 'a.requirement.yaml', text: 'rules: []' },
        changes: [change],
        samples: [{ path: 'a.prompt', text: 'Hello' }],
      },
    },
    'delegation.create': {
      body: { to: `per_${'0'.repeat(26)}`, until: '2030-01-01T00:00:00Z', reason: 'F' },
    },
    'delegation.end': { params: { delegation: `dlg_${'0'.repeat(26)}` }, body: {} },
    'change.reject': { params: { change }, body: { revision: noOid, comment: 'F' } },
    'change.publish': { params: { change }, body: { revision: noOid, digest: noDigest } },
    'change.update': { params: { change }, body: { title: 'F', description: 'F' } },
    'check.report': {
      params: { change, check: 'evaluations' },
      body: {
        digest: noDigest,
        state: 'passed',
        detail: 'F',
        link: 'https://ci.example/1',
        validUntil: '2030-01-01T00:00:00Z',
      },
    },
    'change.comment': {
      params: { change },
      body: {
        text: 'F',
        thread: null,
        path: 'a.prompt',
        side: 'head',
        firstLine: 2,
        line: 3,
        digest: noDigest,
        replacement: 'F',
      },
    },
    'comment.withdraw': { params: { change, comment: 'com_x' }, body: {} },
    'thread.resolve': { params: { change, thread: 'thr_x' }, body: {} },
    'thread.reopen': { params: { change, thread: 'thr_x' }, body: {} },
    'suggestion.accept': {
      params: { change },
      body: { revision: noOid, suggestions: ['com_x'], message: 'F' },
    },
    'reviewer.request': { params: { change }, body: { reviewer: 'per_x' } },
    'reviewer.dismiss': { params: { change, reviewer: 'per_x' }, body: {} },
    'subscription.create': { params: { change }, body: {} },
    'subscription.end': { params: { change }, body: {} },
    'change.withdraw': { params: { change }, body: {} },
    'change.remind': { params: { change }, body: {} },
    'measure.rebuild': { body: {} },
    'finding.assign': { params: { finding: `fin_${'0'.repeat(26)}` }, body: { person: null } },
    'finding.snooze': { params: { finding: `fin_${'0'.repeat(26)}` }, body: { days: 7, reason: 'later' } },
    'finding.wake': { params: { finding: `fin_${'0'.repeat(26)}` }, body: {} },
    'finding.resolve': {
      params: { finding: `fin_${'0'.repeat(26)}` },
      body: { change: `chg_${'0'.repeat(26)}` },
    },
    'score.create': {
      params: { execution: 'exe_x' },
      body: { config: 'acceptance', value: true, reason: null },
    },
    'consistency.create': { body: { prompt: `${library}/hello`, days: 3, reason: 'F because' } },
    'correction.create': { params: { execution: 'exe_x' }, body: { text: 'F' } },
    'judge.create': { body: { name: 'fuzzed', prompt: `${library}/hello`, target: `${library}/hello` } },
    'judge_run.create': {
      params: { judge: 'jdg_x' },
      body: { size: 2, days: 3, among: 'all', bothOrders: true, reason: 'F because' },
    },
    'score_config.create': { body: { name: 'fuzzed', categories: ['F one', 'F two'] } },
    'view.create': { body: { name: 'Fuzzed view', page: 'groups', filters: { by: 'team', weeks: '4' } } },
    'view.delete': { params: { view: `vie_${'0'.repeat(26)}` } },
    'letter.create': { body: { every: 'week' } },
    'letter.delete': { params: { letter: `let_${'0'.repeat(26)}` } },
    'notice.read': { body: { ids: [`not_${'0'.repeat(26)}`] } },
    'notice_setting.update': { body: { asked: 'all', progress: 'mine', talk: 'none' } },
    'webhook.create': {
      body: { url: 'https://hooks.example.com/', description: 'F', kinds: ['change.publish'] },
    },
    'webhook.update': {
      params: { webhook: 'whk_x' },
      body: { url: 'https://hooks.example.com/', description: 'F', kinds: ['change.publish'], enabled: true },
    },
    'webhook.rotate': { params: { webhook: 'whk_x' }, body: { overlapHours: 1 } },
    'webhook.delete': { params: { webhook: 'whk_x' } },
    'webhook.test': { params: { webhook: 'whk_x' }, body: {} },
    'delivery.redeliver': { params: { webhook: 'whk_x', delivery: 'dlv_x' }, body: {} },
    'change.schedule': {
      params: { change },
      body: { revision: noOid, digest: noDigest, at: '2100-01-01T00:00:00Z', notes: 'F' },
    },
    'change.unschedule': { params: { change }, body: {} },
    'break_glass.create': {
      params: { change },
      body: {
        revision: noOid,
        digest: noDigest,
        reason: 'Everything is on fire here.',
        expiresAt: '2100-01-01T00:00:00Z',
      },
    },
    'break_glass.review': {
      params: { change },
      body: { verdict: 'undo', digest: noDigest, comment: 'F because' },
    },
    'rollback.create': {
      body: {
        library,
        path: 'hello.prompt',
        environment: 'production',
        version: 9,
        from: 1,
        reason: 'F because',
      },
    },
    'retirement.create': {
      body: { library, path: 'no.prompt', environment: 'production', reason: 'F because' },
    },
    'retirement.end': {
      body: { library, path: 'no.prompt', environment: 'production', reason: 'F because' },
    },
    'recall.create': {
      body: {
        target: { kind: 'version', library, path: 'hello.prompt', version: 9 },
        reason: 'F because',
      },
    },
    'recall.lift': { params: { recall: `rcl_${'0'.repeat(26)}` }, body: { reason: 'F because' } },
    'execution.create': { body: { prompt: `${library}/hello@production`, variables: { topic: 'x' } } },
    'ledger.rotate_key': { body: {} },
    'witness.add': { body: { key: 'w.example+00000000+BAAA', url: 'https://witness.example/w1' } },
    'witness.end': { params: { witness: 'wit_x' }, body: {} },
    'witness.require': { body: { need: 1 } },
    'witnessed_log.add': { body: { key: 'log.example+00000000+AQAA' } },
    'witnessed_log.end': { params: { log: 'wlo_x' }, body: {} },
    'export_target.create': {
      body: {
        ...{ name: 'F', kind: 'https', url: 'https://siem.example.com/x', form: 'ocsf', from: 'now' },
        header: { name: 'authorization', value: 'F' },
      },
    },
    'export_target.update': {
      params: { target: 'tgt_x' },
      body: { name: 'F', state: 'paused', nextIndex: 1 },
    },
    'export_target.end': { params: { target: 'tgt_x' } },
    'export_target.test': { params: { target: 'tgt_x' }, body: {} },
    'saved_search.create': { body: { name: 'fuzzed', query: { action: 'change.approve', text: 'F' } } },
    'saved_search.delete': { params: { search: 'sea_x' } },
    'attestation.create': { body: { from: 0, treeSize: 1, conclusion: 'nothing', findings: 'F' } },
    'evidence.export': {
      body: {
        subject: { kind: 'version', library, path: 'hello.prompt', version: 9 },
        format: 'json',
        contents: false,
        reason: 'F because',
      },
    },
    'execution.read_content': { params: { execution: 'exe_x' }, body: { reason: 'F because' } },
    'legal_hold.place': { body: { target: { kind: 'execution', execution: 'exe_x' }, reason: 'F because' } },
    'legal_hold.lift': { params: { hold: 'lgh_x' }, body: { reason: 'F because' } },
    'erasure.request': { body: { target: { kind: 'words', words: 'fuzzed words' }, reason: 'F because' } },
    'detector.create': {
      body: {
        ...{ name: 'F', url: 'https://detector.example.com/', secret: 'fuzzed-secret', timeoutMs: 500 },
        onFailure: 'refuse',
      },
    },
    'detector.test': { params: { detector: 'det_x' }, body: { text: 'F' } },
    'detector.end': { params: { detector: 'det_x' } },
    'class.try': { body: { text: 'F', classes: 'classes: []' } },
    'evaluation.run': { body: { library, path: 'none.eval.yaml', version: 'production' } },
    'hold.approve': { params: { hold: 'hol_x' }, body: { reason: 'F because' } },
    'hold.refuse': { params: { hold: 'hol_x' }, body: { reason: 'F because' } },
    'erasure.approve': { params: { erasure: 'era_x' }, body: {} },
    'erasure.reject': { params: { erasure: 'era_x' }, body: {} },
    'budget.create': {
      body: { scope: 'model', target: 'never', unit: 'executions', period: 'day', limit: 5, hard: false },
    },
    'provider.update': { params: { provider: 'pro_x' }, body: { region: 'eu' } },
    'provider.rotate': { params: { provider: 'pro_x' }, body: { credential: 'c' } },
    'provider.test': { params: { provider: 'pro_x' }, body: {} },
    'route.set': {
      params: { route: 'fuzzed' },
      body: { retries: 1, targets: [{ model: 'simulated-fast' }] },
    },
    'route.delete': { params: { route: 'never' } },
    'budget.update': { params: { budget: 'bud_x' }, body: { limit: 5, hard: true } },
    'budget.end': { params: { budget: 'bud_x' } },
    'retention.update': { body: { library: null, dataClass: 'email', days: 400 } },
    'provider.create': {
      body: {
        name: 'fuzzed',
        kind: 'openai',
        baseUrl: 'https://models.example/v1',
        credential: 'c',
        models: ['fuzzed'],
      },
    },
  });
  const nasty = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      true,
      0,
      -1,
      2 ** 31,
      2 ** 53,
      -0,
      1e308,
      '',
      '\u0000',
      '\ud800',
      '\u202e',
      'a'.repeat(5_000),
      '../..',
      'main',
      '@7',
      '[]',
      '{{x}}',
      '{{#each a}}{{/each}}',
      '---\n',
      '%',
      '__proto__',
      'constructor',
      [],
      {},
      [[]],
    ),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.jsonValue({ maxDepth: 4 }),
  );

  /** Replaces, removes or adds a few members somewhere in a good body. */
  const mutationOf = (body: unknown) =>
    fc
      .array(
        fc.record({
          where: fc.nat(),
          how: fc.constantFrom('replace', 'remove', 'add'),
          value: nasty,
          name: fc.string({ maxLength: 12 }),
        }),
        { minLength: 0, maxLength: 3 },
      )
      .map((edits) => edits.reduce<unknown>((value, edit) => mutate(value, edit), body));

  test('every mutating operation has a sample', () => {
    const mutating = house.house.operations.filter(({ method }) => method !== 'get').map(({ id }) => id);
    expect(Object.keys(samples()).sort()).toEqual(mutating.sort());
  });

  test('random bodies on every mutating operation: never a 500', async () => {
    const known = samples();
    let runs = 0;
    const withBody = Object.entries(known).filter(([, { body }]) => body !== undefined);
    const call = fc.constantFrom(...withBody).chain(([id, input]) =>
      fc.record({
        id: fc.constant(id),
        params: fc.constant(input.params),
        body: fc.oneof(
          { weight: 4, arbitrary: mutationOf(input.body) },
          { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 6 }) },
        ),
      }),
    );
    await fc.assert(
      fc.asyncProperty(call, async ({ id, params, body }) => {
        runs += 1;
        const { method, path } = addressOf(house.house, id, { params: params ?? {} });
        const reply = await house.ask(method, path, { key: admin, body: body ?? null });
        if (reply.status >= 500) throw new Error(`${id} answered ${reply.status}: ${reply.text}`);
        if (reply.status >= 400) expectRefusal(reply, reply.status, textAt(reply.body, 'code'));
      }),
      { numRuns: 400, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: false },
    );
    expect(runs).toBeGreaterThan(50);
  }, 60_000);

  test('AT-40 members that nobody may set are refused by every operation, wherever they stand', async () => {
    const claims = ['organization_id', 'organizationId', 'approved_by', 'approvedBy', 'createdBy', 'isAdmin'];
    const more = ['allowed_routes', 'spend', 'user_role', 'role', 'source', 'stage', 'actor_id', 'human'];
    // Free in their names on purpose: what a prompt is filled with, and what a passkey's maker adds to it.
    const free = /^(variables|passkey)$/;
    let tried = 0;
    for (const { id, bodySchema } of house.house.operations) {
      const body = samples()[id]?.body;
      if (bodySchema === undefined || body === undefined) continue;
      for (const claim of [...claims, ...more])
        for (const claiming of withMember(body, claim, free)) {
          tried += 1;
          const what = `${id} took ${claim}: ${JSON.stringify(claiming)}`;
          const issues = JSON.stringify(bodySchema.safeParse(claiming).error?.issues ?? []);
          expect(issues, what).toMatch(new RegExp(`unrecognized_keys.*"${claim}"`));
        }
      const claimed = { ...(typeof body === 'object' ? body : {}), organization_id: 'org_x', spend: 0 };
      expectRefusal(await send(id, { ...samples()[id], body: claimed }), 400, 'request.invalid');
    }
    expect(tried).toBeGreaterThan(1_000);
  });

  test('AT-42 statements in any parameter are texts like others', async () => {
    const hostile = "x' or pg_sleep(9) is null; drop table ledger_leaf; --";
    for (const { id, paramsSchema, querySchema } of house.house.operations) {
      const sample = samples()[id];
      const names = Object.keys(paramsSchema?.shape ?? {});
      const inputs: Input[] = names.map((name) => ({
        params: { ...Object.fromEntries(names.map((one) => [one, 'x'])), ...sample?.params, [name]: hostile },
        body: sample?.body,
      }));
      for (const name of Object.keys(querySchema?.shape ?? {}))
        inputs.push({ params: { library, change, commit: noOid }, query: { [name]: hostile } });
      for (const input of inputs) {
        const reply = await send(id, input);
        const what = `${id} ${JSON.stringify(input)}`;
        expect(reply.status, what).toBeLessThan(500);
        if (reply.status >= 400) expectRefusal(reply, reply.status, textAt(reply.body, 'code'));
      }
    }
    const { rows } = await house.asOwner('select count(*)::int as n from ledger_leaf');
    expect(rows[0]?.n).toBeGreaterThan(10);
  });

  test('random bodies on the gateway: never a 500', async () => {
    const good = {
      model: `prompt:${library}/hello`,
      messages: [{ role: 'user', content: 'x' }],
      variables: { topic: 'x' },
      metadata: { variables: '{"topic":"x"}' },
      stream: false,
      temperature: 1,
    };
    const raw = {
      model: 'simulated-fast',
      messages: [{ role: 'user', content: [{ type: 'text', text: 'x' }] }],
      max_tokens: 5,
    };
    await fc.assert(
      fc.asyncProperty(fc.oneof(mutationOf(good), mutationOf(raw)), async (body) => {
        const reply = await house.ask('POST', '/openai/v1/chat/completions', { key, body: body ?? null });
        if (reply.status >= 500) throw new Error(`answered ${reply.status}: ${reply.text}`);
        if (reply.status >= 400)
          expectOpenaiRefusal(reply, reply.status, textAt(reply.body, 'error', 'code'));
      }),
      { numRuns: 100, interruptAfterTimeLimit: 15_000, markInterruptAsFailure: false },
    );
  }, 60_000);
});

/** The value with a further member, once for each object in it that has no such member and is not free in its names. */
function withMember(value: unknown, name: string, free: RegExp): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = Array.isArray(value) || Object.hasOwn(value, name) ? [] : [{ ...value, [name]: 'admin' }];
  const inner = Object.entries(value).flatMap(([member, of]) =>
    free.test(member)
      ? []
      : withMember(of, name, free).map((changed) => {
          const copy: unknown = structuredClone(value);
          if (typeof copy === 'object' && copy !== null) Reflect.set(copy, member, changed);
          return copy;
        }),
  );
  return [...own, ...inner];
}

interface Edit {
  readonly where: number;
  readonly how: string;
  readonly value: unknown;
  readonly name: string;
}

/** The value with one member, counted through depth first, replaced or removed, or one added beside it. */
function mutate(value: unknown, edit: Edit): unknown {
  const copy: unknown = value === undefined ? {} : structuredClone(value);
  const places: { in: object; name: string }[] = [];
  const visit = (here: unknown) => {
    if (typeof here !== 'object' || here === null) return;
    for (const [name, inner] of Object.entries(here)) {
      places.push({ in: here, name });
      visit(inner);
    }
  };
  visit(copy);
  const place = places[edit.where % Math.max(1, places.length)];
  if (place === undefined) return edit.how === 'replace' ? edit.value : copy;
  if (edit.how === 'remove' && !Array.isArray(place.in)) Reflect.deleteProperty(place.in, place.name);
  else if (edit.how === 'add' && !Array.isArray(place.in))
    Object.defineProperty(place.in, edit.name, {
      value: edit.value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  else Reflect.set(place.in, place.name, edit.value);
  return copy;
}
