import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type SampleExport,
  sampleCheckpoint,
  sampleExportLines,
  sampleKey,
  sampleLeaf,
  sampleLeaves,
  sampleWitness,
} from '../../../../test/support/sample-log.ts';
import { type ExportOptions, linesOf, verifyExport } from './export.ts';

const leaves = sampleLeaves(700);
const sizes = [100, 300, 600, 700];
const rows = leaves.map((leaf, index) => ({ index, leaf }));
const honest: SampleExport = { rows, tileLeaves: leaves, signedLeaves: leaves, sizes };
const pinned: ExportOptions = { key: sampleKey.vkey };

/** The same leaves with another one at `index`. */
const altered = (index: number, leaf = sampleLeaf(index + 100_000)): Uint8Array[] => leaves.with(index, leaf);
const rowsOf = (changed: Uint8Array[]) => changed.map((leaf, index) => ({ index, leaf }));
const verify = (log: Partial<SampleExport>, options: ExportOptions = pinned) =>
  verifyExport(sampleExportLines({ ...honest, ...log }), options);

describe('an export that nobody touched', () => {
  it('verifies, with its checkpoints counted and its progress told', async () => {
    const progress: number[] = [];
    const answer = await verify({}, { ...pinned, onProgress: ({ entries }) => progress.push(entries) });
    expect(answer).toMatchObject({ ok: true, treeSize: 700, checkpoints: 4, pinned: true });
    expect(progress).toEqual([700]);
    expect(await verify({}, {})).toMatchObject({ ok: true, pinned: false });
  });

  it.each([0, 1, 255, 256, 257, 512])('verifies with %d entries', async (count) => {
    const some = leaves.slice(0, count);
    const log = { rows: rowsOf(some), tileLeaves: some, signedLeaves: some, sizes: [count] };
    expect(await verify(log)).toMatchObject({ ok: true, treeSize: count });
  });

  it.each([0, 1, 299, 700])('extends an earlier checkpoint of %d entries', async (size) => {
    const earlierCheckpoint = sampleCheckpoint(leaves, size);
    expect(await verify({}, { ...pinned, earlierCheckpoint })).toMatchObject({ ok: true });
  });
});

describe('the first bad index', () => {
  it('AT-21: bytes of a row changed: exactly that index', async () => {
    for (const index of [0, 255, 256, 299, 699])
      expect(await verify({ rows: rowsOf(altered(index)) })).toMatchObject({
        ok: false,
        reason: 'entry.altered',
        index,
      });
  });

  it('AT-21: a stored leaf hash changed: exactly that index', async () => {
    expect(await verify({ tileLeaves: altered(431) })).toMatchObject({ reason: 'entry.altered', index: 431 });
  });

  it('bytes and leaf hash changed together, tiles not: the tile of 256, cut by the checkpoints', async () => {
    const changed = altered(400);
    const lines = sampleExportLines({ ...honest, rows: rowsOf(changed), tileLeaves: changed });
    const tiles = sampleExportLines(honest).filter((line) => line.startsWith('{"tile"'));
    const patched = lines.map((line) => (line.startsWith('{"tile"') ? (tiles.shift() ?? '') : line));
    expect(await verifyExport(patched, pinned)).toMatchObject({
      reason: 'checkpoint.mismatch',
      index: 300,
      range: { first: 300, last: 511 },
    });
  });

  it('bytes, leaf hash and tiles changed together: after the last checkpoint that agrees', async () => {
    const changed = altered(400);
    expect(await verify({ rows: rowsOf(changed), tileLeaves: changed })).toMatchObject({
      reason: 'checkpoint.mismatch',
      index: 300,
      range: { first: 300, last: 599 },
    });
    const late = altered(650);
    expect(await verify({ rows: rowsOf(late), tileLeaves: late })).toMatchObject({
      index: 600,
      range: { last: 699 },
    });
    const early = altered(3);
    expect(await verify({ rows: rowsOf(early), tileLeaves: early })).toMatchObject({
      index: 0,
      range: { last: 99 },
    });
  });

  it('a stored tile hash changed, entries right: the entries under it', async () => {
    const lines = sampleExportLines(honest);
    const other = sampleExportLines({ ...honest, tileLeaves: altered(300) });
    const at = lines.findLastIndex((line) => line.startsWith('{"tile"'));
    expect(await verifyExport(lines.with(at, other[at] ?? ''), pinned)).toMatchObject({
      reason: 'tile.mismatch',
      index: 256,
      range: { first: 256, last: 511 },
    });
  });

  it('AT-22: a row deleted, two rows swapped, a row repeated, rows renumbered', async () => {
    expect(await verify({ rows: rows.toSpliced(123, 1) })).toMatchObject({
      reason: 'entry.missing',
      index: 123,
    });
    const swapped = rows
      .with(50, rows[51] ?? { index: 0, leaf: sampleLeaf(0) })
      .with(51, rows[50] ?? { index: 0, leaf: sampleLeaf(0) });
    expect(await verify({ rows: swapped })).toMatchObject({ reason: 'entry.missing', index: 50 });
    const repeated = rows.toSpliced(50, 0, { index: 49, leaf: sampleLeaf(49) });
    expect(await verify({ rows: repeated })).toMatchObject({ reason: 'entry.out_of_order', index: 50 });
    expect(await verify({ rows: rowsOf(leaves.toSpliced(50, 1)) })).toMatchObject({
      reason: 'entry.altered',
      index: 50,
    });
  });

  it('AT-23: the tail cut: from the head, or from the checkpoint that the client holds', async () => {
    expect(await verify({ rows: rows.slice(0, 640) })).toMatchObject({ reason: 'log.cut', index: 640 });
    expect(await verify({ rows: [] })).toMatchObject({ reason: 'log.cut', index: 0 });
    const shorter = { rows: rows.slice(0, 300), sizes: [100, 300] };
    expect(await verify(shorter)).toMatchObject({ ok: true });
    expect(await verify(shorter, { ...pinned, earlierCheckpoint: sampleCheckpoint(leaves) })).toMatchObject({
      reason: 'log.rolled_back',
      index: 300,
      sentence: 'The tree is smaller than the checkpoint you hold: 300 < 700; first missing index 300.',
    });
    const empty = { rows: [], sizes: [0] };
    expect(await verify(empty, { ...pinned, earlierCheckpoint: sampleCheckpoint(leaves, 5) })).toMatchObject({
      index: 0,
    });
  });

  it('AT-24: the suffix rewritten and signed again: only an earlier checkpoint shows it', async () => {
    const rewritten = altered(200);
    const log = { rows: rowsOf(rewritten), tileLeaves: rewritten, signedLeaves: rewritten };
    expect(await verify(log)).toMatchObject({ ok: true });
    expect(await verify(log, { ...pinned, earlierCheckpoint: sampleCheckpoint(leaves, 500) })).toMatchObject({
      reason: 'log.rewritten',
      range: { first: 0, last: 499 },
    });
    expect(await verify(log, { ...pinned, earlierCheckpoint: sampleCheckpoint(leaves, 200) })).toMatchObject({
      ok: true,
    });
  });

  it('AT-31: an entry of another organization, and an id that occurs twice', async () => {
    const spliced = altered(77, sampleLeaf(77, { organization: 'org_other' }));
    const all = (changed: Uint8Array[]) => ({
      rows: rowsOf(changed),
      tileLeaves: changed,
      signedLeaves: changed,
    });
    expect(await verify(all(spliced))).toMatchObject({ reason: 'entry.other_organization', index: 77 });
    const twice = altered(88, leaves[12]);
    expect(await verify(all(twice))).toMatchObject({ reason: 'entry.repeated_id', index: 88 });
    expect(await verify(all(twice), { ...pinned, checkIds: false })).toMatchObject({ ok: true });
  });

  it('names the earlier of two faults', async () => {
    const first = altered(10);
    const lines = sampleExportLines({
      ...honest,
      sizes: [700],
      rows: rowsOf(first).toSpliced(280, 1),
      tileLeaves: first,
    });
    const [tile = ''] = sampleExportLines(honest).filter((line) => line.startsWith('{"tile"'));
    const at = lines.findIndex((line) => line.startsWith('{"tile"'));
    expect(await verifyExport(lines.with(at, tile), pinned)).toMatchObject({
      reason: 'tile.mismatch',
      range: { first: 0, last: 255 },
    });
  });

  it('more rows than the head signed', async () => {
    expect(await verify({ sizes: [100, 300, 600] })).toMatchObject({ reason: 'entry.surplus', index: 600 });
  });
});

async function collect(source: AsyncIterable<string>): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of source) lines.push(line);
  return lines;
}

describe('the file', () => {
  const lines = sampleExportLines(honest);
  it('refuses other formats, keys, logs and signatures', async () => {
    expect(await verifyExport([], pinned)).toMatchObject({ reason: 'file.unknown_format' });
    expect(await verifyExport(lines.slice(1), pinned)).toMatchObject({ reason: 'file.unknown_format' });
    expect(await verify({}, { key: sampleWitness.vkey })).toMatchObject({ reason: 'key.unexpected' });
    const foreign = sampleCheckpoint(leaves, 100, [sampleWitness]);
    expect(await verify({}, { ...pinned, earlierCheckpoint: foreign })).toMatchObject({
      reason: 'note.unsigned',
    });
    const at = lines.findIndex((line) => line.startsWith('{"checkpoint"') && !line.includes('format'));
    expect(await verifyExport(lines.with(at, JSON.stringify({ checkpoint: foreign })), pinned)).toMatchObject(
      {
        reason: 'note.unsigned',
      },
    );
    expect(await verifyExport(lines.toSpliced(at, 0, ''), pinned)).toMatchObject({
      reason: 'file.malformed',
      index: 100,
    });
  });

  it('refuses a change of any one character, sampled', async () => {
    const some = sampleExportLines({
      rows: rows.slice(0, 260),
      tileLeaves: leaves,
      signedLeaves: leaves,
      sizes: [100, 260],
    });
    const file = some.join('\n');
    await fc.assert(
      fc.asyncProperty(
        fc.nat(file.length - 1),
        fc.constantFrom('A', 'b', '0', '"', '\n', ' '),
        async (at, other) => {
          fc.pre(file[at] !== other);
          const changed = file.slice(0, at) + other + file.slice(at + 1);
          expect(await verifyExport(changed.split('\n'), pinned)).toMatchObject({ ok: false });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('refuses a line left out, repeated or moved, unless it is an aid that only narrows', async () => {
    const some = sampleExportLines({
      rows: rows.slice(0, 260),
      tileLeaves: leaves,
      signedLeaves: leaves,
      sizes: [100, 260],
    });
    for (const [at, line] of some.entries()) {
      const isAid = line.startsWith('{"tile"') || (line.startsWith('{"checkpoint"') && at > 0);
      expect(await verifyExport(some.toSpliced(at, 1), pinned)).toMatchObject({ ok: isAid });
      expect(await verifyExport(some.toSpliced(at, 0, line), pinned)).toMatchObject({ ok: isAid });
    }
  });

  it('never throws, whatever the lines', async () => {
    const piece = fc.oneof(fc.string(), fc.json(), fc.constantFrom(...lines.slice(0, 5)));
    await fc.assert(
      fc.asyncProperty(fc.array(piece), async (any) => {
        expect(await verifyExport([lines[0] ?? '', ...any], pinned)).toMatchObject({ ok: false });
      }),
    );
  });

  it('reads lines from chunks cut anywhere, inside a character too', async () => {
    const bytes = Buffer.from(`${lines.join('\n')}\n`);
    async function* chunks() {
      for (let at = 0; at < bytes.length; at += 997) yield bytes.subarray(at, at + 997);
    }
    expect(await verifyExport(linesOf(chunks()), pinned)).toMatchObject({ ok: true });
    const own = await collect(
      linesOf(createReadStream(fileURLToPath(import.meta.url), { highWaterMark: 7 })),
    );
    expect(own[0]).toMatch(/^import/);
    expect(await collect(linesOf(['a\nb', 'c', '\n\nd']))).toEqual(['a', 'bc', '', 'd']);
  });
});
