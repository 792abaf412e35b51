import { hash, verify } from '@node-rs/argon2';
import { Problem } from '../platform/problem.ts';
import { isGuessedFirst } from './passwords/guessed.ts';

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

/**
 * NIST SP 800-63B §5.1.1.2: length is what counts, and what is guessed first is refused; no rules on kinds of characters.
 * @param action the problem's code begins with it
 * @param own the person's name and address
 * @throws Problem `<action>.password_length`, `<action>.password_common` 400
 */
export function assertPassword(password: string, action: string, own: readonly string[] = []): void {
  const length = [...password].length;
  if (length < passwordLength.min || length > passwordLength.max)
    throw new Problem({
      code: `${action}.password_length`,
      status: 400,
      detail: `A password has ${passwordLength.min} to ${passwordLength.max} characters. Choose another; a few unrelated words are good.`,
    });
  if (isGuessedFirst(password, own))
    throw new Problem({
      code: `${action}.password_common`,
      status: 400,
      detail:
        'This password is among those that are guessed first. Choose another; a few unrelated words are good.',
    });
}
