import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startHouse, type TestHouse } from '../../../test/support/house.ts';

const program = fileURLToPath(new URL('../bin/countersign.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'countersign-import-'));
let house: TestHouse;
let key: string;

beforeAll(async () => {
  house = await startHouse();
  key = house.northwind.people.contributor.key;
  const admin = house.northwind.people.admin.key;
  await house.done(admin, 'library.create', { body: { name: 'writing', visibility: 'open' } });
  mkdirSync(join(folder, 'source/prompts'), { recursive: true });
  mkdirSync(join(folder, 'source/.git'));
  writeFileSync(join(folder, 'source/.git/config'), 'secret');
  writeFileSync(join(folder, 'source/hello.prompt'), '---\nmodel: a/b\n---\nHello {{name}}\n');
  writeFileSync(join(folder, 'source/broken.prompt'), '---\nmodel: [\n---\nHello\n');
  writeFileSync(join(folder, 'source/prompts/Sum up.txt'), 'Sum {text} up');
  writeFileSync(join(folder, 'source/photo.png'), Buffer.from([0xff, 0xd8]));
  symlinkSync('/etc/hostname', join(folder, 'source/link'));
  mkdirSync(join(folder, 'bad'));
  writeFileSync(join(folder, 'bad/broken.prompt'), '---\nmodel: [\n---\n');
  writeFileSync(
    join(folder, 'langfuse.json'),
    JSON.stringify({ name: 'greet', type: 'text', version: 1, prompt: 'Hi {{name}}' }),
  );
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await house.close();
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The server is in this process, so nothing here blocks. */
function countersign(...args: readonly string[]): Promise<Ran> {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    COUNTERSIGN_ADDRESS: house.address,
    COUNTERSIGN_KEY: key,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { cwd: folder, env, timeout: 50_000 }, (error, out, err) =>
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 255, out, err }),
    );
  });
}

it('imports a folder and says what became of every file', async () => {
  const tried = await countersign('import', 'source', '--library', 'writing', '--dry-run');
  expect(tried).toMatchObject({ code: 0, err: '2 imported, 3 skipped; nothing was written.\n' });
  const { code, out, err } = await countersign(
    'import',
    'source',
    '--library',
    'writing',
    '--branch',
    'mine',
  );
  expect({ code, err }).toEqual({ code: 0, err: '2 imported, 3 skipped; on branch mine of writing.\n' });
  expect(out).toMatch(/^imported +hello\.prompt +As it is\.$/m);
  expect(out).toMatch(/^skipped +broken\.prompt +Line \d+, column \d+: /m);
  expect(out).toMatch(/^converted +prompts\/Sum up\.txt +→ prompts\/sum-up\.prompt {2}.*Variables: text\.$/m);
  expect(out).toMatch(/^skipped +photo\.png +It is no text/m);
  expect(out).toMatch(/^skipped +link +It is no plain file/m);
  expect(out).not.toContain('.git');
});

it('imports an export onto a branch that is there, as JSON', async () => {
  const { code, out } = await countersign(
    'import',
    'langfuse.json',
    '--library',
    'writing',
    '--branch',
    'mine',
    '--folder',
    'from/langfuse',
    '--json',
  );
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    branch: 'mine',
    imported: 1,
    items: [{ path: 'from/langfuse/greet.prompt' }],
  });
});

it('ends with 2 when nothing came in, with 1 when it failed', async () => {
  expect(await countersign('import', 'bad', '--library', 'writing')).toMatchObject({ code: 2 });
  expect(await countersign('import', 'source', '--library', 'nothing')).toMatchObject({ code: 1 });
  expect(await countersign('import', 'not-there', '--library', 'writing')).toMatchObject({ code: 1 });
  expect((await countersign('import', '--help')).out).toContain('The exit code is 0 when something came in');
});

it('exports with git, and the key stays nowhere', async () => {
  const cloned = await countersign('export', 'writing', 'copy');
  expect(cloned).toMatchObject({ code: 0 });
  expect(cloned.err).not.toContain(key);
  const config = readFileSync(join(folder, 'copy/.git/config'), 'utf8');
  expect(config).toContain('/git/northwind/writing.git');
  expect(config).not.toContain(key);
  expect(config).not.toContain('helper');
  expect(readFileSync(join(folder, 'copy/.git/packed-refs'), 'utf8')).toContain('refs/remotes/origin/mine');
  expect((await countersign('export', '--upload-pack=x')).code).not.toBe(0);
  expect((await countersign('export', 'nothing')).code).not.toBe(0);
});
