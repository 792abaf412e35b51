import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/*
 * Time-based one-time passwords (RFC 6238) as every authenticator app makes them: SHA-1, six digits, steps of 30 seconds. Pure: the time
 * is given.
 */
const stepSeconds = 30;
const digits = 6;
/** Codes of the step before and the one after are good too: clocks differ, and people type slowly (RFC 6238 §5.2). */
const window = [0, -1, 1] as const;

export const newTotpSecret = (): Uint8Array => new Uint8Array(randomBytes(20));

export function totpCode(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  // RFC 4226 §5.3: dynamic truncation.
  const offset = (mac.at(-1) ?? 0) & 0x0f;
  const number = (mac.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** digits;
  return String(number).padStart(digits, '0');
}

export const totpStep = (at: Date): number => Math.floor(at.getTime() / 1000 / stepSeconds);

/** The step that a code is of, when it is good at this time; compares in constant time. */
export function matchingStep(secret: Uint8Array, code: string, at: Date): number | undefined {
  const given = Buffer.from(code.replace(/\s/g, ''));
  const now = totpStep(at);
  return window
    .map((shift) => now + shift)
    .filter((step) => step >= 0)
    .find((step) => {
      const wanted = Buffer.from(totpCode(secret, step));
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    });
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648 base 32 without padding: how people type a secret that they cannot scan. */
export function base32(bytes: Uint8Array): string {
  let bits = 0;
  let value = 0;
  let text = '';
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet.charAt((value >>> bits) & 31);
    }
    value &= (1 << bits) - 1;
  }
  return bits > 0 ? text + alphabet.charAt((value << (5 - bits)) & 31) : text;
}

/** What the square that people scan says (the Key URI format of authenticator apps). */
export function otpauthUri(secret: Uint8Array, organization: string, email: string): string {
  const label = `${encodeURIComponent(`Countersign ${organization}`)}:${encodeURIComponent(email)}`;
  const issuer = encodeURIComponent(`Countersign ${organization}`);
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${issuer}&algorithm=SHA1&digits=${digits}&period=${stepSeconds}`;
}
