import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentSecurityPolicy } from '../src/platform/http/web-app.ts';
import { hostileTexts, markedText } from './support/hostile-texts.ts';
import { addressOf, at, listAt, startHouse, type TestHouse, textAt } from './support/house.ts';
import { commit, promptText, propose, publishPrompt } from './support/proposals.ts';

/**
 * AT-59 from the server's side: nothing that people wrote is ever answered as a page or a picture, no answer may be guessed to be another
 * type than it says, and what is a page of ours says what it may do.
 */
let house: TestHouse;
let key: string;
/** What the operations' parameters and queries mean, so that each reading one answers with stored content. */
let named: Readonly<Record<string, string>>;

const library = 'writing';
const files = { page: 'page.html', picture: 'picture.svg' };
const branch = 'hostile';

beforeAll(async () => {
  house = await startHouse();
  const { people } = house.northwind;
  key = people.admin.key;
  const texts = { displayName: hostileTexts.script, description: hostileTexts.svg };
  await house.done(key, 'library.create', { body: { name: library, visibility: 'open', ...texts } });
  await publishPrompt(house, library, 'hello.prompt', promptText(markedText));
  for (const path of [files.page, files.picture])
    await commit(house, people.contributor.key, library, branch, { path, text: hostileTexts.page });
  const proposal = await propose(house, people.contributor.key, library, { text: promptText('Again') });
  const prompt = `${library}/hello`;
  const executed = await house.done(key, 'execution.create', {
    body: { prompt, variables: { topic: markedText } },
  });
  const entries = await house.done(key, 'entry.list', { query: { limit: '1' } });
  const head = textAt(await house.done(key, 'library.read', { params: { library } }), 'head');
  named = {
    library,
    branch,
    person: people.contributor.id,
    change: proposal.change,
    execution: textAt(executed, 'id'),
    entry: textAt(listAt(entries, 'items')[0], 'id'),
    environment: 'production',
    commit: head,
    path: files.page,
    ref: branch,
    q: '',
    from: 'main',
    to: branch,
  };
}, 120_000);
afterAll(() => house.close());

const data = /^(application\/(problem\+json|json)|text\/plain)(;|$)/;

/** What is wrong with an answer that holds data: one line for each fault. */
function faults(where: string, headers: Headers): string[] {
  const type = headers.get('content-type');
  const found: string[] = [];
  if (type !== null && !data.test(type)) found.push(`${where} is answered as ${type}`);
  if (headers.get('x-content-type-options') !== 'nosniff') found.push(`${where} may be sniffed`);
  if (!headers.get('content-security-policy')?.includes("default-src 'none'"))
    found.push(`${where} has no policy`);
  return found;
}

describe('answers are inert', () => {
  test('of every operation, with what people wrote in them, and refused', async () => {
    const found: string[] = [];
    let answered = 0;
    for (const operation of house.house.operations) {
      const names = Object.keys(operation.querySchema?.shape ?? {});
      const query = Object.fromEntries(
        names.flatMap((name) =>
          name in named && operation.method === 'get' ? [[name, named[name] ?? '']] : [],
        ),
      );
      const { method, path } = addressOf(house.house, operation.id, { params: named, query });
      const body = operation.bodySchema === undefined ? {} : { body: { displayName: hostileTexts.script } };
      const asked = operation.method === 'get' ? { key } : { ...body };
      const reply = await house.ask(method, path, asked);
      found.push(...faults(`${operation.id} ${reply.status}`, reply.headers));
      if (reply.status === 200) answered += 1;
      expect(reply.status, operation.id).toBeLessThan(500);
    }
    expect(found).toEqual([]);
    expect(answered).toBeGreaterThan(20);
    for (const path of [files.page, files.picture]) {
      const reply = await house.call(key, 'asset.read', {
        params: { library },
        query: { path, ref: branch },
      });
      expect(at(reply.body, 'text')).toBe(hostileTexts.page);
      expect(reply.headers.get('content-type')).toBe('application/json');
    }
  });

  test('of the raw routes: git, the log, its export, the gateway', async () => {
    const git = `/git/northwind/${library}.git`;
    const found: string[] = [];
    const types: string[] = [];
    const log = `/ledger/${house.northwind.name}`;
    const paths = [
      `${git}/info/refs?service=git-upload-pack`,
      `${git}/info/refs?service=<script>`,
      `${git}/page.html`,
      '/git/northwind/<script>alert(1)</script>.git/info/refs?service=git-upload-pack',
      `${log}/checkpoint`,
      `${log}/key`,
      `${log}/tile/0/000`,
      '/api/v1/ledger/export',
      `${log}/<svg onload=alert(1)>`,
      '/openai/v1/chat/completions',
      '/openai/v1/models',
      '/healthz',
      '/readyz',
      '/metrics',
      '/api/openapi.json',
      '/api/<script>alert(1)</script>',
      '/auth/error?error=<script>alert(1)</script>',
      '/auth/<script>alert(1)</script>',
    ];
    for (const path of paths) {
      const basic = Buffer.from(`x:${key}`).toString('base64');
      for (const authorization of [`Bearer ${key}`, `Basic ${basic}`]) {
        const { headers, text, status } = await house.ask('GET', path, { headers: { authorization } });
        const type = headers.get('content-type') ?? '';
        types.push(type);
        if (/html|svg|xml|javascript|css/.test(type)) found.push(`${path} is answered as ${type}`);
        if (headers.get('x-content-type-options') !== 'nosniff')
          found.push(`${path} ${status} may be sniffed`);
        if (!headers.get('content-security-policy')?.includes("default-src 'none'"))
          found.push(`${path} ${status} has no policy`);
        expect(text.length).toBeGreaterThan(-1);
      }
    }
    expect(found).toEqual([]);
    expect(types).toContain('application/x-git-upload-pack-advertisement');
  });

  test('of what is not HTTP', async () => {
    const { port } = new URL(house.address);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.end('<script>alert(1)</script>\r\n\r\n'),
      );
      let text = '';
      socket.on('data', (bytes) => {
        text += bytes.toString('utf8');
      });
      socket.on('close', () => resolve(text)).on('error', reject);
    });
    expect(answer).toMatch(/^content-type: application\/problem\+json\r$/m);
    expect(answer).toMatch(/^x-content-type-options: nosniff\r$/m);
    expect(answer).not.toContain('<script>');
  });

  test('pages say what they may do, and hold nothing that people wrote', async () => {
    for (const path of [
      '/',
      '/api/docs',
      `/northwind/libraries/${library}`,
      '/northwind/libraries/<script>alert(1)</script>?q=<svg onload=alert(1)>',
    ]) {
      const { headers, text } = await house.ask('GET', path, { key });
      expect(headers.get('content-security-policy'), path).toBe(contentSecurityPolicy);
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(text).not.toContain('alert(1)');
      expect(text).not.toMatch(/\bon(?:load|error)=/);
    }
    expect(contentSecurityPolicy).not.toMatch(/script-src[^;]*unsafe|script-src[^;]*\*/);
  });
});
