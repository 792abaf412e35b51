import { describe, expect, it } from 'vitest';
import {
  base64,
  type SampleSigner,
  sampleBundle,
  sampleCheckpoint,
  sampleConsistency,
  sampleExportLines,
  sampleKey,
  sampleLeaf,
  sampleLeafHash,
  sampleOrganization,
  sampleOrigin,
  samplePath,
  sampleSigner,
} from '../../../../test/support/sample-log.ts';
import { verifyBundle, verifyContinuation, verifyExport } from './index.ts';

/** A log of 30 entries whose key was rotated at index 9: up to 10 entries the first key signs, then the second. */
const first = sampleKey;
const second = sampleSigner(sampleOrigin);
const stranger = sampleSigner(sampleOrigin);
const at = 9;
const count = 30;

function handover(from: SampleSigner, to: SampleSigner, signers: readonly SampleSigner[]): Uint8Array {
  const text = `countersign.rotation/1\n${sampleOrigin}\n${to.vkey}\n`;
  const statement = `${text}\n${signers.map((signer) => signer.signatureLine(text)).join('')}`;
  return Buffer.from(
    JSON.stringify({
      action: 'ledger.rotate_key',
      actor: { id: 'per_01k0000000000000000000000b', kind: 'person' },
      at: '2026-01-02T03:04:05.678Z',
      data: { from: from.vkey, statement, to: to.vkey },
      id: `ent_${String(at).padStart(26, '0')}`,
      organization: sampleOrganization,
      subject: { id: sampleOrganization, kind: 'ledger' },
      v: 1,
    }),
  );
}

const leavesWith = (rotation: Uint8Array) =>
  Array.from({ length: count }, (_, index) => (index === at ? rotation : sampleLeaf(index)));
const honest = leavesWith(handover(first, second, [first, second]));

interface Made {
  readonly leaves?: Uint8Array[];
  /** Who signed the checkpoint of so many entries. */
  readonly signers?: Readonly<Record<number, SampleSigner>>;
  readonly header?: Readonly<Record<string, string | undefined>>;
}

function exported({ leaves = honest, signers = {}, header = {} }: Made = {}): string[] {
  const by: Readonly<Record<number, SampleSigner>> = {
    5: first,
    10: first,
    11: second,
    30: second,
    ...signers,
  };
  const rows = leaves.map((leaf, index) => ({ index, leaf }));
  const sizes = [5, 10, 11, 30];
  const lines = sampleExportLines({ rows, tileLeaves: leaves, signedLeaves: leaves, sizes });
  const note = (size: number) => sampleCheckpoint(leaves, size, [by[size] ?? second]);
  const head = {
    checkpoint: note(30),
    firstKey: first.vkey,
    format: 'countersign.export/1',
    key: second.vkey,
    origin: sampleOrigin,
    ...header,
  };
  let place = 0;
  return [
    JSON.stringify(head),
    ...lines.slice(1).map((line) => {
      if (!line.startsWith('{"checkpoint"')) return line;
      const size = sizes[place] ?? 0;
      place += 1;
      return JSON.stringify({ checkpoint: note(size) });
    }),
  ];
}

describe('an export of a log whose key was rotated', () => {
  it.each([undefined, first.vkey, second.vkey])('verifies for whoever knows %j', async (key) => {
    const answer = await verifyExport(exported(), key === undefined ? {} : { key });
    expect(answer).toMatchObject({ ok: true, key: second.vkey, pinned: key !== undefined, checkpoints: 4 });
  });

  it.each([
    [5, first],
    [10, first],
    [11, second],
  ])('continues a checkpoint of %i entries', async (size, signer) => {
    const earlierCheckpoint = sampleCheckpoint(honest, size, [signer]);
    expect(await verifyExport(exported(), { earlierCheckpoint })).toMatchObject({ ok: true });
  });

  it.each<[string, Made, string, object]>([
    ['the new key signed what is the old one’s', { signers: { 10: second } }, 'note.unsigned', {}],
    ['the new key signed old history', { signers: { 5: second } }, 'note.unsigned', {}],
    ['the old key signed what is the new one’s', { signers: { 11: first } }, 'note.unsigned', {}],
    [
      'the whole history was signed again with the new key',
      { signers: { 5: second, 10: second }, header: { firstKey: undefined } },
      'key.bad_rotation',
      { index: at },
    ],
    [
      'the old key went on signing',
      { signers: { 11: first, 30: first }, header: { key: first.vkey, firstKey: undefined } },
      'note.unsigned',
      {},
    ],
    [
      'the old key did not sign the handover',
      { leaves: leavesWith(handover(first, second, [second])) },
      'key.bad_rotation',
      { index: at },
    ],
    [
      'the new key did not sign the handover',
      { leaves: leavesWith(handover(first, second, [first])) },
      'key.bad_rotation',
      { index: at },
    ],
    [
      'the handover is from another key',
      { leaves: leavesWith(handover(stranger, second, [stranger, second])) },
      'key.bad_rotation',
      { index: at },
    ],
    ['there is no handover', { leaves: leavesWith(sampleLeaf(at)) }, 'note.unsigned', {}],
  ])('AT-32 is refused when %s', async (_, made, reason, place) => {
    expect(await verifyExport(exported(made))).toMatchObject({ ok: false, reason, ...place });
  });

  it('AT-32 is refused for whoever knows a key that is none of the log’s', async () => {
    expect(await verifyExport(exported(), { key: stranger.vkey })).toMatchObject({
      reason: 'key.unexpected',
    });
  });

  it('AT-32 is refused with a head of a key that the entries do not lead to', async () => {
    const leaves = leavesWith(sampleLeaf(at));
    const all = { 5: first, 10: first, 11: first };
    const made = { leaves, signers: all };
    expect(await verifyExport(exported(made))).toMatchObject({ reason: 'key.unexpected' });
  });
});

const proof = (leaves: Uint8Array[]) => samplePath(at, leaves.map(sampleLeafHash)).map(base64);
const rotated = (leaves = honest) => ({
  ...sampleBundle(leaves, [3, 20], sampleCheckpoint(leaves, count, [second])),
  key: second.vkey,
  rotations: [{ index: at, leaf: base64(leaves[at] ?? new Uint8Array(0)), proof: proof(leaves) }],
});

describe('a bundle of a log whose key was rotated', () => {
  it.each([undefined, first.vkey, second.vkey])('verifies for whoever knows %j', async (key) => {
    const answer = await verifyBundle(rotated(), key === undefined ? {} : { key });
    expect(answer).toMatchObject({ ok: true, pinned: key !== undefined, key: second.vkey });
  });

  it('AT-32 is refused without the handover, with a forged one, and by a stranger’s key', async () => {
    const { rotations: _, ...without } = rotated();
    const forged = rotated(leavesWith(handover(first, second, [second])));
    const early = sampleCheckpoint(honest, 10, [second]);
    const short = {
      ...sampleBundle(honest.slice(0, 10), [3], early),
      key: second.vkey,
      rotations: [
        { index: at, leaf: base64(honest[at] ?? new Uint8Array(0)), proof: proof(honest.slice(0, 10)) },
      ],
    };
    const key = first.vkey;
    expect(await verifyBundle(without, { key })).toMatchObject({ reason: 'key.unexpected' });
    expect(await verifyBundle(forged, { key })).toMatchObject({ reason: 'key.bad_rotation', index: at });
    expect(await verifyBundle(short, { key })).toMatchObject({ reason: 'key.unexpected' });
    expect(await verifyBundle(rotated(), { key: stranger.vkey })).toMatchObject({ reason: 'key.unexpected' });
    const other = { ...rotated(), rotations: [{ index: 3, leaf: base64(sampleLeaf(3)), proof: [] }] };
    expect(await verifyBundle(other, { key })).toMatchObject({ ok: false });
  });
});

describe('a proof that a log continues an earlier one', () => {
  const made = (since: number, by: SampleSigner, leaves = honest) => ({
    format: 'countersign.consistency/1',
    origin: sampleOrigin,
    key: second.vkey,
    older: sampleCheckpoint(leaves, since, [by]),
    newer: sampleCheckpoint(honest, count, [second]),
    proof: sampleConsistency(since, honest.map(sampleLeafHash)).map(base64),
    rotations: rotated().rotations,
  });

  it.each([
    [0, first],
    [1, first],
    [7, first],
    [10, first],
    [11, second],
    [29, second],
    [30, second],
  ])('verifies since %i entries, also for whoever kept that checkpoint', async (since, by) => {
    const file = made(since, by);
    const answer = await verifyContinuation(JSON.stringify(file), {
      key: first.vkey,
      earlierCheckpoint: file.older,
    });
    expect(answer).toMatchObject({ ok: true, olderSize: since, treeSize: count, pinned: true });
  });

  it('AT-25 names a fork, a rewrite and a rollback', async () => {
    const other = [...honest.slice(0, 5), sampleLeaf(77), ...honest.slice(6)];
    const kept = sampleCheckpoint(other, 7, [first]);
    const file = made(7, first);
    expect(await verifyContinuation(file, { earlierCheckpoint: kept })).toMatchObject({
      reason: 'log.forked',
      range: { first: 0, last: 6 },
    });
    expect(await verifyContinuation({ ...file, older: kept })).toMatchObject({ reason: 'log.rewritten' });
    expect(await verifyContinuation({ ...file, proof: file.proof.slice(1) })).toMatchObject({
      reason: 'log.rewritten',
    });
    const back = { ...made(30, second), newer: sampleCheckpoint(honest, 12, [second]) };
    const { rotations: _, ...plain } = { ...back, key: second.vkey };
    expect(await verifyContinuation(plain)).toMatchObject({ reason: 'log.rolled_back', index: 12 });
  });

  it('is refused when it is about another checkpoint, another key, or no such file', async () => {
    const file = made(7, first);
    const kept = sampleCheckpoint(honest, 8, [first]);
    const key = stranger.vkey;
    expect(await verifyContinuation(file, { earlierCheckpoint: kept })).toMatchObject({
      reason: 'checkpoint.mismatch',
    });
    expect(await verifyContinuation(file, { key })).toMatchObject({ reason: 'key.unexpected' });
    expect(await verifyContinuation({ ...file, older: sampleCheckpoint(honest, 7, [second]) })).toMatchObject(
      {
        reason: 'note.unsigned',
      },
    );
    expect(await verifyContinuation({ ...file, more: 1 })).toMatchObject({ reason: 'file.malformed' });
    expect(await verifyContinuation(rotated())).toMatchObject({ reason: 'file.unknown_format' });
  });
});
