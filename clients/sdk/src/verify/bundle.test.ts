import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  base64,
  sampleBundle,
  sampleCheckpoint,
  sampleKey,
  sampleLeaf,
  sampleLeafHash,
  sampleLeaves,
  sampleOrigin,
  samplePath,
  sampleWitness,
} from '../../../../test/support/sample-log.ts';
import { type BundleOptions, verifyBundle } from './bundle.ts';
import { formatTlogProof, parseTlogProof, verifyTlogProof } from './tlog-proof.ts';

const leaves = sampleLeaves(11);
const bundle = sampleBundle(leaves, [2, 10]);
const text = JSON.stringify(bundle);
const pinned: BundleOptions = { key: sampleKey.vkey };

const reasonOf = async (value: unknown, options = pinned): Promise<string> => {
  const answer = await verifyBundle(value, options);
  if (!answer.ok) expect(answer.sentence).toMatch(/\.$/);
  return answer.ok ? 'accepted' : answer.reason;
};

describe('proof bundles', () => {
  it('proves its entries, from bytes, text or value', async () => {
    for (const given of [bundle, text, Buffer.from(text), JSON.stringify(bundle, null, 2)]) {
      const answer = await verifyBundle(given, pinned);
      expect(answer).toMatchObject({ ok: true, origin: sampleOrigin, treeSize: 11, pinned: true });
      if (answer.ok)
        expect(answer.entries.map(({ index, entry }) => [index, entry.subject.id])).toEqual([
          [2, 'exe_2'],
          [10, 'exe_10'],
        ]);
    }
    expect(await verifyBundle(text)).toMatchObject({ ok: true, pinned: false });
  });

  it('holds for every index of trees of every size to 20', async () => {
    for (let size = 1; size <= 20; size += 1) {
      const some = sampleLeaves(size);
      expect(await reasonOf(sampleBundle(some, [...some.keys()]))).toBe('accepted');
    }
  });

  it('refuses a change of any one character, unless it is the spelling of the JSON only', async () => {
    for (let at = 0; at < text.length; at += 1) {
      const original = text[at] ?? '';
      for (const other of [original === 'A' ? 'B' : 'A', String.fromCharCode(original.charCodeAt(0) ^ 1)]) {
        const changed = text.slice(0, at) + other + text.slice(at + 1);
        if ((await reasonOf(changed)) === 'accepted') expect(JSON.parse(changed)).toEqual(bundle);
      }
    }
  }, 60_000);

  it('refuses a change of any one bit of its bytes, sampled', async () => {
    const bytes = Buffer.from(text);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 7 }), async (at, bit) => {
        const changed = Uint8Array.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        const reason = await reasonOf(changed);
        if (reason === 'accepted') expect(JSON.parse(Buffer.from(changed).toString())).toEqual(bundle);
      }),
      { numRuns: 1500 },
    );
  });

  it('never throws, whatever it is given', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (value) => {
        expect(await reasonOf(value)).not.toBe('accepted');
      }),
    );
    const part = fc.oneof(fc.jsonValue(), fc.constantFrom(...Object.values(bundle)));
    const shaped = fc.record({
      checkpoint: part,
      entries: fc.oneof(part, fc.array(fc.record({ index: part, leaf: part, proof: fc.array(part) }))),
      format: fc.constant('countersign.proof/1'),
      key: part,
      origin: part,
    });
    await fc.assert(
      fc.asyncProperty(shaped, async (value) => {
        if ((await reasonOf(value)) === 'accepted') expect(value.entries).toEqual(bundle.entries);
      }),
    );
  });

  it('names why', async () => {
    const [first, last] = bundle.entries;
    if (first === undefined || last === undefined) throw new Error('two entries');
    const entries = (...changed: unknown[]) => ({ ...bundle, entries: changed });
    expect(await reasonOf('{')).toBe('file.not_json');
    expect(await reasonOf(text.replace('{', `{"origin":"x",`))).toBe('file.not_json');
    expect(await reasonOf({ ...bundle, format: 'countersign.proof/2' })).toBe('file.unknown_format');
    expect(await reasonOf({ ...bundle, note: 'trust me' })).toBe('file.malformed');
    expect(await reasonOf(entries())).toBe('file.malformed');
    expect(await reasonOf(entries(last, first))).toBe('file.malformed');
    expect(await reasonOf(entries(first, first))).toBe('file.malformed');
    expect(await reasonOf(entries({ ...first, extra: 1 }))).toBe('file.malformed');
    expect(await reasonOf(entries({ ...first, index: 3 }))).toBe('entry.unproven');
    expect(await reasonOf(entries({ ...first, index: 11 }))).toBe('entry.unproven');
    expect(await reasonOf(entries({ ...first, index: 2.5 }))).toBe('file.malformed');
    expect(await reasonOf(entries({ ...first, leaf: last.leaf }))).toBe('entry.unproven');
    expect(await reasonOf(entries({ ...first, proof: first.proof.slice(1) }))).toBe('entry.unproven');
    expect(await reasonOf(entries({ ...first, proof: [...first.proof, first.proof[0]] }))).toBe(
      'entry.unproven',
    );
    expect(await reasonOf({ ...bundle, key: sampleWitness.vkey })).toBe('key.unexpected');
    expect(await reasonOf(bundle, { key: 'x' })).toBe('key.malformed');
    expect(await reasonOf({ ...bundle, key: sampleWitness.vkey }, {})).toBe('checkpoint.other_log');
    expect(await reasonOf({ ...bundle, origin: 'other.example/org_x' })).toBe('checkpoint.other_log');
    expect(await reasonOf({ ...bundle, checkpoint: sampleCheckpoint(leaves, 11, [sampleWitness]) })).toBe(
      'note.unsigned',
    );
    expect(await reasonOf({ ...bundle, checkpoint: sampleCheckpoint(leaves, 10) })).toBe('entry.unproven');
  });

  it('refuses entries that are in the tree but wrong in themselves', async () => {
    const reasonOfLeaf = (leaf: Uint8Array) => reasonOf(sampleBundle([leaf], [0]));
    expect(await reasonOfLeaf(sampleLeaf(0, { organization: 'org_other' }))).toBe('entry.other_organization');
    expect(await reasonOfLeaf(Buffer.from(` ${Buffer.from(sampleLeaf(0)).toString()}`))).toBe(
      'entry.not_canonical',
    );
    expect(await reasonOfLeaf(Buffer.from('{"a":1,"a":1}'))).toBe('entry.not_canonical');
    expect(await reasonOfLeaf(Uint8Array.of(0x22, 0xff, 0x22))).toBe('entry.not_canonical');
    expect(await reasonOfLeaf(Buffer.from('{"v":1}'))).toBe('entry.malformed');
    expect(
      await reasonOfLeaf(Buffer.from(Buffer.from(sampleLeaf(0)).toString().replace('"v":1', '"v":2'))),
    ).toBe('entry.malformed');
    expect(await reasonOfLeaf(new Uint8Array(65_536).fill(0x31))).toBe('entry.too_large');
  });
});

describe('tlog proofs', () => {
  const leaf = leaves[4] ?? new Uint8Array(0);
  const proof = samplePath(4, leaves.map(sampleLeafHash));
  const checkpoint = sampleCheckpoint(leaves, 11, [sampleKey, sampleWitness]);
  const file = formatTlogProof({ index: 4, proof, checkpoint });

  it('writes the lines of c2sp.org/tlog-proof', () => {
    expect(file).toBe(
      `c2sp.org/tlog-proof@v1\nindex 4\n${proof.map((hash) => `${base64(hash)}\n`).join('')}\n${checkpoint}`,
    );
    const extra = Uint8Array.of(1, 2);
    expect(formatTlogProof({ index: 0, proof: [], checkpoint, extra })).toBe(
      `c2sp.org/tlog-proof@v1\nextra AQI=\nindex 0\n\n${checkpoint}`,
    );
    expect(parseTlogProof(formatTlogProof({ index: 0, proof: [], checkpoint, extra }))).toEqual({
      index: 0,
      proof: [],
      checkpoint,
      extra,
    });
  });

  it('proves the entry, and no other', async () => {
    expect(await verifyTlogProof(file, leaf, sampleKey.vkey)).toMatchObject({ ok: true, treeSize: 11 });
    expect(await verifyTlogProof(file, sampleLeaf(5), sampleKey.vkey)).toMatchObject({
      ok: false,
      reason: 'entry.unproven',
      index: 4,
    });
    expect(await verifyTlogProof(file, leaf, sampleWitness.vkey)).toMatchObject({ ok: false });
  });

  it('refuses a change of any one character but in the witness line, which is of an unknown key', async () => {
    const witnessed = file.lastIndexOf('— ');
    for (let at = 0; at < witnessed; at += 1) {
      const other = file[at] === 'A' ? 'B' : 'A';
      const changed = file.slice(0, at) + other + file.slice(at + 1);
      expect(await verifyTlogProof(changed, leaf, sampleKey.vkey)).toMatchObject({ ok: false });
    }
  });

  it.each([
    '',
    'c2sp.org/tlog-proof@v2\nindex 0\n\n',
    'c2sp.org/tlog-proof@v1\nindex 01\n\n',
    'c2sp.org/tlog-proof@v1\n\n',
    'c2sp.org/tlog-proof@v1\nextra *\nindex 0\n\n',
    'c2sp.org/tlog-proof@v1\nindex 0\nAA==\n\n',
  ])('refuses %j', async (broken) => {
    expect(await verifyTlogProof(broken, leaf, sampleKey.vkey)).toMatchObject({ ok: false });
  });
});
