import { chmod, cp, lstat, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
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
  packageFolder = join(root, 'closed', 'package');
  await mkdir(join(root, 'closed'));
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
  // As root the way to the package is closed; as anybody else its libraries' folder cannot be written.
  const closed = isRoot() ? join(root, 'closed') : join(packageFolder, 'native', 'lib');
  const open = isRoot() ? 0o755 : 0o700;
  await chmod(closed, isRoot() ? 0o700 : 0o500);
  for (const attempt of ['first', 'again']) {
    const binaries = await prepareBinaries(home, account, packageFolder);
    expect(binaries.postgres.startsWith(home), attempt).toBe(true);
    expect(binaries.notices, attempt).toEqual([expect.stringContaining(home)]);
  }
  expect(await readdir(home)).toEqual([expect.stringMatching(/^programs-18/)]);
  await chmod(closed, open);
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
