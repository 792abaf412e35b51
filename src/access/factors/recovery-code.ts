import { randomBytes } from 'node:crypto';
import { sha256 } from '../key.ts';

export const recoveryCodeCount = 10;
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Ten codes of 80 random bits, for paper. What is kept of each is its SHA-256. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: recoveryCodeCount }, () => {
    const letters = [...randomBytes(16)].map((byte) => alphabet.charAt(byte % 32)).join('');
    return letters.match(/.{4}/g)?.join('-') ?? letters;
  });
}

/** As people type it: any case, any grouping. */
export function recoveryCodeSha256(code: string): Buffer {
  return sha256(`recovery code\n${code.toLowerCase().replace(/[^a-z0-9]/g, '')}`);
}
