import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createTestLog,
  draft,
  fill,
  type TestLog,
  type TestNode,
  untilSigned,
  verifyLog,
} from '../../test/support/test-log.ts';
import { newId } from '../platform/id.ts';

/** What a database administrator, whom no grant stops, could do to a log of 600 entries; and what the auditor is then told. */
let log: TestLog;
let node: TestNode;
let held = '';
const tables = ['leaf', 'pending', 'position', 'hash', 'checkpoint'];

beforeAll(async () => {
  log = await createTestLog();
  node = log.openNode();
  node.startIntegrator();
  await fill(node.ledger, log.organization, 320);
  await untilSigned(node.ledger);
  await fill(node.ledger, log.organization, 279);
  await untilSigned(node.ledger);
  held = (await node.ledger.head(log.organization))?.checkpoint ?? '';
  await node.stopIntegrator();
  await log.asOwner('alter table ledger_position drop constraint ledger_position_organization_id_id_fkey');
  for (const table of tables) await log.asOwner(`create table whole_${table} as table ledger_${table}`);
});
beforeEach(async () => {
  await log.asOwner(`truncate ${tables.map((table) => `ledger_${table}`).join()}`);
  for (const table of tables)
    await log.asOwner(`insert into ledger_${table} overriding system value select * from whole_${table}`);
  expect(await verdict()).toMatchObject({ ok: true, treeSize: 600, pinned: true });
});
afterEach(() => node.stopIntegrator());
afterAll(() => log.close());

async function alter(...statements: string[]): Promise<void> {
  for (const statement of statements) expect((await log.asOwner(statement)).rowCount).toBeGreaterThan(0);
}

const verdict = (options = {}) => verifyLog(node.ledger, log.organization, options);
const flip = (column: string, byte = 5) =>
  `set ${column} = set_byte(${column}, ${byte}, get_byte(${column}, ${byte}) # 1)`;

describe('AT-21 one altered byte', () => {
  it.each([0, 255, 256, 417, 599])('in the leaf at %i is named', async (index) => {
    await alter(
      `update ledger_leaf ${flip('leaf')} where id = (select id from ledger_position where index = ${index})`,
    );
    expect(await verdict()).toMatchObject({ ok: false, reason: 'entry.altered', index });
  });

  it('in a stored leaf hash is named', async () => {
    await alter(`update ledger_position ${flip('leaf_hash')} where index = 301`);
    expect(await verdict()).toMatchObject({ ok: false, reason: 'entry.altered', index: 301 });
  });

  it('in a leaf, with its hash made to fit, is bounded by the signed heads around it', async () => {
    const at = '(select id from ledger_position where index = 301)';
    await alter(
      `update ledger_leaf set leaf = convert_to(replace(convert_from(leaf, 'UTF8'), '"setup"', '"other"'), 'UTF8') where id = ${at}`,
      `update ledger_position p set leaf_hash = sha256('\\x00'::bytea || l.leaf) from ledger_leaf l where l.id = p.id and p.index = 301`,
    );
    const answer = await verdict();
    expect(answer).toMatchObject({ ok: false, reason: 'checkpoint.mismatch' });
    if (answer.ok) return;
    expect(answer.range?.first).toBeLessThanOrEqual(301);
    expect(answer.range?.last).toBeGreaterThanOrEqual(301);
  });

  it.each([0, 1])('in the tile hash of the entries from 256 × %i is named', async (tile) => {
    await alter(`update ledger_hash ${flip('hash')} where level = 1 and index = ${tile}`);
    expect(await verdict()).toMatchObject({ ok: false, reason: 'tile.mismatch', index: 256 * tile });
  });

  it('in an old checkpoint is noticed', async () => {
    await alter(
      "update ledger_checkpoint set note = replace(note, 'countersign', 'counterfeit') where tree_size = 0",
    );
    expect(await verdict()).toMatchObject({ ok: false });
  });
});

describe('AT-22 one deleted row', () => {
  it.each([0, 300, 598])('of the leaf at %i is named', async (index) => {
    await alter(`delete from ledger_leaf where id = (select id from ledger_position where index = ${index})`);
    expect(await verdict()).toMatchObject({ ok: false, reason: 'entry.missing', index });
  });

  it.each([0, 300])('of the position %i is named', async (index) => {
    await alter(`delete from ledger_position where index = ${index}`);
    expect(await verdict()).toMatchObject({ ok: false, reason: 'entry.missing', index });
  });

  it('of the tile hash of the entries from 256 is named', async () => {
    await alter('delete from ledger_hash where level = 1 and index = 1');
    expect(await verdict()).toMatchObject({ ok: false, reason: 'tile.mismatch', index: 256 });
  });

  it('at the end is a cut log', async () => {
    await alter('delete from ledger_position where index = 599');
    expect(await verdict()).toMatchObject({ ok: false, reason: 'log.cut', index: 599 });
  });
});

describe('AT-22 rows that changed places', () => {
  const bounded = async () => {
    const answer = await verdict();
    expect(answer).toMatchObject({ ok: false, reason: 'checkpoint.mismatch' });
    if (!answer.ok) expect(answer.range?.first).toBeLessThanOrEqual(300);
    if (!answer.ok) expect(answer.range?.last).toBeGreaterThanOrEqual(300);
  };

  it('two that were swapped, hashes and all, are bounded', async () => {
    await alter(
      'create temporary table pair as select 601 - index as index, id, leaf_hash from ledger_position where index in (300, 301)',
      'delete from ledger_position where index in (300, 301)',
      `insert into ledger_position select '${log.organization}', index, id, leaf_hash from pair`,
    );
    await log.asOwner('drop table pair');
    await bounded();
  });

  it('a gap that was closed by renumbering is bounded', async () => {
    await alter(
      'delete from ledger_position where index = 300',
      'update ledger_position set index = index + 1000000 where index > 300',
      'update ledger_position set index = index - 1000001 where index > 300',
    );
    await bounded();
  });
});

describe('AT-23 a cut tail', () => {
  it('without its checkpoints is named', async () => {
    await alter('delete from ledger_position where index >= 500');
    expect(await verdict()).toMatchObject({ ok: false, reason: 'log.cut', index: 500 });
  });

  it('with its checkpoints is named to whoever kept one', async () => {
    const { rows } = await log.asOwner(
      'select max(tree_size) as size from ledger_checkpoint where tree_size < 600',
    );
    const size = Number(rows[0].size);
    await alter(
      `delete from ledger_checkpoint where tree_size > ${size}`,
      `delete from ledger_position where index >= ${size}`,
    );
    expect(await verdict()).toMatchObject({ ok: true, treeSize: size });
    expect(await verdict({ earlierCheckpoint: held })).toMatchObject({
      ok: false,
      reason: 'log.rolled_back',
      index: size,
    });
  });
});

describe('AT-23 everything deleted', () => {
  it('leaves nothing to export, and the integrator does not start over', async () => {
    await log.asOwner(`truncate ${tables.map((table) => `ledger_${table}`).join()}`);
    await expect(verdict()).rejects.toMatchObject({ code: 'resource.not_found' });
    node.startIntegrator();
    await node.ledger.record(async () => ({ entry: draft(log.organization), value: undefined }));
    await expect.poll(() => node.ledger.alteredLogs(), { timeout: 5000 }).toMatchObject([{ treeSize: 0 }]);
    expect(await node.ledger.head(log.organization)).toBeUndefined();
  });

  it('but for the first checkpoint is a rollback to whoever kept a later one', async () => {
    await alter('delete from ledger_checkpoint where tree_size > 0', 'delete from ledger_position');
    await alter('delete from ledger_hash', 'delete from ledger_leaf');
    node.startIntegrator();
    await node.ledger.record(async () => ({ entry: draft(log.organization), value: undefined }));
    await untilSigned(node.ledger);
    expect(await verdict()).toMatchObject({ ok: true, treeSize: 1 });
    expect(await verdict({ earlierCheckpoint: held })).toMatchObject({ reason: 'log.rolled_back', index: 1 });
  });
});

describe('AT-24 history signed again with the server’s own key', () => {
  it('verifies by itself, and not for whoever kept a checkpoint', async () => {
    await alter(
      `insert into ledger_pending (organization_id, id)
        select organization_id, id from ledger_position where index <> 300 order by index`,
      'delete from ledger_position',
      'delete from ledger_hash',
      'delete from ledger_checkpoint where tree_size > 0',
      'delete from ledger_leaf where id = (select id from whole_position where index = 300)',
    );
    node.startIntegrator();
    await fill(node.ledger, log.organization, 10);
    await untilSigned(node.ledger);
    expect(await verdict()).toMatchObject({ ok: true, treeSize: 609 });
    expect(await verdict({ earlierCheckpoint: held })).toMatchObject({
      ok: false,
      reason: 'log.rewritten',
      range: { first: 0, last: 599 },
    });
  });
});

describe('AT-31 what belongs to another organization', () => {
  it('is named when its entry was spliced in, though the server signed it', async () => {
    const stranger = newId('org');
    node.startIntegrator();
    await node.ledger.record(async (tx) => {
      await node.ledger.createLog(tx, stranger);
      return { entry: draft(stranger), value: undefined };
    });
    await alter(
      `insert into ledger_leaf select '${log.organization}', id, leaf, action, subject_kind, subject_id, actor_id, at
        from ledger_leaf where organization_id = '${stranger}'`,
      `insert into ledger_pending (organization_id, id)
        select '${log.organization}', id from ledger_leaf where organization_id = '${stranger}'`,
    );
    await untilSigned(node.ledger);
    expect(await verdict()).toMatchObject({ ok: false, reason: 'entry.other_organization', index: 600 });
    const theirs = (await node.ledger.head(stranger))?.checkpoint ?? '';
    await log.asOwner('update ledger_checkpoint set note = $1 where tree_size = 601', [theirs]);
    expect(await verdict()).toMatchObject({ ok: false, reason: 'note.unsigned' });
  });
});

describe('AT-27 the integrator builds nothing on an altered log, and never starts over', () => {
  it.each([
    ['a leaf hash of the right edge', `update ledger_position ${flip('leaf_hash')} where index = 599`],
    ['a missing leaf hash of the right edge', 'delete from ledger_position where index = 550'],
    ['a tile hash', `update ledger_hash ${flip('hash')} where level = 1 and index = 0`],
    ['a missing tile hash', 'delete from ledger_hash where level = 1 and index = 1'],
    ['a missing head', 'delete from ledger_checkpoint where tree_size = 600'],
    ['all heads but the first', 'delete from ledger_checkpoint where tree_size > 0'],
    ['the root of the head', `update ledger_checkpoint ${flip('root_hash')} where tree_size = 600`],
    ['the note of the head', "update ledger_checkpoint set note = note || ' ' where tree_size = 600"],
  ])('%s', async (_, statement) => {
    await alter(statement);
    const before = await node.ledger.head(log.organization);
    node.startIntegrator();
    await node.ledger.record(async () => ({ entry: draft(log.organization), value: undefined }));
    const deadline = performance.now() + 5000;
    while (node.ledger.alteredLogs().length === 0 && performance.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(node.ledger.alteredLogs()).toMatchObject([
      { code: 'ledger.root_mismatch', organization: log.organization, treeSize: before?.treeSize },
    ]);
    expect(await node.ledger.head(log.organization)).toEqual(before);
    expect(await node.ledger.pendingAgeMs()).toBeGreaterThan(0);
  });

  it('and proves nothing from altered bytes', async () => {
    const id = newId('ent');
    node.startIntegrator();
    await node.ledger.record(async () => ({ entry: { ...draft(log.organization), id }, value: undefined }));
    expect((await node.ledger.prove(log.organization, [id])).entries).toHaveLength(1);
    await alter(`update ledger_leaf ${flip('leaf')} where id = '${id}'`);
    await expect(node.ledger.prove(log.organization, [id])).rejects.toThrow(
      'does not lead to the signed root',
    );
  });
});
