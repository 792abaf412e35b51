import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isFileError, writeWhole } from './folders.ts';

const fileName = 'postgres.passwords.json';

// 32 random bytes in base64url: nothing in a password ever needs quoting in SQL.
const password = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const shape = z.object({ owner: password, server: password });

/** The passwords of the two roles that can log in. PostgreSQL's superuser has none and cannot log in at all. */
export type Passwords = Readonly<z.infer<typeof shape>>;

/**
 * Reads the passwords, or makes them when there are none. A lost or damaged file is no loss: new ones are made, and the start
 * gives them to the roles when the old ones are refused.
 */
export async function ensurePasswords(dataFolder: string): Promise<Passwords> {
  const text = await readFile(join(dataFolder, fileName), 'utf8').catch((error: unknown) => {
    if (isFileError(error, 'ENOENT')) return '';
    throw error;
  });
  const found = parse(text);
  if (found) return found;
  const passwords = {
    owner: randomBytes(32).toString('base64url'),
    server: randomBytes(32).toString('base64url'),
  };
  await writeWhole(dataFolder, fileName, JSON.stringify(passwords), 0o600);
  return passwords;
}

function parse(text: string): Passwords | undefined {
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
