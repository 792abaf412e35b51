import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { policySchema } from '../libraries/index.ts';
import { createPolicy } from './judge.ts';
import { type Rule, readRules } from './rule.ts';
import { builtInFolder } from './rule-set.ts';

const defaults = fileURLToPath(new URL('./defaults', import.meta.url));

/**
 * Loads the built-in rules, which every organization has to begin with. Called once at start: a bad file stops it.
 * @throws Problem `policy.invalid`
 */
export async function loadBuiltInRules(folder: string = defaults): Promise<readonly Rule[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.cedar')).sort();
  const files = await Promise.all(
    names.map(async (name) => ({
      name: `${builtInFolder}${name}`,
      text: await readFile(join(folder, name), 'utf8'),
    })),
  );
  const rules = readRules(files);
  createPolicy(policySchema, rules);
  return rules;
}
