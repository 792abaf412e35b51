import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../problem.ts';
import { httpKms, type Kms } from './kms.ts';
import { loadMasterKey, makeKeyFile, parseMasterKey, readKeyFile } from './master-key.ts';

/** Where master keys come from (settings). At most one of `value`, `file` and `kms`; without any, from the data folder. */
export interface MasterKeySource {
  /** Base64. */
  readonly value: string | undefined;
  readonly file: string | undefined;
  readonly kms: { readonly url: string; readonly token: string | undefined } | undefined;
  /** Base64: keys of before, which still open what was wrapped with them. */
  readonly previous: readonly string[];
}

export interface MasterKeys {
  readonly current: Uint8Array;
  readonly previous: readonly Uint8Array[];
}

const wrappedName = 'master.key.wrapped';
const previousOf = (path: string) => `${path}.previous`;

/**
 * The master keys at a start. With a key service the data folder keeps the wrapped key only; the first start makes it. Beside a file
 * `X`, `X.previous` is the key of before: that is how a key in a file is changed.
 * @throws Problem `settings.master_key_invalid`, `settings.master_key_exposed`, `settings.kms_failed`
 */
export async function loadMasterKeys(source: MasterKeySource, dataFolder: string): Promise<MasterKeys> {
  const named = source.previous.map((text) => parseMasterKey(text, 'COUNTERSIGN_MASTER_KEY_PREVIOUS'));
  const { current, before } = await load(source, dataFolder);
  const previous = [...named, ...(before === undefined ? [] : [before])];
  const same = (key: Uint8Array) => Buffer.from(key).equals(current);
  return { current, previous: previous.filter((key) => !same(key)) };
}

async function load(
  { value, file, kms }: MasterKeySource,
  dataFolder: string,
): Promise<{ current: Uint8Array; before: Uint8Array | undefined }> {
  if (value !== undefined) return { current: await loadMasterKey(value, dataFolder), before: undefined };
  if (kms !== undefined) return loadWrapped(httpKms(kms.url, kms.token), dataFolder);
  const path = file ?? join(dataFolder, 'master.key');
  const current = file === undefined ? await loadMasterKey(undefined, dataFolder) : await readKeyFile(file);
  if (current === undefined) throw missing(path);
  return { current, before: await readKeyFile(previousOf(path)) };
}

async function loadWrapped(
  kms: Kms,
  dataFolder: string,
): Promise<{ current: Uint8Array; before: Uint8Array | undefined }> {
  const path = join(dataFolder, wrappedName);
  const open = async (file: string): Promise<Uint8Array | undefined> => {
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (text === undefined) return undefined;
    const key = await kms.unwrap(new Uint8Array(Buffer.from(text.trim(), 'base64')));
    return parseMasterKey(Buffer.from(key).toString('base64'), `What the key service opened of ${file}`);
  };
  const known = await open(path);
  if (known === undefined)
    // What was just made must open again before anything is wrapped with it, so it is read like any other.
    await makeKeyFile(dataFolder, path, async (key) => Buffer.from(await kms.wrap(key)).toString('base64'));
  const current = known ?? (await open(path));
  if (current === undefined) throw missing(path);
  return { current, before: await open(previousOf(path)) };
}

function missing(path: string): Problem {
  return new Problem({
    code: 'settings.master_key_missing',
    status: 503,
    detail: `There is no master key at ${path}. Put 32 bytes in base64 there (openssl rand -base64 32), readable for this user only, and start again.`,
  });
}
