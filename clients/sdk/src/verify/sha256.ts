import { initialWords, roundConstants } from './sha-constants.ts';

/**
 * SHA-256 (FIPS 180-4 §6.2), synchronous, in TypeScript: a tree needs millions of small hashes, for which WebCrypto's promises are
 * too slow, and WebCrypto is missing on pages that were not served securely. In Node the built-in one takes over; see `sha256`.
 */

const k = Int32Array.from(roundConstants().slice(0, 64), (word) => Number(BigInt.asIntN(32, word >> 32n)));
const initial = Int32Array.from(initialWords(), (word) => Number(BigInt.asIntN(32, word >> 32n)));
const schedule = new Int32Array(64);

/** Working memory, reused from call to call: nothing here waits, so no two calls overlap. */
const state = new Int32Array(8);
const tail = new Uint8Array(128);
const tailView = new DataView(tail.buffer);

/** Compresses the 64-byte block at `at` into `state`. */
function compress(block: DataView, at: number): void {
  const w = schedule;
  for (let t = 0; t < 16; t += 1) w[t] = block.getInt32(at + t * 4);
  for (let t = 16; t < 64; t += 1) {
    const x = w[t - 15] ?? 0;
    const y = w[t - 2] ?? 0;
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[t] = ((w[t - 16] ?? 0) + s0 + (w[t - 7] ?? 0) + s1) | 0;
  }
  let a = state[0] ?? 0;
  let b = state[1] ?? 0;
  let c = state[2] ?? 0;
  let d = state[3] ?? 0;
  let e = state[4] ?? 0;
  let f = state[5] ?? 0;
  let g = state[6] ?? 0;
  let h = state[7] ?? 0;
  for (let t = 0; t < 64; t += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (k[t] ?? 0) + (w[t] ?? 0)) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] = (state[0] ?? 0) + a;
  state[1] = (state[1] ?? 0) + b;
  state[2] = (state[2] ?? 0) + c;
  state[3] = (state[3] ?? 0) + d;
  state[4] = (state[4] ?? 0) + e;
  state[5] = (state[5] ?? 0) + f;
  state[6] = (state[6] ?? 0) + g;
  state[7] = (state[7] ?? 0) + h;
}

/** SHA-256 without any platform. Messages below 2^53 bits. */
export function portableSha256(message: Uint8Array): Uint8Array {
  state.set(initial);
  const whole = message.length - (message.length % 64);
  if (whole > 0) {
    const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
    for (let at = 0; at < whole; at += 64) compress(view, at);
  }
  const rest = message.length - whole;
  const end = rest < 56 ? 64 : 128;
  tail.fill(0);
  for (let i = 0; i < rest; i += 1) tail[i] = message[whole + i] ?? 0;
  tail[rest] = 0x80;
  tailView.setUint32(end - 8, Math.floor(message.length / 0x20000000));
  tailView.setUint32(end - 4, (message.length << 3) >>> 0);
  for (let at = 0; at < end; at += 64) compress(tailView, at);
  const digest = new Uint8Array(32);
  for (let i = 0; i < 32; i += 1) digest[i] = (state[i >> 2] ?? 0) >>> (24 - 8 * (i & 3));
  return digest;
}

type Sha256 = (message: Uint8Array) => Uint8Array;

const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/**
 * Node's own SHA-256 where there is one (Node ≥ 22.3, `process.getBuiltinModule`), found without an import so that bundlers for the
 * browser see nothing of it. It is used only after it gave the right digest of the empty message.
 */
function builtInSha256(): Sha256 | undefined {
  const getBuiltinModule = property(Reflect.get(globalThis, 'process'), 'getBuiltinModule');
  if (typeof getBuiltinModule !== 'function') return undefined;
  const hash = property(getBuiltinModule('node:crypto'), 'hash');
  if (typeof hash !== 'function') return undefined;
  const builtIn: Sha256 = (message) => {
    const digest: unknown = hash('sha256', message, 'buffer');
    return digest instanceof Uint8Array ? digest : portableSha256(message);
  };
  const empty = new Uint8Array(0);
  return builtIn(empty).join() === portableSha256(empty).join() ? builtIn : undefined;
}

const builtIn = builtInSha256();

/** Up to two blocks the portable code is as fast as the call into the built-in one, and makes no garbage outside the heap. */
const portableBelowBytes = 120;

/** SHA-256 of `message`: 32 bytes. */
export const sha256: Sha256 =
  builtIn === undefined
    ? portableSha256
    : (message) => (message.length < portableBelowBytes ? portableSha256(message) : builtIn(message));
