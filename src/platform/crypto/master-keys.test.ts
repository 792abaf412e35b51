import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadMasterKeys, type MasterKeySource } from './master-keys.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-keys-'));
});
afterEach(() => rm(folder, { recursive: true }));

const none: MasterKeySource = { value: undefined, file: undefined, kms: undefined, previous: [] };
const base64 = (key: Uint8Array) => Buffer.from(key).toString('base64');

describe('a master key in a file', () => {
  it('is read from where the setting says, with the one of before beside it', async () => {
    const [now, before] = [randomBytes(32), randomBytes(32)];
    const file = join(folder, 'key');
    await writeFile(file, `${base64(now)}\n`, { mode: 0o600 });
    await writeFile(`${file}.previous`, base64(before), { mode: 0o600 });
    const keys = await loadMasterKeys({ ...none, file }, folder);
    expect([keys.current, ...keys.previous].map(base64)).toEqual([base64(now), base64(before)]);
  });

  it('is never made where the setting says: a typing error must not make a new key', async () => {
    await expect(loadMasterKeys({ ...none, file: join(folder, 'no-such') }, folder)).rejects.toMatchObject({
      code: 'settings.master_key_missing',
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('of the data folder is changed by moving it aside', async () => {
    const { current: old } = await loadMasterKeys(none, folder);
    await rename(join(folder, 'master.key'), join(folder, 'master.key.previous'));
    const { current, previous } = await loadMasterKeys(none, folder);
    expect(base64(current)).not.toBe(base64(old));
    expect(previous.map(base64)).toEqual([base64(old)]);
  });

  it('that is named as its own predecessor is named once', async () => {
    const value = base64(randomBytes(32));
    expect((await loadMasterKeys({ ...none, value, previous: [value] }, folder)).previous).toEqual([]);
  });
});

/** A key service as small as one can be: AES-256-GCM under a key that it keeps. */
function keyService(token: string): Server {
  const key = randomBytes(32);
  const wrap = (plain: Buffer) => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    const sealed = [cipher.update(plain), cipher.final()];
    return Buffer.concat([nonce, cipher.getAuthTag(), ...sealed]);
  };
  const unwrap = (wrapped: Buffer) => {
    const decipher = createDecipheriv('aes-256-gcm', key, wrapped.subarray(0, 12));
    decipher.setAuthTag(wrapped.subarray(12, 28));
    return Buffer.concat([decipher.update(wrapped.subarray(28)), decipher.final()]);
  };
  return createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const asked = JSON.parse(Buffer.concat(chunks).toString());
    if (request.headers.authorization !== `Bearer ${token}`) return response.writeHead(403).end();
    if (asked.context !== 'countersign/master-key') return response.writeHead(400).end();
    try {
      const answer =
        request.url === '/v1/wrap'
          ? { ciphertext: wrap(Buffer.from(asked.plaintext, 'base64')).toString('base64') }
          : { plaintext: unwrap(Buffer.from(asked.ciphertext, 'base64')).toString('base64') };
      return response.end(JSON.stringify(answer));
    } catch {
      return response.writeHead(422).end();
    }
  });
}

describe('a master key of a key service', () => {
  let service: Server;
  let url: string;
  beforeEach(async () => {
    service = keyService('let-me');
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
    const address = service.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/v1/`;
  });
  afterEach(() => new Promise((resolve) => service.close(resolve)));

  it('is made once, kept wrapped only, and opened by the service at each start', async () => {
    const source = { ...none, kms: { url, token: 'let-me' } };
    const { current } = await loadMasterKeys(source, folder);
    expect(current).toHaveLength(32);
    expect(base64((await loadMasterKeys(source, folder)).current)).toBe(base64(current));
    expect(await readdir(folder)).toEqual(['master.key.wrapped']);
    expect(await readFile(join(folder, 'master.key.wrapped'), 'utf8')).not.toContain(base64(current));
    await rename(join(folder, 'master.key.wrapped'), join(folder, 'master.key.wrapped.previous'));
    const changed = await loadMasterKeys(source, folder);
    expect(base64(changed.current)).not.toBe(base64(current));
    expect(changed.previous.map(base64)).toEqual([base64(current)]);
  });

  it.each([
    ['refuses the token', 'wrong'],
    ['cannot open what is stored', 'let-me'],
  ])('stops the start when the service %s', async (_, token) => {
    await writeFile(join(folder, 'master.key.wrapped'), base64(randomBytes(60)));
    await expect(loadMasterKeys({ ...none, kms: { url, token } }, folder)).rejects.toMatchObject({
      code: 'settings.kms_failed',
    });
    expect(await readdir(folder)).toEqual(['master.key.wrapped']);
  });
});
