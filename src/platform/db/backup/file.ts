import { createReadStream, createWriteStream } from 'node:fs';
import { access, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { Problem } from '../../problem.ts';

/**
 * Writes a backup's lines. Whole and on the disk when it resolves, under a name that nothing had; a stop before leaves at most `FILE.part`.
 * For this account's eyes only: what people wrote is in it.
 * @throws Problem `backup.file_exists`
 */
export async function writeBackup(file: string, lines: AsyncIterable<string>): Promise<void> {
  const there = await access(file).then(
    () => true,
    () => false,
  );
  if (there)
    throw new Problem({
      code: 'backup.file_exists',
      status: 409,
      detail: `${file} is there already, and no backup is ever written over. Name another file.`,
    });
  const draft = `${file}.part`;
  await rm(draft, { force: true });
  try {
    const to = createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true });
    await pipeline(Readable.from(lines), createGzip(), to);
    // Commit point: a backup has its name only when all of it is on the disk.
    await rename(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}

/** The lines of a backup, without their newlines, one at a time. @throws Problem `restore.damaged` where the file cannot be read on */
export async function* readBackup(file: string): AsyncGenerator<string> {
  await access(file).catch((cause: unknown) => {
    throw new Problem({
      code: 'restore.no_file',
      status: 404,
      detail: `${file} cannot be read. Name the file that countersign backup wrote.`,
      cause,
    });
  });
  const bytes = createGunzip();
  // What goes wrong with the file ends `bytes`, and whoever stops reading closes the file: told by the loop below, not here.
  pipeline(createReadStream(file), bytes).catch(() => undefined);
  let rest: string[] = [];
  bytes.setEncoding('utf8');
  try {
    for await (const chunk of bytes) {
      const [first = '', ...more] = String(chunk).split('\n');
      rest.push(first);
      for (const next of more) {
        yield rest.join('');
        rest = [next];
      }
    }
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    throw damaged('its compressed bytes end or do not agree where they stand', cause);
  }
  if (rest.join('') !== '') throw damaged('it is cut off');
}

export const damaged = (what: string, cause?: unknown): Problem =>
  new Problem({
    code: 'restore.damaged',
    status: 422,
    detail: `The backup is not as it was written: ${what}. Nothing was restored. Use another copy of it.`,
    cause,
  });
