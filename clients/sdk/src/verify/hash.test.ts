import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeHex, encodeUtf8 } from './bytes.ts';
import { DigestSet } from './digest-set.ts';
import { portableSha256, sha256 } from './sha256.ts';
import { sha512 } from './sha512.ts';

describe('SHA-2', () => {
  it('gives the examples of FIPS 180-4', () => {
    expect(encodeHex(portableSha256(encodeUtf8('abc')))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    expect(encodeHex(sha512(encodeUtf8('abc')))).toBe(
      'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    );
  });

  it('agrees with node:crypto for every length to 300 and for random bytes', () => {
    const same = (bytes: Uint8Array): void => {
      expect(encodeHex(portableSha256(bytes))).toBe(hash('sha256', bytes, 'hex'));
      expect(encodeHex(sha256(bytes))).toBe(hash('sha256', bytes, 'hex'));
      expect(encodeHex(sha512(bytes))).toBe(hash('sha512', bytes, 'hex'));
    };
    for (let length = 0; length <= 300; length += 1) same(new Uint8Array(length).fill(length));
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), same));
  });

  it('reads a view into a larger buffer', () => {
    const large = Uint8Array.from({ length: 400 }, (_, i) => i);
    const view = large.subarray(33, 333);
    expect(encodeHex(portableSha256(view))).toBe(hash('sha256', Uint8Array.from(view), 'hex'));
  });
});

describe('DigestSet', () => {
  it('is a set, past several growths', () => {
    const set = new DigestSet();
    const digests = Array.from({ length: 20_000 }, (_, i) => sha256(encodeUtf8(`id ${i}`)));
    expect(digests.every((digest) => set.add(digest))).toBe(true);
    expect(digests.some((digest) => set.add(digest))).toBe(false);
    expect(set.add(new Uint8Array(32))).toBe(true);
    expect(set.add(new Uint8Array(32))).toBe(false);
  });
});
