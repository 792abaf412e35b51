import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What is not sent, and why. */
export interface LeftOut {
  readonly source: string;
  readonly why: string;
}

export interface FolderFiles {
  readonly files: { path: string; text: string }[];
  readonly leftOut: readonly LeftOut[];
}

const most = { files: 2_000, bytesPerFile: 10_000_000, bytes: 30_000_000 } as const;
const closed = new Set(['.git', 'node_modules']);

/**
 * The texts of a folder and of those in it, by path. Nothing that leads out of the folder is followed.
 * @throws Error when they are more than one import takes
 */
export async function readFolder(folder: string): Promise<FolderFiles> {
  const files: { path: string; text: string }[] = [];
  const leftOut: LeftOut[] = [];
  const waiting = [''];
  let bytes = 0;
  for (let inside = waiting.pop(); inside !== undefined; inside = waiting.pop()) {
    const entries = await readdir(join(folder, inside), { withFileTypes: true });
    for (const entry of entries.sort((left, right) => (left.name < right.name ? -1 : 1))) {
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!closed.has(entry.name)) waiting.push(path);
        continue;
      }
      const why = entry.isFile() ? undefined : 'It is no plain file. Links are not followed.';
      const read = why === undefined ? await readText(join(folder, path)) : { why };
      if ('why' in read) {
        leftOut.push({ source: path, why: read.why });
        continue;
      }
      bytes += read.bytes;
      files.push({ path, text: read.text });
      if (files.length > most.files || bytes > most.bytes)
        throw new Error('The folder holds over 2,000 texts or 30 MB. Import its parts one by one.');
    }
  }
  return { files, leftOut };
}

async function readText(file: string): Promise<{ text: string; bytes: number } | { why: string }> {
  const { size } = await stat(file);
  if (size > most.bytesPerFile) return { why: `It is over ${most.bytesPerFile} bytes.` };
  const content = await readFile(file);
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
    if (!text.includes('\0')) return { text, bytes: size };
  } catch {}
  return { why: 'It is no text in UTF-8. Libraries hold texts here.' };
}
