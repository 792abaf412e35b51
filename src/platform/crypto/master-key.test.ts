import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadMasterKey } from './master-key.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-key-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('master key', () => {
  it('comes from the setting, and then makes no file', async () => {
    const key = new Uint8Array(randomBytes(32));
    expect(await loadMasterKey(Buffer.from(key).toString('base64'), folder)).toEqual(key);
    expect(await readdir(folder)).toEqual([]);
  });

  it('is made once, for its owner only, and found again', async () => {
    const data = join(folder, 'data');
    const key = await loadMasterKey(undefined, data);
    expect(key).toHaveLength(32);
    expect(await loadMasterKey(undefined, data)).toEqual(key);
    expect(await readdir(data)).toEqual(['master.key']);
    expect((await stat(join(data, 'master.key'))).mode & 0o777).toBe(0o600);
  });

  it('is one when many start at once', async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, () => loadMasterKey(undefined, folder)));
    expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
    expect(await readdir(folder)).toEqual(['master.key']);
  });

  it('stops the start when the file is damaged, and keeps the file', async () => {
    await writeFile(join(folder, 'master.key'), 'half', { mode: 0o600 });
    await expect(loadMasterKey(undefined, folder)).rejects.toMatchObject({
      code: 'settings.master_key_invalid',
    });
    expect((await stat(join(folder, 'master.key'))).size).toBe(4);
  });

  it('stops the start when everybody can read the file', async () => {
    await loadMasterKey(undefined, folder);
    await chmod(join(folder, 'master.key'), 0o644);
    await expect(loadMasterKey(undefined, folder)).rejects.toMatchObject({
      code: 'settings.master_key_exposed',
    });
  });
});
