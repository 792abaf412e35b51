import { readdirSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { caution, frameworks } from './control.ts';
import { controls } from './facts.ts';
import { controlsPage } from './page.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Names that the server's code makes entries with, wherever it says them; these facts and tests not counted. */
function namesInCode(): Set<string> {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (name) =>
      /\.ts$/.test(name) &&
      !/\.(?:it\.)?test\.ts$|\.fixture\.ts$|intelligence\/controls\/|access\/action\.ts$/.test(name),
  );
  const texts = files.map((name) => readFileSync(join(root, name), 'utf8'));
  return new Set(
    texts.flatMap((text) => [...text.matchAll(/'([a-z_]+\.[a-z_]+)'/g)].map(([, name]) => name ?? '')),
  );
}

it('every row points at entries that the code makes', () => {
  const known = namesInCode();
  const unknown = controls.flatMap(({ id, actions }) =>
    actions.filter((action) => !known.has(action)).map((action) => `${id}: ${action}`),
  );
  expect(unknown).toEqual([]);
  for (const { id, actions } of controls) expect(actions.length, id).toBeGreaterThan(0);
});

it('every provision that was promised has a row, each with an id of its own', () => {
  expect(new Set(controls.map(({ id }) => id)).size).toBe(controls.length);
  for (const framework of frameworks)
    expect(
      controls.some((control) => control.framework === framework),
      framework,
    ).toBe(true);
  const acts = controls
    .filter(({ framework }) => framework === 'EU AI Act')
    .map(({ provision }) => provision);
  for (const article of ['Article 12', 'Article 14', 'Article 19', 'Article 26'])
    expect(
      acts.some((provision) => provision.startsWith(article)),
      article,
    ).toBe(true);
});

it('promises nothing that a record cannot keep, and says in each row what is left to do', () => {
  for (const { id, supports, yours, asks } of controls) {
    expect(`${supports} ${asks}`, id).not.toMatch(
      /\b(?:ensures?|guarantees?|compl(?:y|ies|iant|iance)|certif\w+)\b/i,
    );
    expect(yours.length, id).toBeGreaterThan(20);
  }
  expect(caution).toContain('does not ensure compliance');
});

const page = fileURLToPath(new URL('../../../docs/controls.md', import.meta.url));

it('docs/controls.md is what the facts say (COUNTERSIGN_WRITE_DOCS=1 writes it)', async () => {
  if (process.env.COUNTERSIGN_WRITE_DOCS === '1') await writeFile(page, controlsPage());
  expect(await readFile(page, 'utf8')).toBe(controlsPage());
});
