import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../problem.ts';

const fileName = 'master.key';

/**
 * The 32 bytes that wrap every other key: from the setting (base64), else from `master.key` (mode 0600) in the data folder, which the
 * first start makes. Durable when this resolves. Safe when two processes start at once: one file wins, both use it.
 * @throws Problem `settings.master_key_invalid` or `settings.master_key_exposed`
 */
export async function loadMasterKey(setting: string | undefined, dataFolder: string): Promise<Uint8Array> {
  if (setting !== undefined) return parseMasterKey(setting, 'COUNTERSIGN_MASTER_KEY');
  const path = join(dataFolder, fileName);
  const known = await readKeyFile(path);
  if (known !== undefined) return known;
  await makeKeyFile(dataFolder, path, async (key) => Buffer.from(key).toString('base64'));
  const made = await readKeyFile(path);
  if (made === undefined) throw new Error(`invariant: ${fileName} was just made`);
  return made;
}

export function parseMasterKey(text: string, where: string): Uint8Array {
  const key = new Uint8Array(Buffer.from(text.trim(), 'base64'));
  if (key.length === 32) return key;
  throw new Problem({
    code: 'settings.master_key_invalid',
    status: 503,
    detail: `${where} does not hold 32 bytes in base64. Restore the master key from your backup; a new one cannot open what is stored.`,
  });
}

/** Undefined when there is none. @throws Problem when others can read it, or it is damaged */
export async function readKeyFile(path: string): Promise<Uint8Array | undefined> {
  const facts = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (facts === undefined) return undefined;
  if ((facts.mode & 0o007) !== 0)
    throw new Problem({
      code: 'settings.master_key_exposed',
      status: 503,
      detail: `Every user of this machine can open ${path}. Run "chmod 600" on it and start again.`,
    });
  return parseMasterKey(await readFile(path, 'utf8'), path);
}

/**
 * Makes a key and writes what `written` makes of it. Writes a whole file beside and links it into place: a crash on any line leaves no file or a whole one, and `link`, unlike
 * `rename`, never replaces a key that another process made in the meantime.
 */
export async function makeKeyFile(
  folder: string,
  path: string,
  written: (key: Uint8Array) => Promise<string>,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const text = await written(new Uint8Array(randomBytes(32)));
  const draft = `${path}.${randomBytes(8).toString('hex')}`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(`${text}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  const directory = await open(folder, 'r');
  try {
    // The name itself must survive a power cut: from here on, secrets are wrapped with this key.
    await directory.sync();
  } finally {
    await directory.close();
  }
}
