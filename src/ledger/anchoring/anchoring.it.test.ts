import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startBucketServer } from '../../../test/support/bucket-server.ts';
import {
  createTestLog,
  draft,
  fill,
  type TestLog,
  type TestNode,
  untilSigned,
  verifyLog,
} from '../../../test/support/test-log.ts';
import { newId } from '../../platform/id.ts';
import type { Anchor, AnchorFinding } from './anchor.ts';
import { bucketAnchor } from './bucket-anchor.ts';
import { fileAnchor } from './file-anchor.ts';
import { gitAnchor } from './git-anchor.ts';

/**
 * What a database administrator does, and what the next start finds. `old` is a copy of the log at 301 entries, as a backup would be; `now`
 * at 601, when the anchor was last written.
 */
let log: TestLog;
let folder: string;
let anchored: string;
let nodes: { node: TestNode; stop(): Promise<void> }[] = [];
const tables = ['leaf', 'pending', 'position', 'hash', 'checkpoint'];

beforeAll(async () => {
  log = await createTestLog();
  folder = await mkdtemp(join(tmpdir(), 'countersign-anchor-'));
  const { node } = await start();
  await fill(node.ledger, log.organization, 300);
  await untilSigned(node.ledger);
  for (const table of tables) await log.asOwner(`create table old_${table} as table ledger_${table}`);
  await fill(node.ledger, log.organization, 300);
  await untilSigned(node.ledger);
  await stopAll();
  anchored = await readFile(file(), 'utf8');
  for (const table of tables) await log.asOwner(`create table now_${table} as table ledger_${table}`);
  await log.asOwner('alter table ledger_position drop constraint ledger_position_organization_id_id_fkey');
});
beforeEach(async () => {
  await restore('now');
  await writeFile(file(), anchored);
});
afterEach(() => stopAll());
afterAll(async () => {
  await log.close();
  await rm(folder, { recursive: true });
});

const file = () => join(folder, `${log.organization}.checkpoint`);

async function restore(copy: 'old' | 'now'): Promise<void> {
  await log.asOwner(`truncate ${tables.map((table) => `ledger_${table}`).join()}`);
  for (const table of tables)
    await log.asOwner(`insert into ledger_${table} overriding system value select * from ${copy}_${table}`);
}

/** Starts a node as the server does: the anchors first. */
async function start(): Promise<{ node: TestNode; finding: AnchorFinding | undefined }> {
  const node = log.openNode();
  const anchoring = await node.ledger.startAnchoring([fileAnchor(folder)]);
  nodes.push({ node, stop: anchoring.stop });
  node.startIntegrator();
  return { node, finding: node.ledger.finding() };
}

async function stopAll(): Promise<void> {
  for (const { node, stop } of nodes) {
    await node.stopIntegrator();
    await stop();
    await node.close();
  }
  nodes = [];
}

const write = (node: TestNode) =>
  node.ledger.record(async () => ({ entry: draft(log.organization), value: undefined }));

/** Neither written nor signed. */
async function expectStopped(node: TestNode): Promise<void> {
  await expect(write(node)).rejects.toMatchObject({ code: 'ledger.writes_stopped', status: 503 });
  await expect(node.ledger.rotateKey(log.organization, { kind: 'system', id: 'x' })).rejects.toMatchObject({
    code: 'ledger.writes_stopped',
  });
  const size = async () =>
    (await log.asOwner('select max(tree_size)::int as size from ledger_checkpoint')).rows[0].size;
  const before = await size();
  await log.asOwner(
    'insert into ledger_pending (organization_id, id) select organization_id, id from ledger_leaf limit 1',
  );
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(await size()).toBe(before);
  expect(await readFile(file(), 'utf8')).toBe(anchored);
}

describe('a database that continues what was anchored', () => {
  it('is served, and the anchor moves on with it', async () => {
    const { node, finding } = await start();
    expect(finding).toBeUndefined();
    await write(node);
    await untilSigned(node.ledger);
    const head = await node.ledger.head(log.organization);
    await expect.poll(() => readFile(file(), 'utf8'), { timeout: 5000 }).toBe(head?.checkpoint);
    expect(await readdir(folder)).toHaveLength(1);
    expect(await verifyLog(node.ledger, log.organization, { earlierCheckpoint: anchored })).toMatchObject({
      ok: true,
    });
  });

  it('is served when the anchor is older, empty or cannot be reached', async () => {
    await writeFile(
      file(),
      (await log.asOwner('select note from old_checkpoint order by tree_size desc')).rows[0].note,
    );
    expect((await start()).finding).toBeUndefined();
    expect(await readFile(file(), 'utf8')).toBe(anchored);
    await rm(file());
    expect((await start()).finding).toBeUndefined();
    expect(await readFile(file(), 'utf8')).toBe(anchored);
    const node = log.openNode();
    const nowhere = await node.ledger.startAnchoring([fileAnchor('/dev/null/nowhere')]);
    nodes.push({ node, stop: nowhere.stop });
    expect(node.ledger.finding()).toBeUndefined();
    await write(node);
  });
});

const onServer =
  process.env.COUNTERSIGN_TEST_DATABASE === 'server' && process.env.COUNTERSIGN_TEST_LONG === undefined;

describe('anchors on other machines', () => {
  const run = promisify(execFile);

  // What is far is the same for either database.
  it.skipIf(onServer)('a git repository and a bucket remember each head, and say what is gone', async () => {
    const repository = join(folder, '..', `${basename(folder)}.git`);
    await run('git', ['init', '--quiet', '--bare', repository]);
    const bucketServer = await startBucketServer('anchors', 'key', 'secret');
    const git = () =>
      gitAnchor(
        { url: `file://${repository}`, branch: 'checkpoints' },
        join(repository, '..', `${basename(folder)}-copy`),
      );
    const place = { accessKey: 'key', secret: 'secret', region: 'eu-central-1', retentionDays: 90 };
    const bucket = (secret = 'secret') =>
      bucketAnchor({ ...place, secret, url: `${bucketServer.address}/countersign` });
    const begin = async (anchors: readonly Anchor[]) => {
      const node = log.openNode();
      const anchoring = await node.ledger.startAnchoring(anchors);
      node.startIntegrator();
      nodes.push({ node, stop: anchoring.stop });
      return node;
    };
    try {
      const first = await begin([git(), bucket()]);
      expect(first.ledger.finding()).toBeUndefined();
      await write(first);
      await untilSigned(first.ledger);
      await stopAll();
      const newest = (await log.asOwner('select note from ledger_checkpoint order by tree_size desc limit 1'))
        .rows[0].note;
      for (const anchor of [git(), bucket()]) {
        expect(await anchor.organizations()).toEqual([log.organization]);
        expect(await anchor.read(log.organization)).toBe(newest);
        // The same again is no other.
        await anchor.write(new Map([[log.organization, newest]]));
      }
      // Both keep what was there before: nothing is written over.
      const commits = (await run('git', ['-C', repository, 'log', '--format=%an', 'checkpoints'])).stdout;
      expect(commits.trim().split('\n')).toEqual(['Countersign', 'Countersign', 'Countersign']);
      const kept = [...bucketServer.objects.values()];
      expect(kept.map(({ body }) => body).sort()).toEqual([anchored, newest].sort());
      for (const { headers } of kept) {
        expect(headers).toMatchObject({ 'if-none-match': '*', 'x-amz-object-lock-mode': 'COMPLIANCE' });
        const days =
          (Date.parse(headers['x-amz-object-lock-retain-until-date'] ?? '') - Date.now()) / 86_400_000;
        expect(Math.round(days)).toBe(90);
      }
      await expect(bucket('wrong').read(log.organization)).rejects.toThrow('403 SignatureDoesNotMatch');
      // A repository that somebody else pushed to meanwhile is never overwritten.
      const late = git();
      await late.organizations();
      await git().organizations();
      const other = git();
      await other.organizations();
      await other.write(new Map([[log.organization, anchored]]));
      await expect(late.write(new Map([[log.organization, newest]]))).rejects.toThrow(
        /rejected|fetch first|non-fast-forward/,
      );
      await restore('old');
      for (const anchor of [git(), bucket()]) {
        const node = await begin([anchor]);
        expect(node.ledger.finding()).toMatchObject({ code: 'ledger.rolled_back', anchor: anchor.name });
        await expect(write(node)).rejects.toMatchObject({ code: 'ledger.writes_stopped' });
        await stopAll();
      }
    } finally {
      await bucketServer.close();
      await rm(repository, { recursive: true, force: true });
      await rm(`${folder}-copy`, { recursive: true, force: true });
    }
  });
});

describe('a database that does not', () => {
  it('AT-28 an old backup stops writes, and says which entries are gone', async () => {
    await restore('old');
    const { node, finding } = await start();
    expect(finding).toMatchObject({ code: 'ledger.rolled_back', organization: log.organization });
    expect(finding?.message).toContain(
      'has 301 entries in the database and had 601: the entries 301 to 600 are gone.',
    );
    expect(finding?.message).toContain(folder);
    await expectStopped(node);
  });

  it('AT-23 a cut tail, and a log of which only the first checkpoint is left', async () => {
    await log.asOwner('delete from ledger_checkpoint where tree_size = 601');
    await log.asOwner(
      'delete from ledger_position where index >= (select max(tree_size) from ledger_checkpoint)',
    );
    expect((await start()).finding).toMatchObject({ code: 'ledger.rolled_back' });
    await stopAll();
    await log.asOwner('delete from ledger_checkpoint where tree_size > 0');
    await log.asOwner('truncate ledger_position, ledger_hash, ledger_leaf, ledger_pending');
    const { node, finding } = await start();
    expect(finding?.message).toContain('the entries 0 to 600 are gone');
    await expect(write(node)).rejects.toMatchObject({ code: 'ledger.writes_stopped' });
  });

  it('AT-23 everything deleted', async () => {
    await log.asOwner(`truncate ${tables.map((table) => `ledger_${table}`).join()}`);
    const { node, finding } = await start();
    expect(finding).toMatchObject({ code: 'ledger.missing' });
    expect(finding?.message).toContain('that had 601 entries');
    await expect(write(node)).rejects.toMatchObject({ code: 'ledger.writes_stopped' });
  });

  it('AT-24 a history that was signed again with the server’s own key', async () => {
    await log.asOwner(
      `insert into ledger_pending (organization_id, id)
        select organization_id, id from ledger_position where index <> 300 order by index`,
    );
    await log.asOwner('truncate ledger_position, ledger_hash');
    await log.asOwner('delete from ledger_checkpoint where tree_size > 0');
    // Without anchors, as if the server were tricked into it.
    const tricked = log.openNode();
    tricked.startIntegrator();
    await fill(tricked.ledger, log.organization, 5);
    await untilSigned(tricked.ledger);
    expect(await verifyLog(tricked.ledger, log.organization)).toMatchObject({ ok: true });
    await tricked.close();
    const { node, finding } = await start();
    expect(finding).toMatchObject({ code: 'ledger.forked' });
    expect(finding?.message).toContain('The first 601 entries');
    await expectStopped(node);
  });

  it('AT-28 is noticed when it happens under a running server', async () => {
    const { node } = await start();
    await restore('old');
    await expect.poll(() => node.ledger.finding()?.code, { timeout: 15_000 }).toBe('ledger.rolled_back');
    await expect(write(node)).rejects.toMatchObject({ code: 'ledger.writes_stopped' });
  });

  it('an anchor that holds something else stops writes too: doubt means forbid', async () => {
    await writeFile(file(), 'nothing');
    expect((await start()).finding).toMatchObject({ code: 'ledger.anchor_unreadable' });
    await rm(file());
    const other = join(folder, `${newId('org')}.checkpoint`);
    await writeFile(other, anchored);
    expect((await start()).finding).toMatchObject({ code: 'ledger.anchor_unreadable' });
    await rm(other);
  });
});
