import { hash, verify } from '@node-rs/argon2';
import { Problem } from '../platform/problem.ts';

/** OWASP Password Storage Cheat Sheet: Argon2id (the library's default kind), 19 MiB, 2 passes, 1 lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const passwordLength = { min: 12, max: 128 } as const;

/** PHC string. Takes some 20 ms of a worker thread. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), cost);
}

/** False for a wrong password, and for a hash that cannot be read. */
export async function verifyPassword(phc: string, password: string): Promise<boolean> {
  try {
    return await verify(phc, password.normalize('NFKC'));
  } catch {
    return false;
  }
}

/** NIST SP 800-63B §5.1.1.2: length is what counts; no rules on kinds of characters. */
export function assertPassword(password: string, code: string): void {
  const length = [...password].length;
  if (length >= passwordLength.min && length <= passwordLength.max) return;
  throw new Problem({
    code,
    status: 400,
    detail: `A password has ${passwordLength.min} to ${passwordLength.max} characters. Choose another; a few unrelated words are good.`,
  });
}
