import { chmod, cp, lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chooseAccount, isRoot } from './account.ts';
import { findPackage, prepareBinaries } from './binaries.ts';
import { ensurePrivateFolder } from './folders.ts';

let root = '';
let packageFolder = '';

/** The package as npm leaves it when install scripts are not allowed: without any link. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'countersign-programs-'));
  await chmod(root, 0o755);
  packageFolder = join(root, 'package');
  await cp(findPackage(), packageFolder, {
    recursive: true,
    filter: async (path) => !(await lstat(path)).isSymbolicLink(),
  });
});
afterAll(() => rm(root, { recursive: true, force: true }));

test('programs that the account cannot enter or link run from a copy', async () => {
  const account = await chooseAccount(root);
  const home = join(root, 'home');
  await ensurePrivateFolder(home, account);
  // Root's programs are closed to PostgreSQL's account by a umask of 077; anybody else cannot write into a folder of others.
  const libraries = join(packageFolder, 'native', 'lib');
  await chmod(libraries, isRoot() ? 0o700 : 0o500);
  for (const attempt of ['first', 'again']) {
    const binaries = await prepareBinaries(home, account, packageFolder);
    expect(binaries.postgres.startsWith(home), attempt).toBe(true);
    expect(binaries.notices, attempt).toEqual([expect.stringContaining(home)]);
  }
  expect(await readdir(home)).toEqual([expect.stringMatching(/^programs-18/)]);
  await chmod(libraries, 0o755);
});

test('links that are missing are restored in place', async () => {
  const account = await chooseAccount(root);
  const binaries = await prepareBinaries(join(root, 'unused'), account, packageFolder);
  expect(binaries).toMatchObject({
    postgres: join(packageFolder, 'native/bin/postgres'),
    major: 18,
    notices: [],
  });
  expect((await lstat(join(packageFolder, 'native/lib/libpq.so.5'))).isSymbolicLink()).toBe(true);
});
