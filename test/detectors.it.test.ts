import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { listAt, startHouse, type TestHouse, textAt } from './support/house.ts';
import { publishPrompt } from './support/proposals.ts';
import { until } from './support/until.ts';

/** Outside detectors of data classes, with a real one that finds "Zebra", and lies, sleeps and dies as it is told. */
type Answer = (texts: readonly string[], response: ServerResponse) => void;
let house: TestHouse;
let people: TestHouse['northwind']['people'];
let server: Server;
let host = '';
let answer: Answer;
const got: { texts: string[]; secret: string | undefined }[] = [];
const asked = z.object({ version: z.literal(1), texts: z.array(z.string()) });

const zebras: Answer = (texts, response) => {
  const findings = texts.flatMap((text, at) =>
    [...text.matchAll(/Zebra/g)].map(({ index }) => {
      const start = [...text.slice(0, index)].length;
      return { text: at, class: 'zebra', start, end: start + 5, confidence: 'certain' };
    }),
  );
  response.end(JSON.stringify({ findings }));
};

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = '';
  for await (const piece of request) body += String(piece);
  const { texts } = asked.parse(JSON.parse(body));
  got.push({ texts, secret: request.headers.authorization });
  answer(texts, response);
}

beforeAll(async () => {
  server = createServer((request, response) => void serve(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  host = `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  answer = zebras;
  house = await startHouse({ detectorHosts: [host, '169.254.169.254'] });
  people = house.northwind.people;
  await house.done(people.admin.key, 'library.create', { body: { name: 'policy', visibility: 'open' } });
  await publishPrompt(
    house,
    'policy',
    'zebra.cedar',
    '@id("zebra")\n@mode("enforce")\n@reason("No zebras here.")\n@obligation("redact:zebra")\nforbid (principal, action, resource) when { context.dataClasses.contains("zebra") };\n',
  );
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await house.close();
});

const create = (more: object = {}) =>
  house.call(people.admin.key, 'detector.create', {
    body: { name: 'Zebras', url: `http://${host}/find`, onFailure: 'refuse', timeoutMs: 400, ...more },
  });
const say = (content: string, more: object = {}) =>
  house.ask('POST', '/openai/v1/chat/completions', {
    key: people.viewer.key,
    body: { model: 'simulated-fast', messages: [{ role: 'user', content }], ...more },
  });
const endAll = async () => {
  const { body } = await house.call(people.admin.key, 'detector.list');
  for (const one of listAt(body, 'items'))
    await house.call(people.admin.key, 'detector.end', { params: { detector: textAt(one, 'id') } });
};
/** Another is in force, or none is, when calls say so. */
const asks = async (texts: string) =>
  until(async () => {
    const before = got.length;
    await say(`${texts} ${before} ${performance.now()}`);
    return got.length > before || undefined;
  });

describe('an outside detector', () => {
  test('AT-49: may be at listed hosts only, and nowhere a machine keeps its credentials', async () => {
    for (const [url, code] of [
      ['http://localhost:1/', 'detector.create.host_not_allowed'],
      ['http://169.254.169.254/latest/meta-data', 'detector.create.url_refused'],
      ['http://[::ffff:169.254.169.254]/', 'detector.create'],
      [`http://user:secret@${host}/`, 'detector.create.url_refused'],
      ['file:///etc/passwd', 'detector.create.url_refused'],
    ] as const) {
      const reply = await create({ url });
      expect(reply.status).toBe(422);
      expect(reply.text).toContain(code);
    }
  });

  test('is asked about every text once, with its secret, and what it finds is redacted', async () => {
    const made = await create({ secret: 'detector-secret' });
    expect(made.status).toBe(201);
    expect(made.text).not.toContain('detector-secret');
    await asks('Nothing here');
    const reply = await say('A 🙂 Zebra ran.');
    expect(reply.status).toBe(200);
    expect(got.at(-1)?.secret).toBe('Bearer detector-secret');
    const { rows } = await house.asOwner(
      "select verdict->'asked'->'context'->'dataClasses' as classes from gateway_execution order by at desc limit 1",
    );
    expect(rows).toEqual([{ classes: ['zebra'] }]);
    expect(reply.headers.get('countersign-obligations')).toContain('redact:zebra');
    expect(reply.text).toContain('[ZEBRA_1] ran');
    expect(reply.text).not.toContain('Zebra');
    const times = got.filter(({ texts }) => texts.includes('A 🙂 Zebra ran.')).length;
    await say('A 🙂 Zebra ran.');
    expect(times).toBe(1);
    expect(got.filter(({ texts }) => texts.includes('A 🙂 Zebra ran.'))).toHaveLength(1);
  });

  test('looks at what comes out, also of a stream before its end', async () => {
    answer = (texts, response) =>
      response.end(
        JSON.stringify({
          findings: texts.flatMap((text, at) =>
            text.includes('Say the word') && !text.startsWith('Say')
              ? [{ text: at, class: 'zebra', start: 0, end: 3, confidence: 'certain' }]
              : [],
          ),
        }),
      );
    const whole = await say('Say the word, whole');
    expect(whole.status).toBe(200);
    expect(whole.text).toContain('[ZEBRA_1]');
    const streamed = await say('Say the word, streamed', { stream: true });
    expect(streamed.text).toContain('execution.output_forbidden');
    expect(streamed.text).not.toContain('[DONE]');
    answer = zebras;
  });

  test.each<[string, Answer]>([
    ['that is slow', () => undefined],
    ['that dies', (_, response) => response.destroy()],
    ['that fails', (_, response) => response.writeHead(500).end('{"findings":[]}')],
    ['that sends elsewhere', (_, response) => response.writeHead(307, { location: `http://${host}/` }).end()],
    ['that answers something else', (_, response) => response.end('<html>')],
    [
      'that names places out of the text',
      (_, response) =>
        response.end(JSON.stringify({ findings: [{ text: 0, class: 'zebra', start: 0, end: 1_000_000 }] })),
    ],
  ])('%s keeps calls from running, and that is recorded', async (name, how) => {
    answer = how;
    const reply = await say(`Ask ${name}`);
    answer = zebras;
    expect(reply.status).toBe(503);
    expect(reply.text).toContain('execution.detector_absent');
    await house.settled();
    const entries = await house.done(people.auditor.key, 'entry.list', {
      query: { action: 'execution.refuse' },
    });
    expect(textAt(listAt(entries, 'items')[0], 'data', 'problem')).toBe('execution.detector_absent');
  });

  test('that may be done without lets calls go on, marked', async () => {
    await endAll();
    expect((await create({ onFailure: 'go_on' })).status).toBe(201);
    await asks('Is it there');
    answer = (_, response) => response.destroy();
    const reply = await say('Go on without');
    answer = zebras;
    expect(reply.status).toBe(200);
    expect(reply.headers.get('countersign-uninspected')).toBe('outside_detector');
  });

  test('is tried with a text, and the entry says what happens without it', async () => {
    const { body } = await house.call(people.admin.key, 'detector.list');
    const detector = textAt(listAt(body, 'items')[0], 'id');
    const tried = await house.call(people.admin.key, 'detector.test', {
      params: { detector },
      body: { text: 'One Zebra' },
    });
    expect(tried.body).toMatchObject({ failure: null, found: [{ dataClass: 'zebra', start: 4, end: 9 }] });
    await house.settled();
    const entries = await house.done(people.auditor.key, 'entry.list', {
      query: { action: 'detector.create' },
    });
    expect(listAt(entries, 'items')).toMatchObject([
      { data: { onFailure: 'go_on', host } },
      { data: { onFailure: 'refuse', host } },
    ]);
    await endAll();
    const before = got.length;
    await until(async () => {
      const sofar = got.length;
      await say(`Gone ${performance.now()}`);
      return got.length === sofar || undefined;
    });
    expect(got.length).toBeGreaterThanOrEqual(before);
  });
});
