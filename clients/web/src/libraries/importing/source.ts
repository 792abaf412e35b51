/** What is sent to be imported (`library.import`). */
export type Source =
  | { source: 'files'; files: readonly SentFile[] }
  | { source: 'zip'; base64: string }
  | { source: 'json'; name: string; text: string }
  | { source: 'git'; url: string; ref?: string; within?: string; token?: string };

export type SentFile = { path: string; text: string } | { path: string; base64: string };

/** A file that was dropped or chosen, with its place in the folder that it came from. */
export type Picked = { path: string; file: File };

/** The server's limits, said before a long upload. */
export const importLimits = { files: 2_000, bytes: 30_000_000 } as const;

/** Parts of a folder that nobody means to import. */
const passedOver: readonly string[] = ['.git', 'node_modules', '.DS_Store', 'Thumbs.db', '__MACOSX'];

export const isPassedOver = (path: string): boolean =>
  path.split('/').some((part) => passedOver.includes(part));

/** Why these files cannot be sent, or null. */
export function whyNot(picked: readonly Picked[]): string | null {
  const bytes = picked.reduce((sum, { file }) => sum + file.size, 0);
  if (picked.length === 0) return 'There is no file in it. Choose a folder, files, or a zip.';
  if (picked.length > importLimits.files)
    return `These are ${picked.length} files; at most ${importLimits.files} go in at once. Import one folder after the other.`;
  return bytes > importLimits.bytes
    ? 'Together they are larger than 30 MB. Import one folder after the other.'
    : null;
}

/** Reads what was picked: one zip as a zip, one JSON file as an export, everything else as files. @throws Error with a sentence */
export async function sourceOf(picked: readonly Picked[]): Promise<Source> {
  const reason = whyNot(picked);
  if (reason !== null) throw new Error(reason);
  const [only] = picked;
  if (picked.length === 1 && only !== undefined) {
    if (/\.zip$/i.test(only.path)) return { source: 'zip', base64: base64Of(await bytesOf(only)) };
    if (/\.json$/i.test(only.path)) return { source: 'json', name: only.path, text: await only.file.text() };
  }
  return { source: 'files', files: await Promise.all(picked.map(sentFile)) };
}

async function sentFile(picked: Picked): Promise<SentFile> {
  const bytes = await bytesOf(picked);
  const text = textOf(bytes);
  return text === null ? { path: picked.path, base64: base64Of(bytes) } : { path: picked.path, text };
}

async function bytesOf({ path, file }: Picked): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    throw new Error(`${path} cannot be read. It may have been moved: choose it again.`);
  }
}

/** Bytes as text, or null when they are none. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

export function base64Of(bytes: Uint8Array): string {
  let binary = '';
  for (let from = 0; from < bytes.length; from += 32_768)
    binary += String.fromCharCode(...bytes.subarray(from, from + 32_768));
  return btoa(binary);
}
