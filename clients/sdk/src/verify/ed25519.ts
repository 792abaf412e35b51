import { concatBytes, equalBytes } from './bytes.ts';
import { sha512 } from './sha512.ts';

/**
 * Ed25519 verification (RFC 8032 §5.1.7), stricter than the RFC where it leaves a choice, so that WebCrypto and the portable code
 * below give the same answer: S is below the group order, the key is canonically encoded and not of small order, and the equation
 * is checked without cofactor.
 */

const p = 2n ** 255n - 19n;
const order = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (x: bigint): bigint => ((x % p) + p) % p;

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = base, rest = exponent; rest > 0n; rest >>= 1n, square = (square * square) % p) {
    if (rest & 1n) result = (result * square) % p;
  }
  return result;
}

const invert = (x: bigint): bigint => power(x, p - 2n);
const d = mod(-121665n * invert(121666n));
const sqrtMinusOne = power(2n, (p - 1n) / 4n);

/** Extended coordinates (RFC 8032 §5.1.4). */
type Point = readonly [x: bigint, y: bigint, z: bigint, t: bigint];

const identity: Point = [0n, 1n, 1n, 0n];

/** The addition of RFC 8032 §5.1.4, complete: it also doubles. */
function add([x1, y1, z1, t1]: Point, [x2, y2, z2, t2]: Point): Point {
  const a = mod((y1 - x1) * (y2 - x2));
  const b = mod((y1 + x1) * (y2 + x2));
  const c = mod(2n * d * t1 * t2);
  const dd = mod(2n * z1 * z2);
  const e = b - a;
  const f = dd - c;
  const g = dd + c;
  const h = b + a;
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

const negate = ([x, y, z, t]: Point): Point => [mod(-x), y, z, mod(-t)];

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/** The point of 32 bytes (RFC 8032 §5.1.3), or undefined: not on the curve, or not the canonical encoding. */
function decodePoint(bytes: Uint8Array): Point | undefined {
  const encoded = littleEndian(bytes);
  const sign = encoded >> 255n;
  const y = encoded & (2n ** 255n - 1n);
  if (y >= p) return undefined;
  const u = mod(y * y - 1n);
  const v = mod(d * y * y + 1n);
  let x = mod(u * power(v, 3n) * power(u * power(v, 7n), (p - 5n) / 8n));
  if (mod(v * x * x) !== u) x = mod(x * sqrtMinusOne);
  if (mod(v * x * x) !== u) return undefined;
  if (x === 0n && sign === 1n) return undefined;
  if ((x & 1n) !== sign) x = mod(-x);
  return [x, y, 1n, mod(x * y)];
}

function encodePoint([x, y, z]: Point): Uint8Array {
  const inverse = invert(z);
  let rest = mod(y * inverse) | ((mod(x * inverse) & 1n) << 255n);
  return Uint8Array.from({ length: 32 }, () => {
    const byte = Number(rest & 255n);
    rest >>= 8n;
    return byte;
  });
}

const baseY = mod(4n * invert(5n));
const basePoint = decodePoint(
  Uint8Array.from({ length: 32 }, (_, i) => Number((baseY >> BigInt(8 * i)) & 255n)),
);

/** [m]P + [n]Q in one pass (Shamir's trick). Not constant time: verification handles no secrets. */
function doubleMultiply(m: bigint, first: Point, n: bigint, second: Point): Point {
  const both = add(first, second);
  let sum = identity;
  for (let bit = 255n; bit >= 0n; bit -= 1n) {
    sum = add(sum, sum);
    const [inFirst, inSecond] = [(m >> bit) & 1n, (n >> bit) & 1n];
    if (inFirst && inSecond) sum = add(sum, both);
    else if (inFirst) sum = add(sum, first);
    else if (inSecond) sum = add(sum, second);
  }
  return sum;
}

/** True when 8·P is the identity: such a key would accept signatures of messages that nobody signed. */
function hasSmallOrder(point: Point): boolean {
  const double = add(point, point);
  const quadruple = add(double, double);
  const [x, y, z] = add(quadruple, quadruple);
  return x === 0n && y === z;
}

/** The last key looked at: a log's checkpoints are many, its key is one. `point` is undefined for a key that is refused. */
let lastKey: { bytes: Uint8Array; point: Point | undefined } | undefined;

/** The checks that come before the equation, or undefined when one fails. */
function admit(publicKey: Uint8Array, signature: Uint8Array): { key: Point; s: bigint } | undefined {
  if (publicKey.length !== 32 || signature.length !== 64) return undefined;
  const s = littleEndian(signature.subarray(32));
  if (s >= order) return undefined;
  if (lastKey === undefined || !equalBytes(lastKey.bytes, publicKey)) {
    const point = decodePoint(publicKey);
    lastKey = {
      bytes: publicKey.slice(),
      point: point === undefined || hasSmallOrder(point) ? undefined : point,
    };
  }
  return lastKey.point === undefined ? undefined : { key: lastKey.point, s };
}

/** Verification without any platform: about 10 ms. Never throws. */
export function portableVerifyEd25519(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const admitted = admit(publicKey, signature);
  if (admitted === undefined || basePoint === undefined) return false;
  const r = signature.subarray(0, 32);
  const challenge = littleEndian(sha512(concatBytes(r, publicKey, message))) % order;
  return equalBytes(encodePoint(doubleMultiply(admitted.s, basePoint, challenge, negate(admitted.key))), r);
}

/** What WebCrypto says, or undefined where it is missing, insecure pages included, or has no Ed25519. */
async function platformVerify(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean | undefined> {
  try {
    const { subtle } = globalThis.crypto;
    const key = await subtle.importKey('raw', new Uint8Array(publicKey), { name: 'Ed25519' }, false, [
      'verify',
    ]);
    return await subtle.verify({ name: 'Ed25519' }, key, new Uint8Array(signature), new Uint8Array(message));
  } catch {
    return undefined;
  }
}

/** True when `signature` (64 bytes) over `message` is by the holder of `publicKey` (32 bytes). Never throws. */
export async function verifyEd25519(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (admit(publicKey, signature) === undefined) return false;
  return (
    (await platformVerify(publicKey, message, signature)) ??
    portableVerifyEd25519(publicKey, message, signature)
  );
}
