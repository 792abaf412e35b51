import { link, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isFileError, writeWhole } from './folders.ts';

/** Says where the cluster of a data folder is that could not lie in it. */
export interface Pointer {
  readonly home: string;
  /** False until the cluster is made: only then may it be missing. */
  readonly made: boolean;
}

export const pointerFile = 'postgres.location';

const shape = z.object({ home: z.string().startsWith('/'), made: z.boolean() });

/** The data folder's pointer, if it has one. */
export async function readPointer(dataFolder: string): Promise<Pointer | undefined> {
  try {
    return shape.parse(JSON.parse(await readFile(join(dataFolder, pointerFile), 'utf8')));
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/**
 * Makes `home` the place of the data folder's cluster, unless another start was faster.
 * @returns the home that counts: of several starts at once all get the same
 */
export async function claimPointer(dataFolder: string, home: string): Promise<string> {
  const draft = `${pointerFile}.draft-${process.pid}-${crypto.randomUUID().slice(0, 8)}`;
  await writeWhole(dataFolder, draft, JSON.stringify({ home, made: false }), 0o600);
  // A link is made by one only and shows a whole file from its first moment.
  await link(join(dataFolder, draft), join(dataFolder, pointerFile)).catch((error: unknown) => {
    if (!isFileError(error, 'EEXIST')) throw error;
  });
  await rm(join(dataFolder, draft));
  return (await readPointer(dataFolder))?.home ?? home;
}

/** Notes that the cluster exists, so that its absence from now on is a loss. Idempotent; nothing to do without a pointer. */
export async function confirmPointer(dataFolder: string): Promise<void> {
  const pointer = await readPointer(dataFolder);
  if (pointer === undefined || pointer.made) return;
  await writeWhole(dataFolder, pointerFile, JSON.stringify({ ...pointer, made: true }), 0o600);
}
