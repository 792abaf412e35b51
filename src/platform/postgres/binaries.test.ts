import { lstat, mkdir, mkdtemp, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { restoreSymlinks } from './binaries.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-links-'));
  await mkdir(join(folder, 'native', 'lib'), { recursive: true });
  await writeFile(join(folder, 'native', 'lib', 'libpq.so.5.18'), 'library');
});
afterEach(() => rm(folder, { recursive: true }));

const list = (links: readonly { source: string; target: string }[]) =>
  writeFile(join(folder, 'native', 'pg-symlinks.json'), JSON.stringify(links));

test('restores missing links, relative, and again without harm', async () => {
  await list([{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so' }]);
  expect(await restoreSymlinks(folder)).toBe(true);
  expect(await restoreSymlinks(folder)).toBe(true);
  expect(await readlink(join(folder, 'native', 'lib', 'libpq.so'))).toBe('libpq.so.5.18');
});

test('makes no link outside the package', async () => {
  await list([{ source: 'native/lib/libpq.so.5.18', target: 'native/../../escaped.so' }]);
  expect(await restoreSymlinks(folder)).toBe(true);
  await expect(lstat(join(folder, '..', 'escaped.so'))).rejects.toThrow('ENOENT');
});
