/**
 * The constants of SHA-2 from their definition: the first 64 bits of the fractional parts of the cube roots (§4.2) and square
 * roots (§5.3) of the first primes (FIPS 180-4). SHA-256 uses the first 32 of those bits.
 */

function firstPrimes(count: number): bigint[] {
  const primes: bigint[] = [];
  for (let candidate = 2n; primes.length < count; candidate += 1n) {
    if (primes.every((prime) => candidate % prime !== 0n)) primes.push(candidate);
  }
  return primes;
}

/** The largest integer whose `power`-th power is at most `value`, by bisection. `value` is below 2^(power × 68). */
function integerRoot(value: bigint, power: bigint): bigint {
  let root = 0n;
  for (let bit = 1n << 67n; bit > 0n; bit >>= 1n) {
    if ((root + bit) ** power <= value) root += bit;
  }
  return root;
}

const fractionOfRoot = (prime: bigint, power: bigint): bigint =>
  integerRoot(prime << (64n * power), power) & 0xffffffffffffffffn;

/** The round constants of SHA-512, eighty words of 64 bits. */
export const roundConstants = (): bigint[] => firstPrimes(80).map((prime) => fractionOfRoot(prime, 3n));

/** The initial hash value of SHA-512, eight words of 64 bits. */
export const initialWords = (): bigint[] => firstPrimes(8).map((prime) => fractionOfRoot(prime, 2n));
