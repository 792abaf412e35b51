import { initialWords, roundConstants } from './sha-constants.ts';

const mask = 0xffffffffffffffffn;
const rotate = (x: bigint, by: bigint): bigint => ((x >> by) | (x << (64n - by))) & mask;

const constants: { k?: bigint[]; initial?: bigint[] } = {};

/**
 * SHA-512 (FIPS 180-4 §6.4) with BigInt: slow and short, for the one hash that checking an Ed25519 signature takes where WebCrypto
 * has no Ed25519.
 */
export function sha512(message: Uint8Array): Uint8Array {
  constants.k ??= roundConstants();
  constants.initial ??= initialWords();
  const { k, initial } = constants;
  const padded = new Uint8Array(Math.ceil((message.length + 17) / 128) * 128);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(message.length) * 8n);
  let state = initial;
  for (let at = 0; at < padded.length; at += 128) state = compress(state, k, view, at);
  const digest = new Uint8Array(64);
  const digestView = new DataView(digest.buffer);
  state.forEach((word, i) => {
    digestView.setBigUint64(i * 8, word);
  });
  return digest;
}

function compress(state: readonly bigint[], k: readonly bigint[], block: DataView, at: number): bigint[] {
  const w = Array.from({ length: 16 }, (_, t) => block.getBigUint64(at + t * 8));
  for (let t = 16; t < 80; t += 1) {
    const [x = 0n, y = 0n, w16 = 0n, w7 = 0n] = [w[t - 15], w[t - 2], w[t - 16], w[t - 7]];
    const s0 = rotate(x, 1n) ^ rotate(x, 8n) ^ (x >> 7n);
    const s1 = rotate(y, 19n) ^ rotate(y, 61n) ^ (y >> 6n);
    w.push((w16 + s0 + w7 + s1) & mask);
  }
  let [a = 0n, b = 0n, c = 0n, d = 0n, e = 0n, f = 0n, g = 0n, h = 0n] = state;
  for (let t = 0; t < 80; t += 1) {
    const s1 = rotate(e, 14n) ^ rotate(e, 18n) ^ rotate(e, 41n);
    const t1 = h + s1 + ((e & f) ^ (~e & mask & g)) + (k[t] ?? 0n) + (w[t] ?? 0n);
    const s0 = rotate(a, 28n) ^ rotate(a, 34n) ^ rotate(a, 39n);
    const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) & mask, c, b, a, (t1 + t2) & mask];
  }
  return [a, b, c, d, e, f, g, h].map((word, i) => ((state[i] ?? 0n) + word) & mask);
}
