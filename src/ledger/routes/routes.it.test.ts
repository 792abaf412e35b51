import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import {
  CompactRange,
  leafHash,
  linesOf,
  openCheckpoint,
  parseVerifierKey,
  verifyBundle,
  verifyExport,
} from '../../../clients/sdk/src/verify.ts';
import {
  createTestLog,
  draft,
  fill,
  type TestLog,
  type TestNode,
  untilSigned,
  verifyLog,
} from '../../../test/support/test-log.ts';
import { createApi, type HttpServer, listen } from '../../platform/http/index.ts';
import { newId } from '../../platform/id.ts';
import { createLog } from '../../platform/log.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import type { EntryDraft } from '../entry.ts';
import { decodeEntryBundle } from '../tile.ts';
import { ledgerOperations, logRoutes } from './index.ts';

let log: TestLog;
let node: TestNode;
let server: HttpServer;
let mayFollow = true;

/** Stands for access: the key `auditor` may read everything of the one organization, `viewer` only its head. */
beforeAll(async () => {
  log = await createTestLog();
  node = log.openNode();
  node.startIntegrator();
  await fill(node.ledger, log.organization, 299);
  await untilSigned(node.ledger);
  const auditor = (name: string | undefined) => {
    if (name !== 'Bearer auditor')
      throw new Problem({ code: 'session.required', status: 401, detail: 'Sign in.' });
    return log.organization;
  };
  const quiet = createLog('silent');
  const operations = ledgerOperations<string>(node.ledger, {
    organization: () => log.organization,
    actor: () => ({ kind: 'system', id: 'test' }),
    permit: (principal, action) => {
      if (principal !== 'Bearer auditor' && action !== 'ledger.head')
        throw new Problem({ code: 'access.forbidden', status: 403, detail: 'Ask an admin.' });
    },
    permitLately: () => {
      throw new Problem({ code: 'access.forbidden', status: 403, detail: 'Ask an admin.' });
    },
  });
  const nodeRoutes = logRoutes(node.ledger, {
    followLog: async (facts) => ({
      organization: auditor(facts.header('authorization')),
      still: async () => mayFollow,
    }),
    exportLog: async (facts) => auditor(facts.header('authorization')),
    readLog: async (facts, name) => {
      if (name !== 'northwind') throw notFound();
      return auditor(facts.header('authorization'));
    },
  });
  const fetch = createApi<string>({
    operations,
    fetchRoutes: [],
    publicRoutes: [],
    authenticate: async (facts) => facts.header('authorization'),
    bodyLimitBytes: 1024,
    log: quiet,
    page: async () => new Response('page'),
  });
  server = await listen('127.0.0.1', 0, quiet);
  server.serve({ nodeRoutes, fetch });
});
afterAll(async () => {
  await server.stop(100);
  expect(await verifyLog(node.ledger, log.organization)).toMatchObject({ ok: true });
  await log.close();
});

const get = (path: string, key = 'auditor') =>
  fetch(`http://127.0.0.1:${server.port}${path}`, { headers: { authorization: `Bearer ${key}` } });
const read = async (path: string) =>
  new Uint8Array(await (await get(`/ledger/northwind/${path}`)).arrayBuffer());

const headSchema = z.looseObject({ key: z.string(), checkpoint: z.string() });
const readLedgerHead = async (as: string) =>
  headSchema.parse(await (await get('/api/v1/ledger/head', as)).json());

const pageSchema = z.object({
  items: z.array(z.looseObject({ index: z.number() })),
  next: z.string().nullable(),
});
const listEntries = async (query: string) =>
  pageSchema.parse(await (await get(`/api/v1/entries?${query}`)).json());

async function refused(path: string, status: number, code: string, key?: string) {
  const answer = await get(path, key);
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject({ code, status });
}

describe('the tlog-tiles read API', () => {
  it('leads from the key and the entry bundles to the signed root', async () => {
    const key = parseVerifierKey((await (await get('/ledger/northwind/key')).text()).trim());
    const checkpoint = await openCheckpoint(await (await get('/ledger/northwind/checkpoint')).text(), key);
    expect(checkpoint).toMatchObject({ origin: `countersign/${log.organization}`, treeSize: 300 });
    const tree = new CompactRange();
    const hashes = [await read('tile/0/000'), await read('tile/0/001.p/44')];
    const bundles = [await read('tile/entries/000'), await read('tile/entries/001.p/44')];
    const leaves = bundles.flatMap((bundle) => decodeEntryBundle(bundle) ?? []);
    expect(Buffer.concat(hashes)).toEqual(Buffer.concat(leaves.map(leafHash)));
    for (const leaf of leaves) tree.append(leafHash(leaf));
    expect(tree.root()).toEqual(checkpoint.rootHash);
    expect(await read('tile/1/000.p/1')).toHaveLength(32);
  });

  it('says that tiles never change and that the checkpoint does', async () => {
    const tile = await get('/ledger/northwind/tile/0/000');
    expect(tile.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
    expect(tile.headers.get('content-type')).toBe('application/octet-stream');
    const checkpoint = await get('/ledger/northwind/checkpoint');
    expect(checkpoint.headers.get('cache-control')).toBe('no-cache');
    expect(checkpoint.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  });

  it.each([
    'tile/0/001',
    'tile/0/001.p/45',
    'tile/1/000',
    'tile/9/000',
    'tile/0/00',
    'tile/entries/002.p/1',
    'nothing',
    '',
  ])('has nothing at %j', (path) => refused(`/ledger/northwind/${path}`, 404, 'resource.not_found'));

  it('answers strangers as its guard says', async () => {
    await refused('/ledger/northwind/checkpoint', 401, 'session.required', 'nobody');
    await refused('/ledger/elsewhere/checkpoint', 404, 'resource.not_found');
    await refused('/ledger/', 404, 'resource.not_found');
    await refused('/api/v1/ledger/export', 401, 'session.required', 'nobody');
  });

  it('writes by no method', async () => {
    const answer = await fetch(`http://127.0.0.1:${server.port}/ledger/northwind/checkpoint`, {
      method: 'POST',
    });
    expect(answer.status).toBe(405);
  });
});

describe('the operations', () => {
  it('ledger.head: the signed head', async () => {
    const head = await readLedgerHead('viewer');
    expect(head).toMatchObject({ origin: `countersign/${log.organization}`, treeSize: 300, pendingAgeMs: 0 });
    expect(await openCheckpoint(head.checkpoint, parseVerifierKey(head.key))).toMatchObject({
      treeSize: 300,
    });
  });

  it('entry.list: page by page, newest first', async () => {
    const seen: number[] = [];
    for (let next: string | null = String(Number.MAX_SAFE_INTEGER); next !== null; ) {
      const page = await listEntries(`limit=150&cursor=${next}`);
      seen.push(...page.items.map(({ index }) => index));
      next = page.next;
    }
    expect(seen).toEqual(Array.from({ length: 300 }, (_, place) => 299 - place));
    const founding = await listEntries('action=organization.create');
    expect(founding).toMatchObject({
      items: [{ index: 0, action: 'organization.create', data: {} }],
      next: null,
    });
    expect((await listEntries(`subject=${log.organization}`)).items).toHaveLength(1);
  });

  it('entry.read and entry.prove: one entry, and the file that proves it', async () => {
    const id = newId('ent');
    await node.ledger.record(async () => ({ entry: { ...draft(log.organization), id }, value: undefined }));
    const bundle = await (await get(`/api/v1/entries/${id}/proof`)).text();
    const { key } = await readLedgerHead('auditor');
    expect(await verifyBundle(bundle, { key })).toMatchObject({
      ok: true,
      pinned: true,
      entries: [{ entry: { id } }],
    });
    const entry = await (await get(`/api/v1/entries/${id}`)).json();
    expect(entry).toMatchObject({ id, index: 300, action: 'library.create' });
  });

  it('answers 403 to who may not, 404 for what is not there, 400 for what it does not know', async () => {
    await refused('/api/v1/entries', 403, 'access.forbidden', 'viewer');
    await refused(`/api/v1/entries/${newId('ent')}`, 404, 'resource.not_found');
    await refused('/api/v1/entries/nothing', 404, 'resource.not_found');
    await refused('/api/v1/entries/nothing/proof', 404, 'resource.not_found');
    await refused('/api/v1/entries?color=red', 400, 'request.invalid');
    await refused('/api/v1/entries?cursor=-1', 400, 'request.invalid');
  });
});

describe('finding entries', () => {
  const wanted = (query: string) => listEntries(`limit=200&${query}`);

  it('by words, kind, beginning of an action, person and time, indexed or not', async () => {
    const mark = newId('lib');
    const at = Date.now();
    await node.ledger.record(async () => ({
      entry: [
        draft(log.organization, 'team.update', mark, { name: 'Zürich/Größen-Übung', note: 'alpha beta' }),
        draft(log.organization, 'team.create', mark, { name: 'alphabet', list: [{ deep: 'gamma' }] }),
        draft(log.organization, 'recall.create', mark, { name: 'unrelated' }),
      ],
      value: undefined,
    }));
    await untilSigned(node.ledger);
    const check = async () => {
      const count = async (query: string) => (await wanted(query)).items.length;
      expect(await count('text=alpha')).toBe(2);
      expect(await count('text=alpha+beta')).toBe(1);
      expect(await count('text=gamma')).toBe(1);
      expect(await count(`text=${encodeURIComponent('Größen')}`)).toBe(1);
      expect(await count('text=no-such-word')).toBe(0);
      expect(await count(`text=${encodeURIComponent("' | !x:* & (")}`)).toBe(0);
      expect(await count(`text=${mark.slice(4)}`)).toBe(3);
      expect(await count('text=.')).toBe(0);
      expect(await count('action=team.&text=alpha')).toBe(2);
      expect(await count('action=team_&text=alpha')).toBe(0);
      expect(await count(`kind=recall&subject=${mark}`)).toBe(1);
      expect(await count(`since=${new Date(at - 1).toISOString()}&subject=${mark}`)).toBe(3);
      expect(await count(`until=${new Date(at - 60_000).toISOString()}&subject=${mark}`)).toBe(0);
      expect(await count(`actor=nobody&subject=${mark}`)).toBe(0);
    };
    await check();
    const indexed = async () => (await log.asOwner('select count(*)::int as n from ledger_find')).rows[0].n;
    const size = (await node.ledger.head(log.organization))?.treeSize;
    await vi.waitFor(async () => expect(await indexed()).toBe(size), { timeout: 20_000, interval: 50 });
    await check();
    // As it is when the index is behind, or was lost.
    await node.stopIntegrator();
    await log.asOwner('delete from ledger_find where index >= 100');
    await check();
    node.startIntegrator();
  });
});

describe('entry.follow', () => {
  const follow = async (query: string, headers: Record<string, string> = {}, key = 'auditor') => {
    const stop = new AbortController();
    const answer = await fetch(`http://127.0.0.1:${server.port}/api/v1/entries/follow${query}`, {
      headers: { authorization: `Bearer ${key}`, ...headers },
      signal: stop.signal,
    });
    const text = { read: '' };
    const decoder = new TextDecoder();
    const reading = (async () => {
      for await (const chunk of answer.body ?? []) text.read += decoder.decode(chunk, { stream: true });
    })().catch(() => undefined);
    return { answer, text, reading, stop: () => stop.abort() };
  };
  const recorded = (data: Record<string, string>) =>
    node.ledger.record(async () => ({
      entry: draft(log.organization, 'team.update', newId('tea'), data),
      value: undefined,
    }));

  it('gives what comes, once, in order, and nothing that does not match', async () => {
    const live = await follow('?action=team.');
    expect(live.answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    await vi.waitFor(() => expect(live.text.read).toContain(': from'));
    await recorded({ name: 'one\n\nevent: forged' });
    await node.ledger.record(async () => ({ entry: draft(log.organization), value: undefined }));
    await recorded({ name: 'two' });
    await vi.waitFor(() => expect(live.text.read).toContain('"two"'), { timeout: 20_000 });
    live.stop();
    const events = live.text.read.split('\n\n').filter((event) => event.includes('event: entry'));
    expect(events).toHaveLength(2);
    const last = /^id: (\d+)$/m.exec(events[0] ?? '')?.[1] ?? '';
    const again = await follow('?action=team.', { 'last-event-id': last });
    await vi.waitFor(() => expect(again.text.read).toContain('"two"'), { timeout: 20_000 });
    expect(again.text.read).not.toContain('forged');
    again.stop();
  });

  it('ends when whoever reads may not any more, and is refused like a list', async () => {
    const live = await follow('');
    mayFollow = false;
    await live.reading;
    mayFollow = true;
    await refused('/api/v1/entries/follow', 401, 'session.required', 'nobody');
    await refused('/api/v1/entries/follow?color=red', 400, 'request.invalid');
  });
});

describe('ledger.export', () => {
  it('streams a file that verifies', async () => {
    const { key } = await readLedgerHead('auditor');
    const answer = await get('/api/v1/ledger/export');
    expect(answer.headers.get('content-type')).toBe('application/vnd.countersign.export+jsonl');
    const body = answer.body ?? new ReadableStream<Uint8Array>();
    expect(await verifyExport(linesOf(body.values()), { key })).toMatchObject({ ok: true, pinned: true });
  });
});

describe('the export as a table', () => {
  it('has the entries of a range, each with the hash of its leaf', async () => {
    const reply = await get('/api/v1/ledger/export?format=csv&from=250&to=290');
    expect(reply.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [head, ...lines] = (await reply.text()).trimEnd().split('\r\n');
    expect(head).toMatch(/^index,id,at,.*,leaf_hash$/);
    expect(lines).toHaveLength(40);
    const hashes = [...(await read('tile/0/000')).subarray(250 * 32, 251 * 32)];
    expect(lines[0]).toMatch(/^250,"ent_/);
    expect(lines[0]?.endsWith(`"${Buffer.from(hashes).toString('base64')}"`)).toBe(true);
    const later = await get('/api/v1/ledger/export?format=csv&since=2999-01-01T00:00:00Z');
    expect((await later.text()).split('\r\n')).toEqual([head, '']);
  });

  it('has the same entries in the forms of others, page by page, and none twice', async () => {
    const seen: unknown[] = [];
    for (let from = 0, more = true; more; ) {
      const reply = await get(`/api/v1/ledger/export?format=ocsf&from=${from}&limit=130`);
      expect(reply.headers.get('content-type')).toBe('application/x-ndjson');
      const lines = (await reply.text()).split('\n').filter((line) => line !== '');
      seen.push(
        ...lines.map(
          (line) => z.looseObject({ sequence: z.int() }).parse(JSON.parse(line).metadata).sequence,
        ),
      );
      const next = Number(reply.headers.get('countersign-next-index'));
      more = next > from;
      from = next;
    }
    expect(seen).toEqual(seen.map((_entry, index) => index));
    expect(seen.length).toBeGreaterThanOrEqual(300);
    const cef = await (await get('/api/v1/ledger/export?format=cef&from=250&to=290')).text();
    expect(cef.split('\n').filter((line) => /^CEF:0\|Countersign\|/.test(line))).toHaveLength(40);
  });

  it('gives model calls as spans, each with what its intent said, wherever in the log that stands', async () => {
    const intent = newId('ent');
    const about = { ...draft(log.organization), subject: { kind: 'execution', id: newId('exe') } };
    const record = (entry: EntryDraft) => node.ledger.record(async () => ({ entry, value: undefined }));
    await record({
      ...about,
      id: intent,
      action: 'execution.intend',
      data: { model: 'far', provider: 'away' },
    });
    await untilSigned(node.ledger);
    const from = (await node.ledger.head(log.organization))?.treeSize;
    await record({ ...about, action: 'execution.complete', data: { intent, status: 'succeeded' } });
    await untilSigned(node.ledger);
    const lines = (await (await get(`/api/v1/ledger/export?format=otlp&from=${from}`)).text())
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('"chat far"');
    expect(lines[0]).toContain('{"key":"gen_ai.provider.name","value":{"stringValue":"away"}}');
  });

  it('refuses what it does not know, a range of what is proven whole, and strangers', async () => {
    for (const query of [
      'format=xml',
      'from=3',
      'format=csv&from=-1',
      'format=csv&since=soon',
      'format=ocsf&limit=0',
    ])
      expect((await get(`/api/v1/ledger/export?${query}`)).status).toBe(400);
    expect((await get('/api/v1/ledger/export?format=csv', 'viewer')).status).toBe(401);
  });
});
