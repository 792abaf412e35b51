import { generateKeyPairSync, hash, sign } from 'node:crypto';

/**
 * A log for the verifier's tests, made the plain way: RFC 6962's recursion, node:crypto, no code of the verifier or the server.
 * Only tests import it; the SDK has no dependencies.
 */

const sha256 = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer');
export const sampleLeafHash = (leaf: Uint8Array): Buffer => sha256(Buffer.concat([Uint8Array.of(0), leaf]));

function splitPoint(count: number): number {
  let k = 1;
  while (k * 2 < count) k *= 2;
  return k;
}

export function sampleRoot(hashes: Uint8Array[]): Uint8Array {
  const [first] = hashes;
  if (first === undefined) return sha256(Buffer.alloc(0));
  if (hashes.length === 1) return first;
  const k = splitPoint(hashes.length);
  return sha256(
    Buffer.concat([Uint8Array.of(1), sampleRoot(hashes.slice(0, k)), sampleRoot(hashes.slice(k))]),
  );
}

export function samplePath(index: number, hashes: Uint8Array[]): Uint8Array[] {
  if (hashes.length <= 1) return [];
  const k = splitPoint(hashes.length);
  const [left, right] = [hashes.slice(0, k), hashes.slice(k)];
  return index < k
    ? [...samplePath(index, left), sampleRoot(right)]
    : [...samplePath(index - k, right), sampleRoot(left)];
}

/** PROOF(m, D[n]) as RFC 6962 §2.1.2 defines it. */
export function sampleConsistency(oldSize: number, hashes: Uint8Array[], whole = true): Uint8Array[] {
  if (oldSize === 0) return [];
  if (oldSize === hashes.length) return whole ? [] : [sampleRoot(hashes)];
  const k = splitPoint(hashes.length);
  const [left, right] = [hashes.slice(0, k), hashes.slice(k)];
  return oldSize <= k
    ? [...sampleConsistency(oldSize, left, whole), sampleRoot(right)]
    : [...sampleConsistency(oldSize - k, right, false), sampleRoot(left)];
}

export type SampleSigner = { name: string; vkey: string; signatureLine: (text: string) => string };

export function sampleSigner(name: string): SampleSigner {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  const typed = Buffer.concat([Uint8Array.of(1), Buffer.from(x, 'base64url')]);
  const keyId = sha256(Buffer.concat([Buffer.from(`${name}\n`), typed])).subarray(0, 4);
  return {
    name,
    vkey: `${name}+${keyId.toString('hex')}+${typed.toString('base64')}`,
    signatureLine: (text) =>
      `— ${name} ${Buffer.concat([keyId, sign(null, Buffer.from(text), privateKey)]).toString('base64')}\n`,
  };
}

/** A witness as c2sp.org/tlog-cosignature has it: `cosign` gives the line of a checkpoint's text, at a time in seconds. */
export function sampleCosigner(name: string, keys = generateKeyPairSync('ed25519')) {
  const { x = '' } = keys.publicKey.export({ format: 'jwk' });
  const typed = Buffer.concat([Uint8Array.of(4), Buffer.from(x, 'base64url')]);
  const keyId = sha256(Buffer.concat([Buffer.from(`${name}\n`), typed])).subarray(0, 4);
  return {
    name,
    keys,
    vkey: `${name}+${keyId.toString('hex')}+${typed.toString('base64')}`,
    cosign: (text: string, seconds: number) => {
      const time = Buffer.alloc(8);
      time.writeBigUInt64BE(BigInt(seconds));
      const message = Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`);
      const line = Buffer.concat([keyId, time, sign(null, message, keys.privateKey)]);
      return `— ${name} ${line.toString('base64')}\n`;
    },
  };
}

export const sampleOrganization = 'org_01k0000000000000000000000a';
export const sampleOrigin = `countersign.example/ledger/${sampleOrganization}`;
export const sampleKey = sampleSigner(sampleOrigin);
export const sampleWitness = sampleSigner('witness.example/w1');

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** The bytes of a canonical entry. Members are written in canonical order here, so JSON.stringify suffices. */
export function sampleLeaf(index: number, change: { organization?: string; id?: string } = {}): Uint8Array {
  const { organization = sampleOrganization, id = `ent_${String(index).padStart(26, '0')}` } = change;
  return Buffer.from(
    JSON.stringify({
      action: 'execution.record',
      actor: { id: 'per_01k0000000000000000000000b', kind: 'person' },
      at: '2026-01-02T03:04:05.678Z',
      data: { note: `entry ${index} – é`, tokens: index },
      id,
      organization,
      subject: { id: `exe_${index}`, kind: 'execution' },
      v: 1,
    }),
  );
}

export const sampleLeaves = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => sampleLeaf(i));

/** A signed checkpoint over the first `treeSize` leaves, by `signers` (the log's key alone unless told). */
export function sampleCheckpoint(
  leaves: Uint8Array[],
  treeSize = leaves.length,
  signers = [sampleKey],
): string {
  const root = base64(sampleRoot(leaves.slice(0, treeSize).map(sampleLeafHash)));
  const text = `${sampleOrigin}\n${treeSize}\n${root}\n`;
  return `${text}\n${signers.map((signer) => signer.signatureLine(text)).join('')}`;
}

export function sampleBundle(leaves: Uint8Array[], indexes: number[], checkpoint = sampleCheckpoint(leaves)) {
  const hashes = leaves.map(sampleLeafHash);
  return {
    checkpoint,
    entries: indexes.map((index) => ({
      index,
      leaf: base64(leaves[index] ?? new Uint8Array(0)),
      proof: samplePath(index, hashes).map(base64),
    })),
    format: 'countersign.proof/1',
    key: sampleKey.vkey,
    origin: sampleOrigin,
  };
}

/** What a tampering test may say about each part of an export. Indexes are those of the stored rows. */
export type SampleExport = {
  /** The rows as stored: index and bytes. */
  rows: { index: number; leaf: Uint8Array }[];
  /** Stored leaf hashes and tile hashes, computed from these leaves. */
  tileLeaves: Uint8Array[];
  /** The checkpoints were signed over these leaves, at these sizes; the last is the head. */
  signedLeaves: Uint8Array[];
  sizes: number[];
};

/** The lines of an export of such rows, as an honest exporter writes them from a tampered database. */
export function sampleExportLines({ rows, tileLeaves, signedLeaves, sizes }: SampleExport): string[] {
  const hashes = tileLeaves.map(sampleLeafHash);
  const checkpoint = sampleCheckpoint(signedLeaves, sizes.at(-1));
  const lines = [
    JSON.stringify({ checkpoint, format: 'countersign.export/1', key: sampleKey.vkey, origin: sampleOrigin }),
  ];
  for (const { index, leaf } of rows) {
    lines.push(
      JSON.stringify({ hash: base64(hashes[index] ?? new Uint8Array(32)), index, leaf: base64(leaf) }),
    );
    const size = index + 1;
    if (size % 256 === 0) {
      const hash = base64(sampleRoot(hashes.slice(size - 256, size)));
      lines.push(JSON.stringify({ tile: { hash, index: size / 256 - 1, level: 1 } }));
    }
    if (sizes.slice(0, -1).includes(size))
      lines.push(JSON.stringify({ checkpoint: sampleCheckpoint(signedLeaves, size) }));
  }
  return lines;
}
