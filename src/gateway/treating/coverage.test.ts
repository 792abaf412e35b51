import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { coveragePage } from './coverage.ts';

const page = fileURLToPath(new URL('../../../docs/coverage.md', import.meta.url));

it('docs/coverage.md is what the code says (COUNTERSIGN_WRITE_DOCS=1 writes it)', async () => {
  if (process.env.COUNTERSIGN_WRITE_DOCS === '1') await writeFile(page, coveragePage());
  expect(await readFile(page, 'utf8')).toBe(coveragePage());
});
