import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { portableVerifyEd25519, verifyEd25519 } from './ed25519.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

/** RFC 8032 §7.1, tests 1 to 3. */
const vectors = [
  {
    key: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    key: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: '72',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  },
  {
    key: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    message: 'af82',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  },
];

const both = async (key: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> => {
  const portable = portableVerifyEd25519(key, message, signature);
  expect(await verifyEd25519(key, message, signature)).toBe(portable);
  return portable;
};

describe('Ed25519', () => {
  it.each(vectors)('accepts RFC 8032 §7.1, message $message', async ({ key, message, signature }) => {
    expect(await both(bytes(key), bytes(message), bytes(signature))).toBe(true);
    expect(await both(bytes(key), bytes(`${message}00`), bytes(signature))).toBe(false);
  });

  it('refuses every signature with one bit flipped', async () => {
    const [, vector] = vectors;
    if (vector === undefined) throw new Error('no vector');
    for (let bit = 0; bit < 512; bit += 1) {
      const signature = bytes(vector.signature);
      signature[bit >> 3] = (signature[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(await verifyEd25519(bytes(vector.key), bytes(vector.message), signature)).toBe(false);
      if (bit % 16 === 0)
        expect(portableVerifyEd25519(bytes(vector.key), bytes(vector.message), signature)).toBe(false);
    }
  });

  it('refuses S plus the group order, the malleable twin (RFC 8032 §5.1.7)', async () => {
    const [vector] = vectors;
    const signature = bytes(vector?.signature ?? '');
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    let s = order;
    for (let i = 31; i >= 0; i -= 1) s += BigInt(signature[32 + i] ?? 0) << BigInt(8 * i);
    for (let i = 0; i < 32; i += 1) signature[32 + i] = Number((s >> BigInt(8 * i)) & 255n);
    expect(await both(bytes(vector?.key ?? ''), new Uint8Array(0), signature)).toBe(false);
  });

  /** Keys of small order, with which R = identity, S = 0 would verify for some or all messages. */
  const smallOrder = [
    '0100000000000000000000000000000000000000000000000000000000000000',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    '0000000000000000000000000000000000000000000000000000000000000000',
    '0000000000000000000000000000000000000000000000000000000000000080',
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
    // Not canonical: the identity with the sign bit, and with y written as p + 1.
    '0100000000000000000000000000000000000000000000000000000000000080',
    'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  ];
  it.each(smallOrder)('refuses the key %s', async (key) => {
    const signature = bytes(`01${'00'.repeat(63)}`);
    for (let i = 0; i < 16; i += 1) expect(await both(bytes(key), Uint8Array.of(i), signature)).toBe(false);
  });

  it('refuses wrong lengths', async () => {
    expect(await both(new Uint8Array(31), new Uint8Array(0), new Uint8Array(64))).toBe(false);
    expect(await both(bytes(vectors[0]?.key ?? ''), new Uint8Array(0), new Uint8Array(63))).toBe(false);
  });

  it('agrees with node:crypto on random keys and messages', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.boolean(), async (message, tamper) => {
        const { privateKey, publicKey } = generateKeyPairSync('ed25519');
        const { x = '' } = publicKey.export({ format: 'jwk' });
        const signature = Uint8Array.from(sign(null, message, privateKey));
        const signed = tamper ? Uint8Array.from([...message, 0]) : Uint8Array.from(message);
        expect(await both(Uint8Array.from(Buffer.from(x, 'base64url')), signed, signature)).toBe(!tamper);
      }),
      { numRuns: 25 },
    );
  });
});
