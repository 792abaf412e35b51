import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPolicy } from './judge.ts';
import { readRules } from './rule.ts';
import type { Policy } from './verdict.ts';

const defaults = fileURLToPath(new URL('./defaults', import.meta.url));

/**
 * Loads the built-in policy, which is in force for every organization. Called once at start: a bad file stops it.
 * @throws Problem `policy.invalid`
 */
export async function loadDefaultPolicy(folder: string = defaults): Promise<Policy> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.cedar')).sort();
  const files = await Promise.all(
    names.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })),
  );
  const schema = await readFile(join(folder, 'countersign.cedarschema'), 'utf8');
  return createPolicy(schema, readRules(files));
}
