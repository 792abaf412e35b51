import { readFile } from 'node:fs/promises';
import { testSuffix } from '../testing/test-file.ts';

/** Rules to start with, and their test cases: files for the library `policy`, to be proposed like any others. */
export interface StarterPack {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

const catalog = [
  {
    id: 'observe',
    name: 'Just observe',
    description:
      'Nothing is refused. Calls without a governed prompt, personal data and unknown models are noted, so that you learn what happens before you decide.',
  },
  {
    id: 'eu-data',
    name: 'EU data stays in the EU',
    description:
      'Calls with personal data run in a region of the EU, or not at all. What nobody can look into counts as personal data.',
  },
  {
    id: 'published-only',
    name: 'Only published prompts in production',
    description:
      'In production, models answer governed prompts that were approved and published. Everywhere else, calls without one are told so.',
  },
  {
    id: 'regulated-use',
    name: 'Regulated use',
    description:
      'High-risk prompts need a named use case and a person who looks at the call; secrets never leave; bank and card numbers are redacted.',
  },
] as const;

let known: Promise<readonly StarterPack[]> | undefined;

/** The starter packs. Part of the server: read once. */
export function starterPacks(): Promise<readonly StarterPack[]> {
  known ??= Promise.all(
    catalog.map(async (pack) => ({
      ...pack,
      files: await Promise.all(
        [`${pack.id}.cedar`, `${pack.id}${testSuffix}`].map(async (path) => ({
          path,
          text: await readFile(new URL(`./${path}`, import.meta.url), 'utf8'),
        })),
      ),
    })),
  );
  return known;
}
