import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

/**
 * Every attack on approvals (AT-01 … AT-20) and on access (AT-37 … AT-48), on calls of models and policy (AT-49 … AT-57, AT-61, AT-62), and what a library takes in (AT-58 … AT-60), is named by a test, so that a lost one is
 * missed. A name is a text of the file (also a row of a table that gives tests their names); what only a comment says does not count.
 */
const root = fileURLToPath(new URL('../', import.meta.url));
const through = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);
const attacks = [...through(1, 20), ...through(37, 62)].map(
  (number) => `AT-${String(number).padStart(2, '0')}`,
);

function testFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : testFiles(path);
    return /\.test\.tsx?$/.test(entry.name) && path !== 'test/attacks.test.ts' ? [path] : [];
  });
}

/** The attacks that the texts of a file name. */
function named(source: string): string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
  const texts = code.match(/'[^'\n]*'|"[^"\n]*"|`[^`]*`/g) ?? [];
  return texts.flatMap((text) => text.match(/AT-\d\d/g) ?? []);
}

it('knows a name from a comment', () => {
  expect(named("// AT-01\n/* AT-02: 'x' */ it('AT-03: holds', () => {}); // 'no'")).toEqual(['AT-03']);
});

it.each(attacks)('%s has a test', (attack) => {
  const held = ['src', 'test', 'clients'].flatMap(testFiles).some((path) => {
    const source = readFileSync(join(root, path), 'utf8');
    return source.includes(attack) && named(source).includes(attack);
  });
  expect(held, `no test is named after ${attack}`).toBe(true);
});
