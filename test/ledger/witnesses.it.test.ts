import { hash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  cosignaturesOf,
  openCheckpoint,
  parseVerifierKey,
  verifyContinuation,
  verifyEvidence,
} from '../../clients/sdk/src/verify.ts';
import { at, listAt, type Reply, startHouse, type TestHouse, textAt } from '../support/house.ts';
import {
  base64,
  sampleCheckpoint,
  sampleConsistency,
  sampleCosigner,
  sampleKey,
  sampleLeafHash,
  sampleLeaves,
  sampleOrigin,
} from '../support/sample-log.ts';
import {
  createTestLog,
  draft,
  fill,
  type TestLog,
  type TestNode,
  untilSigned,
  verifyLog,
} from '../support/test-log.ts';

/**
 * Witnesses, both sides: northwind of a whole server is the witness; the log is another server's, in a database of its own, and everything
 * between them goes over HTTP.
 */
let house: TestHouse;
let host = '';
let prefix = '';
let cookie = '';
let witnessKey = '';
let log: TestLog;
let key = '';
const origin = () => `countersign/${log.organization}`;
const actor = { kind: 'system', id: 'test' } as const;
const tables = ['leaf', 'pending', 'position', 'hash', 'checkpoint', 'cosignature'];

/** A witness that is written here, and says what a test wants: its answers by path. */
const good = sampleCosigner('witness.example/good');
const scripted: Record<string, (body: string) => [number, string] | undefined> = {
  '/good/add-checkpoint': (body) => {
    const text = body.slice(body.indexOf('\n\n') + 2, body.lastIndexOf('\n\n') + 1);
    return [200, good.cosign(text, 1_800_000_000)];
  },
  '/odd/add-checkpoint': () => [200, '— witness.example/odd AAAA\n<script>\n'],
  // Never answers.
  '/slow/add-checkpoint': () => undefined,
};
let server: Server;
let there = '';

beforeAll(async () => {
  server = await serve();
  there = `127.0.0.1:${port(server)}`;
  house = await startHouse({ witnessHosts: [there] });
  host = new URL(house.address).host;
  prefix = `${house.address}/witness/${house.northwind.id}`;
  cookie = await house.signIn(house.northwind.people.admin);
  log = await createTestLog();
  const node = log.openNode();
  key = (await node.ledger.head(log.organization))?.key ?? '';
  await node.close();
  const added = await admin('POST', '/api/v1/witnessed-logs', { key });
  expect(added).toMatchObject({ status: 201, body: { origin: origin() } });
  witnessKey = textAt(added.body, 'witness');
});
afterAll(async () => {
  await log.close();
  await house.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const admin = (method: string, path: string, body: unknown): Promise<Reply> =>
  house.ask(method, path, { cookie, headers: { origin: house.address }, body });

async function start(): Promise<{ node: TestNode; stop(): Promise<void> }> {
  const node = log.openNode({ witnessHosts: [host] });
  const witnessing = await node.ledger.startWitnessing();
  node.startIntegrator();
  return {
    node,
    stop: async () => {
      await untilSigned(node.ledger).catch(() => undefined);
      await witnessing.stop();
      await node.close();
    },
  };
}

const sizeOf = async (node: TestNode) => (await node.ledger.head(log.organization))?.treeSize ?? 0;

/** Waits until enough witnesses cosigned everything. */
async function untilWitnessed(node: TestNode): Promise<string> {
  await untilSigned(node.ledger);
  const size = await sizeOf(node);
  await expect
    .poll(async () => (await node.ledger.witnesses.standing(log.organization)).head?.treeSize, {
      timeout: 10_000,
    })
    .toBe(size);
  return (await node.ledger.witnesses.standing(log.organization)).head?.checkpoint ?? '';
}

async function copy(name: string): Promise<void> {
  for (const table of tables) await log.asOwner(`create table ${name}_${table} as table ledger_${table}`);
}

/** What a database administrator does with a backup. */
async function restore(name: string): Promise<void> {
  await log.asOwner(`truncate ${tables.map((table) => `ledger_${table}`).join()} cascade`);
  for (const table of tables)
    await log.asOwner(`insert into ledger_${table} overriding system value select * from ${name}_${table}`);
}

/** The server's own key signs whatever stands in the database: a node that asks no witness. */
async function signedByForger(count: number): Promise<string> {
  const forger = log.openNode();
  forger.startIntegrator();
  await fill(forger.ledger, log.organization, count);
  await untilSigned(forger.ledger);
  const checkpoint = (await forger.ledger.head(log.organization))?.checkpoint ?? '';
  await forger.close();
  return checkpoint;
}

const shownByWitness = async () =>
  (await house.ask('GET', `/witness/${house.northwind.id}/${hash('sha256', origin(), 'hex')}/checkpoint`))
    .text;

describe('a log and its witness', () => {
  it('the head is cosigned, shown with the line, and everything verifies N of M', async () => {
    const { node, stop } = await start();
    await fill(node.ledger, log.organization, 150);
    await untilSigned(node.ledger);
    const { id } = await node.ledger.witnesses.add(log.organization, actor, {
      key: witnessKey,
      url: `${prefix}/`,
    });
    const cosigned = await untilWitnessed(node);
    expect(await cosignaturesOf(cosigned, [witnessKey])).toMatchObject([{ key: witnessKey }]);
    expect((await openCheckpoint(cosigned, parseVerifierKey(key))).treeSize).toBe(await sizeOf(node));
    expect(await shownByWitness()).toBe(cosigned);
    expect(await node.ledger.witnesses.standing(log.organization)).toMatchObject({
      ...{ need: 1, of: 1 },
      unwitnessedSince: undefined,
      witnesses: [{ id, trouble: undefined }],
    });
    const trusted = { witnesses: { keys: [witnessKey], need: 1 } };
    expect(await verifyLog(node.ledger, log.organization, trusted)).toMatchObject({
      ok: true,
      witnessed: { treeSize: await sizeOf(node), of: 1 },
    });
    // A proof of something new waits for the witness.
    const entry = draft(log.organization);
    await node.ledger.record(async () => ({ entry, value: undefined }));
    const [newest] = await (async () => {
      await untilSigned(node.ledger);
      return node.ledger.list(log.organization, { limit: 1 });
    })();
    const proof = await node.ledger.prove(log.organization, newest === undefined ? [] : [newest.entry.id]);
    expect(await cosignaturesOf(proof.checkpoint, [witnessKey])).toHaveLength(1);
    await copy('old');
    await fill(node.ledger, log.organization, 150);
    await untilWitnessed(node);
    await stop();
    await copy('now');
  });

  it('two nodes ask at once: no finding, no trouble, one line for each head', async () => {
    const [first, second] = [await start(), await start()];
    for (let round = 0; round < 5; round += 1) await fill(first.node.ledger, log.organization, 3);
    await untilWitnessed(second.node);
    for (const { node } of [first, second]) {
      expect(node.ledger.finding()).toBeUndefined();
      const [witness] = (await node.ledger.witnesses.standing(log.organization)).witnesses;
      expect(witness?.trouble).toBeUndefined();
    }
    await first.stop();
    await second.stop();
    await log.asOwner(`drop table now_${tables.join(', now_')}`);
    await copy('now');
  });
});

describe('a database that is not what was witnessed', () => {
  /** Starts as the server does, with the witness alone to remember, and finds what is wrong before anything is written. */
  async function expectStopped(code: string, ...words: readonly string[]): Promise<void> {
    const { node, stop } = await start();
    const finding = node.ledger.finding();
    expect(finding).toMatchObject({ code, anchor: witnessKey.split('+')[0] });
    for (const word of words) expect(finding?.summary).toContain(word);
    expect(finding?.summary).not.toContain(log.organization);
    const before = await sizeOf(node);
    const write = node.ledger.record(async () => ({ entry: draft(log.organization), value: undefined }));
    await expect(write).rejects.toMatchObject({ code: 'ledger.writes_stopped', status: 503 });
    await log.asOwner(
      'insert into ledger_pending (organization_id, id) select organization_id, id from ledger_leaf limit 1',
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await sizeOf(node)).toBe(before);
    await log.asOwner('truncate ledger_pending');
    await stop();
  }

  it('AT-28: set back: writes stop, and it says how many entries are gone, who saw them and when', async () => {
    const honest = await openCheckpoint(await shownByWitness(), parseVerifierKey(key));
    await restore('old');
    await expectStopped(
      'ledger.rolled_back',
      `had ${honest.treeSize}: the entries`,
      base64(honest.rootHash),
      'with this log’s own signature',
    );
  });

  it('AT-24: the suffix rewritten with the server’s own key, and longer: the witness refuses it, and the old head proves the lie', async () => {
    const cosigned = await shownByWitness();
    const honest = await openCheckpoint(cosigned, parseVerifierKey(key));
    await restore('old');
    const forged = await signedByForger(400);
    expect((await openCheckpoint(forged, parseVerifierKey(key))).treeSize).toBeGreaterThan(honest.treeSize);
    const node = log.openNode();
    // To itself it is whole. To whoever trusts a witness, or kept a head, it is not.
    expect(await verifyLog(node.ledger, log.organization)).toMatchObject({ ok: true });
    const asked = { witnesses: { keys: [witnessKey], need: 1 } };
    const answer = await verifyLog(node.ledger, log.organization, asked);
    expect(answer).toMatchObject({ ok: true, witnessed: { treeSize: expect.any(Number) } });
    expect(answer.ok && (answer.witnessed?.treeSize ?? 0) < honest.treeSize).toBe(true);
    expect(await verifyLog(node.ledger, log.organization, { earlierCheckpoint: cosigned })).toMatchObject({
      ok: false,
      reason: 'log.rewritten',
    });
    await node.close();
    await expectStopped('ledger.forked', `The first ${honest.treeSize} entries`, base64(honest.rootHash));
    expect(await shownByWitness()).toBe(cosigned);
  });

  it('AT-25: two readers are shown two histories of one size: the witness keeps both heads, and readers who compare find out', async () => {
    const cosigned = await shownByWitness();
    const honest = await openCheckpoint(cosigned, parseVerifierKey(key));
    await restore('old');
    const begun = await sizeOf(log.openNode());
    const forged = await signedByForger(honest.treeSize - begun);
    const other = await openCheckpoint(forged, parseVerifierKey(key));
    expect(other.treeSize).toBe(honest.treeSize);
    await expectStopped('ledger.forked', base64(honest.rootHash), base64(other.rootHash));
    // The reader of the forged history asks the witness what it saw.
    const node = log.openNode();
    const proof = await node.ledger.proveContinuation(log.organization, other.treeSize);
    expect(
      await verifyContinuation(JSON.stringify(proof), { key, earlierCheckpoint: await shownByWitness() }),
    ).toMatchObject({ ok: false, reason: 'log.forked' });
    const list = await admin('GET', '/api/v1/witnessed-logs', undefined);
    expect(listAt(list.body, 'items')[0]).toMatchObject({
      conflicts: 1,
      cosigned: { treeSize: honest.treeSize },
    });
    const kept = await house.asOwner('select note, cosigned_note from ledger_witnessed_conflict');
    expect(kept.rows).toEqual([{ note: forged, cosigned_note: cosigned }]);
    await untilSigned(house.house.ledger);
    const [entry] = await house.house.ledger.list(house.northwind.id, {
      action: 'witnessed_log.conflict',
      limit: 5,
    });
    expect(entry?.entry.data).toEqual({
      treeSize: honest.treeSize,
      cosignedRoot: base64(honest.rootHash),
      refusedRoot: base64(other.rootHash),
    });
  });

  it('a loss that the operator accepted stops nothing more: the witness never cosigns again, and is said to', async () => {
    await restore('old');
    const operator = log.openNode({ witnessHosts: [host] });
    const findings = await operator.ledger.findings([]);
    expect(findings).toMatchObject([{ code: 'ledger.rolled_back' }]);
    const said = { by: 'Olga', reason: 'The disk died' };
    expect(await operator.ledger.acceptRollbacks(findings, said)).toMatchObject([{ by: 'Olga' }]);
    expect(await operator.ledger.acceptRollbacks(findings, said)).toEqual([]);
    const { node, stop } = await start();
    expect(node.ledger.finding()).toBeUndefined();
    await fill(node.ledger, log.organization, 2);
    await untilSigned(node.ledger);
    const [witness] = (await node.ledger.witnesses.standing(log.organization)).witnesses;
    expect(witness?.trouble?.problem).toContain('whose loss was accepted');
    expect(await verifyLog(node.ledger, log.organization)).toMatchObject({
      ok: true,
      rollbacks: [{ lostSize: findings[0]?.lost?.treeSize }],
    });
    await stop();
    await log.asOwner('truncate ledger_rollback');
  });

  it('and is served again when the right database is back', async () => {
    await restore('now');
    const { node, stop } = await start();
    expect(node.ledger.finding()).toBeUndefined();
    await fill(node.ledger, log.organization, 2);
    await untilWitnessed(node);
    await stop();
  });
});

describe('N of M', () => {
  it('a witness that is away, never answers, or answers nonsense stops nothing; the quorum is said, and since when there is none', async () => {
    const node = log.openNode({ witnessHosts: [host, there, '127.0.0.1:9'] });
    const witnessing = await node.ledger.startWitnessing();
    node.startIntegrator();
    const { witnesses } = node.ledger;
    const [odd, slow, gone] = ['odd', 'slow', 'gone'].map((name) =>
      sampleCosigner(`witness.example/${name}`),
    );
    const add = async (vkey = '', url = '') =>
      (await witnesses.add(log.organization, actor, { key: vkey, url })).id;
    const troubleOf = async (id: string) =>
      (await witnesses.standing(log.organization)).witnesses.find((one) => one.id === id)?.trouble?.problem;
    await add(good.vkey, `http://${there}/good`);
    await witnesses.require(log.organization, actor, 2);
    const ids = [
      await add(odd?.vkey, `http://${there}/odd`),
      await add(slow?.vkey, `http://${there}/slow`),
      await add(gone?.vkey, 'http://127.0.0.1:9/gone'),
    ];
    await untilWitnessed(node);
    await expect.poll(() => troubleOf(ids[0] ?? '')).toBe('answered without a cosignature of its key');
    await expect.poll(() => troubleOf(ids[2] ?? '')).toBe('cannot be reached (ECONNREFUSED)');
    // Before the slow one is given up.
    await fill(node.ledger, log.organization, 2);
    await untilWitnessed(node);
    expect(await troubleOf(ids[1] ?? '')).toBeUndefined();
    const keys = [witnessKey, good.vkey, odd?.vkey ?? '', slow?.vkey ?? '', gone?.vkey ?? ''];
    expect(await verifyLog(node.ledger, log.organization, { witnesses: { keys, need: 2 } })).toMatchObject({
      ok: true,
      witnessed: { need: 2, of: 5, cosignatures: [{}, {}] },
    });
    await witnesses.require(log.organization, actor, 3);
    expect(await witnesses.standing(log.organization)).toMatchObject({
      ...{ need: 3, of: 5, head: undefined },
      unwitnessedSince: expect.any(Date),
    });
    expect(node.ledger.finding()).toBeUndefined();
    await expect(witnesses.require(log.organization, actor, 6)).rejects.toMatchObject({
      code: 'witness.require.too_many',
    });
    for (const id of ids.slice(0, 2)) await witnesses.end(log.organization, actor, id);
    await expect(witnesses.end(log.organization, actor, ids[2] ?? '')).rejects.toMatchObject({
      code: 'witness.end.needed',
    });
    await witnesses.require(log.organization, actor, 1);
    await witnesses.end(log.organization, actor, ids[2] ?? '');
    server.closeAllConnections();
    await witnessing.stop();
    await node.close();
  });
});

describe('the protocol, as c2sp.org/tlog-witness words it', () => {
  const leaves = sampleLeaves(40);
  const hashes = leaves.map(sampleLeafHash);
  const request = (old: number, size: number, checkpoint = sampleCheckpoint(leaves, size)) =>
    `old ${old}\n${sampleConsistency(old, hashes.slice(0, size))
      .map((one) => `${base64(one)}\n`)
      .join('')}\n${checkpoint}`;
  const post = (raw: string, path = '/add-checkpoint') =>
    house.ask('POST', `/witness/${house.northwind.id}${path}`, { raw });

  it('404, 403, 400, 409 with the size, 422; and of many at once one is cosigned', async () => {
    expect((await post(request(0, 5))).status).toBe(404);
    expect(await admin('POST', '/api/v1/witnessed-logs', { key: sampleKey.vkey })).toMatchObject({
      status: 201,
    });
    const replies = await Promise.all([3, 4, 5, 6, 7, 8, 9, 10].map((size) => post(request(0, size))));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(409)]);
    const [size = 0] = [3, 4, 5, 6, 7, 8, 9, 10].filter((_, place) => replies[place]?.status === 200);
    const late = await post(request(0, 20));
    expect(late).toMatchObject({ status: 409, text: `${size}\n` });
    expect(late.headers.get('content-type')).toBe('text/x.tlog.size');
    const better = await post(request(size, 20));
    expect(better.status).toBe(200);
    const note = `${sampleCheckpoint(leaves, 20)}${better.text}`;
    expect(await cosignaturesOf(note, [witnessKey])).toHaveLength(1);
    // The same head again: still the largest.
    expect((await post(request(20, 20))).status).toBe(200);
    expect((await post(request(0, 10).replace('old 0', 'old 20'))).status).toBe(400);
    expect((await post(request(20, 30).replace(/^old 20\n[^\n]+\n/, 'old 20\n'))).status).toBe(422);
    const other = sampleLeaves(40).with(2, leaves[3] ?? new Uint8Array(0));
    expect((await post(request(20, 30, sampleCheckpoint(other, 30)))).status).toBe(422);
    expect((await post(request(20, 20, sampleCheckpoint(other, 20)))).status).toBe(422);
    const unsigned = request(20, 30).replace(/— .*\n$/, '— other.example AAAAAAAA\n');
    expect((await post(unsigned)).status).toBe(403);
    expect((await post('old twenty\n\nx\n')).status).toBe(400);
    expect((await post(request(20, 30), '/sign-subtree')).status).toBe(404);
    expect(
      (await house.ask('GET', `/witness/${house.northwind.id}/${hash('sha256', 'x', 'hex')}/checkpoint`))
        .status,
    ).toBe(404);
    const shown = await house.ask(
      'GET',
      `/witness/${house.northwind.id}/${hash('sha256', sampleOrigin, 'hex')}/checkpoint`,
    );
    expect((await cosignaturesOf(shown.text, [witnessKey])).length).toBe(1);
  });

  it('the database refuses that what was cosigned ever shrinks', async () => {
    await expect(house.asOwner('update ledger_witnessed_head set tree_size = 1')).rejects.toThrow(
      'never takes back',
    );
    await expect(house.asServer('delete from ledger_witnessed_head')).rejects.toThrow('permission denied');
    await expect(house.asServer("update ledger_witness set key = 'x'")).rejects.toThrow('permission denied');
  });

  it('who may: an admin who proved lately who they are, and each act is an entry with the keys', async () => {
    const body = { key: witnessKey, url: prefix };
    const byKey = await house.call(house.northwind.people.admin.key, 'witness.add', { body });
    expect(byKey).toMatchObject({ status: 403, body: { code: 'witness.add.session_needed' } });
    expect(await admin('POST', '/api/v1/witnesses', body)).toMatchObject({
      status: 422,
      body: { code: 'witness.add.host_not_allowed' },
    });
    const own = await house.done(house.northwind.people.admin.key, 'ledger.head');
    expect(await admin('POST', '/api/v1/witnessed-logs', { key: at(own, 'key') })).toMatchObject({
      status: 422,
      body: { code: 'witnessed_log.add.own_log' },
    });
    const list = await admin('GET', '/api/v1/witnessed-logs', undefined);
    const ending = listAt(list.body, 'items').find((item) => textAt(item, 'origin') === sampleOrigin);
    expect((await admin('POST', `/api/v1/witnessed-logs/${textAt(ending, 'id')}/end`, {})).status).toBe(204);
    expect((await post(request(20, 30))).status).toBe(404);
    await untilSigned(house.house.ledger);
    const entries = await house.house.ledger.list(house.northwind.id, { action: 'witnessed_log.', limit: 9 });
    expect(entries.map(({ entry }) => entry.action)).toEqual([
      'witnessed_log.end',
      'witnessed_log.conflict',
      'witnessed_log.add',
      'witnessed_log.conflict',
      'witnessed_log.add',
    ]);
    expect(entries[0]?.entry.data).toEqual({ origin: sampleOrigin, key: sampleKey.vkey });
    expect(entries[4]?.entry.data).toEqual({ origin: origin(), key, witness: witnessKey });
  });
});

describe('the whole server', () => {
  const people = () => house.northwind.people;
  const checkpoint = () => house.ask('GET', '/ledger/northwind/witnessed', { key: people().auditor.key });

  it('shows what is witnessed, proves under it, and lets evidence carry it', async () => {
    expect((await checkpoint()).status).toBe(404);
    const body = { key: good.vkey, url: `http://${there}/good` };
    expect((await admin('POST', '/api/v1/witnesses', body)).status).toBe(201);
    await expect.poll(async () => (await checkpoint()).status).toBe(200);
    expect(await cosignaturesOf((await checkpoint()).text, [good.vkey])).toHaveLength(1);
    const question = {
      subject: { kind: 'period', since: '2020-01-01T00:00:00Z', until: '2099-01-01T00:00:00Z' },
      format: 'json',
    };
    const made = await house.done(people().auditor.key, 'evidence.export', { body: question });
    const text = textAt(made, 'text');
    expect(await verifyEvidence(text)).toMatchObject({ ok: true, witnesses: { ok: true, pinned: false } });
    const trusted = { witnesses: { keys: [good.vkey], need: 1 } };
    expect(await verifyEvidence(text, trusted)).toMatchObject({
      ok: true,
      witnesses: { ok: true, pinned: true },
    });
  });

  it('AT-28: a witness that has seen more stops this log and no other, and /readyz says what was found', async () => {
    await house.settled();
    const { treeSize } = (await house.house.ledger.head(house.northwind.id)) ?? { treeSize: 0 };
    scripted['/good/add-checkpoint'] = () => [409, `${treeSize + 50}\n`];
    // Something new, so that it is asked.
    const make = (key: string, name: string) =>
      house.call(key, 'library.create', { body: { name, visibility: 'open' } });
    expect((await make(people().admin.key, 'last')).status).toBe(201);
    await expect.poll(async () => (await house.ask('GET', '/readyz')).status).toBe(503);
    const { text } = await house.ask('GET', '/readyz');
    expect(text).toContain(`and had ${treeSize + 50}: the entries`);
    expect(text).toContain('The witness witness.example/good says so, and shows no checkpoint for it.');
    expect(await make(people().admin.key, 'never')).toMatchObject({
      status: 503,
      body: { code: 'ledger.writes_stopped' },
    });
    expect((await make(house.fabrikam.people.admin.key, 'others')).status).toBe(201);
  });
});

const port = (server: Server) => (server.address() as AddressInfo).port;

function serve(): Promise<Server> {
  const made = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const answer = scripted[request.url ?? ''] ?? (() => [404, ''] as [number, string]);
    const said = answer(Buffer.concat(pieces).toString());
    if (said !== undefined) response.writeHead(said[0]).end(said[1]);
  });
  return new Promise((resolve) => made.listen(0, '127.0.0.1', () => resolve(made)));
}
