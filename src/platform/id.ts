import { randomFillSync } from 'node:crypto';

/** An id carries its kind: `exe_01k…`. */
export type Id<Kind extends string> = `${Kind}_${string}`;

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
/** Random bytes for many ids, each used once: asking the system for each id costs more than the id. */
const random = Buffer.alloc(4_096);
let used = random.length;
const bodyPattern = /^[0-9a-hjkmnp-tv-z]{26}$/;

/**
 * A new id: kind, 48 bits of time in milliseconds, 80 random bits, in Crockford's base 32 (the layout of a ULID, lower case).
 * Sorts by time of making, which keeps indexes compact. Nothing relies on that order; the ledger orders by index.
 */
export function newId<const Kind extends string>(kind: Kind, nowMs: number = Date.now()): Id<Kind> {
  let body = '';
  let time = nowMs;
  for (let digit = 0; digit < 10; digit++) {
    body = alphabet.charAt(time % 32) + body;
    time = Math.floor(time / 32);
  }
  if (used + 16 > random.length) {
    randomFillSync(random);
    used = 0;
  }
  for (const end = used + 16; used < end; used += 1) body += alphabet.charAt((random[used] ?? 0) % 32);
  return `${kind}_${body}`;
}

/** True when `text` has the form of an id of that kind. Says nothing about whether it exists. */
export function isId<const Kind extends string>(kind: Kind, text: string): text is Id<Kind> {
  return text.startsWith(`${kind}_`) && bodyPattern.test(text.slice(kind.length + 1));
}

/** The 128 bits of an id, in hex: the last 64 of them are random. */
export function bitsOf(id: Id<string>): string {
  let bits = 0n;
  for (const digit of id.slice(id.indexOf('_') + 1)) bits = (bits << 5n) | BigInt(alphabet.indexOf(digit));
  return bits.toString(16).padStart(32, '0');
}
