import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, listAt, type Member, password, startHouse, type TestHouse, textAt } from './support/house.ts';
import { promptText, propose, publishPrompt } from './support/proposals.ts';
import { startUpstream, type Upstream } from './support/upstream.ts';

/** What a key or a session lets somebody do ends when it does: at the next request, and in what is under way. */
let house: TestHouse;
let upstream: Upstream;
let admin: string;

beforeAll(async () => {
  [house, upstream] = await Promise.all([startHouse(), startUpstream()]);
  admin = house.northwind.people.admin.key;
  for (const [name, visibility] of [
    ['shelf', 'open'],
    ['vault', 'restricted'],
  ])
    await house.done(admin, 'library.create', { body: { name, visibility } });
  const provider = {
    name: 'upstream',
    kind: 'openai',
    baseUrl: upstream.baseUrl,
    models: ['up-drips', 'up-silent'],
  };
  await house.done(admin, 'provider.create', { body: provider });
});
afterAll(async () => {
  await house.close();
  await upstream.close();
});

const status = async (key: string) => (await house.call(key, 'session.read')).status;
const deactivate = (person: Member, body: object = {}) =>
  house.done(admin, 'person.deactivate', { params: { person: person.id }, body });

/** A stream that would never end by itself, after its first piece. */
async function stream(key: string, more: Readonly<Record<string, string>> = {}) {
  const response = await fetch(`${house.address}/openai/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...more },
    body: JSON.stringify({
      model: 'up-drips',
      messages: [{ role: 'user', content: 'Go on' }],
      stream: true,
    }),
  });
  const reader = response.body?.getReader();
  expect((await reader?.read())?.done).toBe(false);
  return {
    execution: response.headers.get('countersign-execution') ?? '',
    rest: async () => {
      let text = '';
      for (;;) {
        const piece = await reader?.read();
        if (piece === undefined || piece.done) return text;
        text += new TextDecoder().decode(piece.value);
      }
    },
  };
}

/** Broken off, and recorded as that. */
async function expectBroken(open: Awaited<ReturnType<typeof stream>>): Promise<void> {
  const text = await open.rest();
  expect(text).toContain('execution.access_ended');
  expect(text).not.toContain('[DONE]');
  const kept = await house.done(house.northwind.people.auditor.key, 'execution.read', {
    params: { execution: open.execution },
  });
  expect(kept).toMatchObject({ status: 'stopped', problem: { code: 'execution.access_ended' } });
}

describe('AT-45 stale authorization', () => {
  test('a revoked key breaks off what it has under way, within the second and a little', async () => {
    const { key: mine } = await house.person(house.northwind, 'leaky', 'viewer');
    const made = await house.done(mine, 'key.create', { body: { displayName: 'Leaked' } });
    const open = await stream(textAt(made, 'secret'));
    const from = performance.now();
    await house.done(mine, 'key.revoke', { params: { key: textAt(made, 'id') } });
    await expectBroken(open);
    console.log(`a stream of a revoked key ended after ${Math.round(performance.now() - from)} ms`);
    expect(await status(textAt(made, 'secret'))).toBe(401);
    expect(await status(mine)).toBe(200);
  });

  test('so does a right that is taken away', async () => {
    const person = await house.person(house.northwind, 'narrowing', 'viewer');
    const open = await stream(person.key);
    const grants = await house.done(person.key, 'session.read');
    await house.done(admin, 'grant.revoke', { params: { grant: textAt(listAt(grants, 'grants')[0], 'id') } });
    await expectBroken(open);
  });

  test('who leaves is out everywhere: keys, apps, sessions, and streams under way', async () => {
    const leaver = await house.person(house.northwind, 'gone', 'contributor', 'admin');
    const app = textAt(
      await house.done(leaver.key, 'app.create', { body: { displayName: 'Robot', role: 'viewer' } }),
      'id',
    );
    const robot = textAt(
      await house.done(leaver.key, 'key.create', { body: { displayName: 'K', app } }),
      'secret',
    );
    const cookie = await house.signIn(leaver);
    const [own, robots] = [await stream(leaver.key), await stream(robot)];
    await deactivate(leaver);
    await Promise.all([expectBroken(own), expectBroken(robots)]);
    expect([await status(leaver.key), await status(robot)]).toEqual([401, 401]);
    expect((await house.ask('GET', '/api/v1/session', { cookie })).status).toBe(401);
    const people = listAt(await house.done(admin, 'person.list', { query: { limit: '100' } }), 'items');
    expect(people).toContainEqual(expect.objectContaining({ id: leaver.id, active: false }));
    const kept = await house.done(admin, 'execution.read', { params: { execution: own.execution } });
    expect(JSON.stringify(kept), 'history names who it was').toContain(leaver.id);
  });

  test('an approval of somebody who left does not count any more', async () => {
    const { contributor, reviewer, publisher } = house.northwind.people;
    const approver = await house.person(house.northwind, 'voided', 'approver');
    const { change } = await propose(house, contributor.key, 'shelf', {
      path: 'void.prompt',
      text: promptText('Void'),
    });
    const page = await house.done(reviewer.key, 'change.read', { params: { change } });
    const seen = {
      revision: textAt(page, 'revision'),
      digest: textAt(page, 'digest'),
      shown: textAt(page, 'shown'),
    };
    const review = { revision: seen.revision, verdict: 'endorse' };
    await house.done(reviewer.key, 'change.review', { params: { change }, body: review });
    await house.done(approver.key, 'change.approve', { params: { change }, body: seen });
    await deactivate(approver);
    const published = await house.call(publisher.key, 'change.publish', {
      params: { change },
      body: { revision: seen.revision, digest: seen.digest },
    });
    expect(published.status, published.text).toBe(409);
  });
});

describe('AT-41 a key is never wider than who made it', () => {
  test('at use: what its maker loses, it loses at once, and so do keys made with it', async () => {
    const maker = await house.person(house.northwind, 'maker', 'admin');
    const app = textAt(
      await house.done(admin, 'app.create', { body: { displayName: 'Desk', role: 'admin' } }),
      'id',
    );
    const mint = async (key: string) =>
      textAt(await house.done(key, 'key.create', { body: { displayName: 'K', app } }), 'secret');
    const first = await mint(maker.key);
    const second = textAt(
      await house.done(first, 'key.create', { body: { displayName: 'Child' } }),
      'secret',
    );
    const others = await mint(admin);
    const shelves = async (key: string) =>
      listAt(await house.done(key, 'library.list'), 'items').map((one) => textAt(one, 'name'));
    for (const key of [first, second]) {
      expect((await house.call(key, 'person.list')).status).toBe(200);
      expect(await shelves(key)).toContain('vault');
    }
    await house.done(admin, 'grant.create', {
      body: { principal: maker.id, role: 'viewer', scope: { kind: 'organization' } },
    });
    const held = listAt(await house.done(maker.key, 'session.read'), 'grants');
    const grant = held.find((one) => at(one, 'role') === 'admin');
    await house.done(admin, 'grant.revoke', { params: { grant: textAt(grant, 'id') } });
    for (const key of [first, second]) {
      expect((await house.call(key, 'person.create', { body: {} })).status).not.toBe(201);
      expect((await house.call(key, 'grant.list')).status).toBe(403);
      expect(await shelves(key)).toEqual(['shelf']);
      expect((await house.call(key, 'library.read', { params: { library: 'vault' } })).status).toBe(404);
    }
    expect((await house.call(others, 'grant.list')).status).toBe(200);
    await deactivate(maker);
    expect([await status(first), await status(second), await status(others)]).toEqual([401, 401, 200]);
  });
});

describe('identity comes from the credential alone', () => {
  test('AT-42 what is no key is nobody, whatever stands in it', async () => {
    const hostile = [
      "' or '1'='1",
      "cs_live_' or 1=1 --",
      `cs_live_${"'".repeat(12)}_${'A'.repeat(43)}`,
      "cs_live_000000000000'; select pg_sleep(5); --",
      '%00',
      '$1',
    ];
    for (const key of hostile)
      for (const headers of [
        { authorization: `Bearer ${key}` },
        { 'x-api-key': key },
        { 'x-goog-api-key': key },
        { cookie: `countersign.session_token=${encodeURIComponent(key)}` },
      ])
        expect((await house.ask('GET', '/api/v1/session', { headers })).status, key).toBe(401);
  });

  test('AT-44 headers and members that claim to be somebody else change nothing', async () => {
    const { viewer, auditor } = house.northwind.people;
    const claims = {
      'x-user': admin,
      'x-forwarded-user': house.northwind.people.admin.id,
      'x-org': house.fabrikam.id,
      'x-organization': 'fabrikam',
      'x-litellm-end-user-id': auditor.id,
      'openai-organization': house.fabrikam.id,
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': 'evil.example',
    };
    const plain = await house.ask('GET', '/api/v1/session', { key: viewer.key });
    const claimed = await house.ask('GET', '/api/v1/session', { key: viewer.key, headers: claims });
    expect(claimed.body).toEqual(plain.body);
    expect(
      (await house.ask('GET', '/api/v1/ledger/export', { key: viewer.key, headers: claims })).status,
    ).toBe(403);
    const run = await house.ask('POST', '/openai/v1/chat/completions', {
      key: viewer.key,
      headers: claims,
      body: {
        model: 'simulated-fast',
        messages: [{ role: 'user', content: 'Who am I?' }],
        user: auditor.id,
      },
    });
    expect(run.status, run.text).toBe(200);
    const listed = await house.done(auditor.key, 'execution.list', { query: { limit: '1' } });
    expect(at(listAt(listed, 'items')[0], 'principal', 'id')).toBe(viewer.id);
  });

  test('AT-44 a key for elsewhere opens nothing here, at no door, whatever the headers say', async () => {
    const { viewer } = house.northwind.people;
    const keyFor = async (ipRanges: string[]) =>
      textAt(
        await house.done(viewer.key, 'key.create', { body: { displayName: 'There', scope: { ipRanges } } }),
        'secret',
      );
    const doors = (key: string) => {
      const forwarded = { 'x-forwarded-for': '203.0.113.7' };
      const basic = { authorization: `Basic ${Buffer.from(`me:${key}`).toString('base64')}` };
      const body = { model: 'simulated-fast', messages: [{ role: 'user', content: 'Where am I?' }] };
      return Promise.all([
        house.ask('GET', '/api/v1/session', { key, headers: forwarded }),
        house.ask('POST', '/openai/v1/chat/completions', { key, headers: forwarded, body }),
        house.ask('GET', '/git/northwind/shelf.git/info/refs?service=git-upload-pack', {
          headers: { ...basic, ...forwarded },
        }),
      ]);
    };
    const statuses = async (key: string) => (await doors(key)).map(({ status: one }) => one);
    expect(await statuses(await keyFor(['203.0.113.0/24']))).toEqual([403, 403, 403]);
    expect(await statuses(await keyFor(['127.0.0.0/8', '::1']))).toEqual([200, 200, 200]);
  });

  test('a key for some use cases runs published prompts of those, and nothing else', async () => {
    const { contributor } = house.northwind.people;
    const library = 'cases';
    await house.done(admin, 'library.create', { body: { name: library, visibility: 'open' } });
    const textOf = (useCase: string) =>
      promptText('Answer').replace('input:', `countersign:\n  useCase: ${useCase}\ninput:`);
    await publishPrompt(house, library, 'reply.prompt', textOf('customer-support'));
    await publishPrompt(house, library, 'clause.prompt', textOf('legal'));
    await publishPrompt(house, library, 'plain.prompt', promptText('Plain'));
    const draft = { path: 'draft.prompt', text: textOf('customer-support') };
    const { branch } = await propose(house, contributor.key, library, draft);
    const narrow = textAt(
      await house.done(contributor.key, 'key.create', {
        body: { displayName: 'Support only', scope: { useCases: ['customer-support'] } },
      }),
      'secret',
    );
    const run = async (key: string, model: string) => {
      const body = { model, messages: [], metadata: { topic: 'rain' } };
      return (await house.ask('POST', '/openai/v1/chat/completions', { key, body })).status;
    };
    const raw = { model: 'simulated-fast', messages: [{ role: 'user', content: 'Anything' }] };
    const names = ['reply', 'clause', 'plain', `draft@branch:${branch}`].map(
      (name) => `prompt:${library}/${name}`,
    );
    const all = async (key: string) => {
      const statuses = [];
      for (const name of names) statuses.push(await run(key, name));
      return [
        ...statuses,
        (await house.ask('POST', '/openai/v1/chat/completions', { key, body: raw })).status,
      ];
    };
    expect(await all(contributor.key)).toEqual([200, 200, 200, 200, 200]);
    expect(await all(narrow)).toEqual([200, 403, 403, 403, 403]);
  });

  test('a budget is for a key that there is, and for none of a stranger’s', async () => {
    const key = textAt(await house.done(admin, 'key.create', { body: { displayName: 'Spender' } }), 'id');
    const set = (who: string, target: string) => {
      const body = { scope: 'key', target, unit: 'executions', period: 'day', limit: 5, hard: true };
      return house.call(who, 'budget.create', { body });
    };
    expect((await set(admin, key)).status).toBe(201);
    for (const [who, target] of [
      [admin, `key_${'0'.repeat(26)}`],
      [house.fabrikam.people.admin.key, key],
    ] as const)
      expect(await set(who, target)).toMatchObject({
        status: 422,
        body: { code: 'budget.create.unknown_target' },
      });
  });

  test('AT-44 an app acts on behalf of who has consented, while they have, and of nobody else', async () => {
    const { auditor, publisher } = house.northwind.people;
    const app = textAt(
      await house.done(admin, 'app.create', { body: { displayName: 'Helper', role: 'viewer' } }),
      'id',
    );
    const key = textAt(
      await house.done(admin, 'key.create', { body: { displayName: 'Helper', app } }),
      'secret',
    );
    const person = await house.person(house.northwind, 'patient', 'viewer');
    const ask = (who: string | undefined, more: object = {}, sender = key) =>
      house.ask('POST', '/openai/v1/chat/completions', {
        key: sender,
        headers: who === undefined ? {} : { 'countersign-on-behalf-of': who },
        body: { model: 'simulated-fast', messages: [{ role: 'user', content: 'For them' }], ...more },
      });
    const strangers = [
      person.id,
      person.email,
      publisher.id,
      'nobody@nowhere.example',
      `per_${'0'.repeat(26)}`,
      '',
    ];
    const refusals = await Promise.all(strangers.map((who) => ask(who)));
    for (const { status: code, text } of refusals) {
      expect(code).toBe(403);
      expect(text).toBe(refusals[0]?.text);
      expect(text).toContain('execution.on_behalf_of_refused');
    }
    // A key proves no person: an app that holds one of theirs does not consent for them.
    const byKey = await house.call(person.key, 'consent.give', { body: { app } });
    expect(byKey).toMatchObject({ status: 403, body: { code: 'consent.give.session_needed' } });
    const cookie = await house.signIn(person);
    const headers = { origin: house.address };
    const give = () => house.ask('POST', '/api/v1/consents', { cookie, headers, body: { app } });
    const given = await give();
    expect(given).toMatchObject({ status: 201, body: { person: { id: person.id }, app: { id: app } } });
    expect(await give()).toMatchObject({ status: 409, body: { code: 'consent.give.exists' } });
    const consent = textAt(given.body, 'id');

    for (const who of [person.id, person.email.toUpperCase()]) expect((await ask(who)).status).toBe(200);
    expect((await ask(publisher.id)).status).toBe(403);
    expect((await ask(person.id, {}, person.key)).status).toBe(403);
    const ran = await ask(person.id);
    const execution = ran.headers.get('countersign-execution') ?? '';
    const page = await house.done(auditor.key, 'execution.read', { params: { execution } });
    expect(page).toMatchObject({ principal: { id: app }, onBehalfOf: { id: person.id } });
    const intent = await house.done(auditor.key, 'entry.read', {
      params: { entry: textAt(page, 'entries', 'intent') },
    });
    expect(JSON.stringify(intent)).toContain(consent);

    // As far as both may: who may run nothing has nothing run for them.
    const auditing = await house.person(house.northwind, 'auditing', 'auditor');
    const theirs = { cookie: await house.signIn(auditing), headers, body: { app } };
    expect((await house.ask('POST', '/api/v1/consents', theirs)).status).toBe(201);
    const refused = await ask(auditing.id);
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('on whose behalf')]);

    const running = await stream(key, { 'countersign-on-behalf-of': person.id });
    const others = await house.call(publisher.key, 'consent.withdraw', { params: { consent } });
    expect(others.status).toBe(404);
    await house.done(person.key, 'consent.withdraw', { params: { consent } });
    const since = performance.now();
    expect((await ask(person.id)).status).toBe(403);
    expect(await running.rest()).toContain('execution.access_ended');
    process.stdout.write(
      `a stream ended ${Math.round(performance.now() - since)} ms after the consent was withdrawn\n`,
    );
    expect((await ask(undefined)).status).toBe(200);
  });

  test('AT-40 members that nobody may set are refused, not ignored', async () => {
    const bodies: [string, object][] = [
      ['key.create', { displayName: 'K', createdBy: 'per_x' }],
      ['key.create', { displayName: 'K', principal: house.northwind.people.admin.id }],
      ['key.create', { displayName: 'K', scope: { roles: ['admin'] } }],
      ['app.create', { displayName: 'A', role: 'viewer', owner: house.northwind.people.viewer.id }],
      ['library.create', { name: 'massed', visibility: 'open', organization: house.fabrikam.id }],
    ];
    for (const [operation, body] of bodies)
      expect((await house.call(admin, operation, { body })).status, JSON.stringify(body)).toBe(400);
  });
});

describe('AT-48 pages of others', () => {
  test('open no stream and read nothing with the session of whoever visits them', async () => {
    const auditor = house.northwind.people.auditor;
    const cookie = await house.signIn(auditor);
    const open = async (path: string, headers: Record<string, string>) => {
      const stop = new AbortController();
      const reply = await fetch(`${house.address}${path}`, { headers, signal: stop.signal });
      const answer = { status: reply.status, shared: reply.headers.get('access-control-allow-origin') };
      stop.abort();
      return answer;
    };
    for (const path of ['/api/v1/entries/follow', '/api/v1/entries', '/api/v1/ledger/export']) {
      for (const origin of ['https://evil.example', 'null', `${house.address}.evil.example`])
        expect(await open(path, { cookie, origin }), `${path} from ${origin}`).toEqual({
          status: 403,
          shared: null,
        });
      for (const headers of [{ cookie }, { cookie, origin: house.address }])
        expect((await open(path, headers)).status, path).toBe(200);
    }
  });

  test('a name that was bound anew to our address meets nobody’s session', async () => {
    const { port } = new URL(house.address);
    const host = `evil.example:${port}`;
    const ask = (path: string, headers: Record<string, string>) =>
      new Promise<number | undefined>((resolve, reject) => {
        const asking = request({ host: '127.0.0.1', port, path, headers: { host, ...headers } }, (reply) => {
          reply.destroy();
          resolve(reply.statusCode);
        });
        asking.on('error', reject).end();
      });
    for (const path of ['/api/v1/session', '/api/v1/entries/follow', '/ledger/northwind/checkpoint'])
      for (const origin of [{}, { origin: `http://${host}` }, { origin: house.address }])
        expect(await ask(path, origin), path).toBe(401);
    // A cookie is for the very host that gave it, so a browser has none of ours for another name.
    const body = { email: house.northwind.people.auditor.email, password };
    const cookies = (await house.ask('POST', '/auth/sign-in/email', { body })).headers.getSetCookie();
    expect(cookies.join()).toContain('session_token');
    for (const cookie of cookies) {
      expect(cookie).not.toMatch(/;\s*domain=/i);
      expect(cookie).toMatch(/;\s*samesite=(lax|strict)/i);
    }
  });
});

test('AT-47 no list of a stranger says a word of ours', async () => {
  const canary = 'canary7f3a';
  await house.person(house.northwind, canary, 'viewer');
  await house.done(admin, 'library.create', { body: { name: `${canary}-shelf`, visibility: 'open' } });
  await house.done(admin, 'app.create', { body: { displayName: canary, role: 'viewer' } });
  await house.done(admin, 'key.create', { body: { displayName: canary } });
  const lists = house.house.operations.filter(
    ({ method, path, id }) => method === 'get' && !path.includes('{') && id !== 'session.read',
  );
  let seen = '';
  for (const { path } of lists) {
    const ours = await house.ask('GET', path, { key: admin });
    seen += ours.text;
    for (const who of Object.values(house.fabrikam.people)) {
      const theirs = await house.ask('GET', path, { key: who.key });
      for (const mark of [canary, house.northwind.id, 'northwind'])
        expect(`${theirs.text} ${JSON.stringify([...theirs.headers])}`, path).not.toContain(mark);
    }
  }
  expect(seen, 'we ourselves do see it').toContain(canary);
});
