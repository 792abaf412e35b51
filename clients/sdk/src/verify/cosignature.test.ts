import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  sampleBundle,
  sampleCheckpoint,
  sampleCosigner,
  sampleExportLines,
  sampleKey,
  sampleLeaves,
  sampleOrganization,
} from '../../../../test/support/sample-log.ts';
import { verifyBundle } from './bundle.ts';
import { canonicalize } from './canonical.ts';
import { cosignaturesOf, parseWitnessKey } from './cosignature.ts';
import { verifyEvidence } from './evidence.ts';
import { verifyExport } from './export.ts';
import { verifyNote } from './note.ts';
import { answering } from './refusal.ts';

/** The example of c2sp.org/tlog-cosignature has no key; this one is made here with node:crypto, not with the verifier. */
const [first, second, third] = ['one', 'two', 'three'].map((name) =>
  sampleCosigner(`witness.example/${name}`),
);
if (first === undefined || second === undefined || third === undefined) throw new Error('three');
const leaves = sampleLeaves(300);
const at = 1_679_315_147;
const textOf = (note: string) => note.slice(0, note.indexOf('\n\n') + 1);
const head = sampleCheckpoint(leaves);
const cosigned = (note: string, ...by: (typeof first)[]) =>
  `${note}${by.map((witness) => witness.cosign(textOf(note), at)).join('')}`;
const trusting = (need: number, ...by: (typeof first)[]) => ({ keys: by.map(({ vkey }) => vkey), need });
const reasonOf = (checks: () => Promise<unknown>) =>
  answering(async () => ({ ok: true as const, value: await checks() }));

describe('cosignatures', () => {
  it('are found, each with its time, and leave the note of the log as it was', async () => {
    const note = cosigned(head, first, second);
    expect(await cosignaturesOf(note, [first.vkey, second.vkey, third.vkey])).toEqual([
      { name: first.name, key: first.vkey, at: '2023-03-20T12:25:47.000Z' },
      { name: second.name, key: second.vkey, at: '2023-03-20T12:25:47.000Z' },
    ]);
    expect(await cosignaturesOf(note, [third.vkey])).toEqual([]);
    expect(await verifyBundle(sampleBundle(leaves, [7], note), { key: sampleKey.vkey })).toMatchObject({
      ok: true,
    });
  });

  it('of another text, another time or another key refuse the checkpoint', async () => {
    const other = cosigned(head, first).replace(head, sampleCheckpoint(leaves, 299));
    const line = Buffer.from(first.cosign(textOf(head), at).split(' ')[2] ?? '', 'base64');
    line[11] = (line[11] ?? 0) ^ 1;
    const later = `${head}— ${first.name} ${line.toString('base64')}\n`;
    const short = `${head}— ${first.name} ${line.subarray(0, 68).toString('base64')}\n`;
    for (const note of [other, later, short])
      expect(await reasonOf(() => cosignaturesOf(note, [first.vkey]))).toMatchObject({
        ok: false,
        reason: 'note.bad_cosignature',
      });
  });

  it('are not signatures of the log: neither kind of key passes for the other', async () => {
    expect(await reasonOf(async () => parseWitnessKey(sampleKey.vkey))).toMatchObject({
      reason: 'key.malformed',
    });
    const key = parseWitnessKey(first.vkey);
    expect(await reasonOf(() => verifyNote(cosigned(head, first), [key]))).toMatchObject({
      reason: 'note.bad_signature',
    });
  });

  it('count a key once, whatever names it has', async () => {
    const alias = sampleCosigner('witness.example/alias', first.keys);
    const note = cosigned(head, first, alias, first);
    const witnesses = trusting(1, first, alias, second);
    expect(await verifyBundle(sampleBundle(leaves, [7], note), { witnesses })).toMatchObject({
      ok: true,
      witnessed: { need: 1, of: 2, treeSize: 300, cosignatures: [{ name: first.name }] },
    });
    expect(
      await verifyBundle(sampleBundle(leaves, [7], note), { witnesses: { ...witnesses, need: 2 } }),
    ).toMatchObject({ ok: false, reason: 'checkpoint.not_witnessed' });
  });
});

describe('N of M', () => {
  it.each([
    [1, 'ok'],
    [2, 'ok'],
    [3, 'checkpoint.not_witnessed'],
    [0, 'key.malformed'],
    [4, 'key.malformed'],
  ] as const)('%d of 3 where two cosigned: %s', async (need, expected) => {
    const answer = await verifyBundle(sampleBundle(leaves, [7], cosigned(head, first, second)), {
      witnesses: trusting(need, first, second, third),
    });
    expect(answer.ok ? 'ok' : answer.reason).toBe(expected);
  });

  it('of a whole log is the largest tree that enough cosigned, head or not', async () => {
    const rows = leaves.map((leaf, index) => ({ index, leaf }));
    const lines = sampleExportLines({
      rows,
      tileLeaves: leaves,
      signedLeaves: leaves,
      sizes: [100, 200, 300],
    });
    const older = sampleCheckpoint(leaves, 100);
    const newer = sampleCheckpoint(leaves, 200);
    const written = lines.map((line) =>
      line
        .replace(JSON.stringify(older), JSON.stringify(cosigned(older, first, second)))
        .replace(JSON.stringify(newer), JSON.stringify(cosigned(newer, first, second, third)))
        .replace(JSON.stringify(head), JSON.stringify(cosigned(head, first))),
    );
    const verify = (need: number) =>
      verifyExport(written, { key: sampleKey.vkey, witnesses: trusting(need, first, second, third) });
    expect(await verify(1)).toMatchObject({ ok: true, witnessed: { treeSize: 300 } });
    expect(await verify(2)).toMatchObject({ ok: true, witnessed: { treeSize: 200, need: 2, of: 3 } });
    expect(await verify(3)).toMatchObject({ ok: true, witnessed: { treeSize: 200 } });
    expect(await verifyExport(lines, { key: sampleKey.vkey, witnesses: trusting(1, first) })).toMatchObject({
      ok: false,
      reason: 'checkpoint.not_witnessed',
    });
  });

  it('AT-24, AT-25: a history that witnesses did not see is refused, however well the log signed it', async () => {
    const forged = sampleLeaves(300).with(250, leaves[0] ?? new Uint8Array(0));
    const note = sampleCheckpoint(forged);
    const answer = (checkpoint: string) =>
      verifyBundle(sampleBundle(forged, [7], checkpoint), { witnesses: trusting(1, first) });
    expect(await answer(note)).toMatchObject({ ok: false, reason: 'checkpoint.not_witnessed' });
    // The line of the honest head does not fit the forged one.
    const moved = `${note}${first.cosign(textOf(head), at)}`;
    expect(await answer(moved)).toMatchObject({ ok: false, reason: 'note.bad_cosignature' });
  });
});

describe('an evidence file', () => {
  const report = { witnesses: { keys: [first.vkey, second.vkey], need: 2 } };
  const exported = `ent_${'e'.repeat(26)}`;
  const data = { report: `sha256:${createHash('sha256').update(canonicalize(report)).digest('hex')}` };
  const leaf = Buffer.from(
    canonicalize({
      ...{
        action: 'evidence.export',
        actor: { id: 'per_1', kind: 'person' },
        at: '2026-01-02T03:04:05.678Z',
      },
      ...{ data, id: exported, organization: sampleOrganization, v: 1 },
      subject: { id: 'exe_7', kind: 'execution' },
    }),
  );
  const all = [...leaves, leaf];
  const plain = sampleCheckpoint(all);
  const fileOf = (checkpoint: string) => ({
    ...{ format: 'countersign.evidence/1', report, export: exported },
    proof: sampleBundle(all, [7, 300], checkpoint),
  });

  it('says N of M of the witnesses that it names, and that it is it that names them', async () => {
    expect(await verifyEvidence(fileOf(cosigned(plain, first, second)))).toMatchObject({
      ok: true,
      witnesses: { ok: true, pinned: false, need: 2, of: 2, treeSize: 301 },
    });
    // The report promised nothing: with too few the rest still holds, and this does not.
    expect(await verifyEvidence(fileOf(cosigned(plain, first)))).toMatchObject({
      ok: true,
      witnesses: { ok: false, pinned: false, reason: 'checkpoint.not_witnessed' },
    });
  });

  it('is refused when those that the reader trusts are too few, whatever it says itself', async () => {
    const file = fileOf(cosigned(plain, first, second));
    expect(await verifyEvidence(file, { witnesses: trusting(1, first, third) })).toMatchObject({
      ok: true,
      witnesses: { pinned: true, of: 2, cosignatures: [{ name: first.name }] },
    });
    expect(await verifyEvidence(file, { witnesses: trusting(1, third) })).toMatchObject({
      ok: false,
      reportHolds: true,
      witnesses: { ok: false, pinned: true },
    });
  });
});
