/** What a variable may be filled with from a file. A request's whole body is bounded on the server; this is told before anything is sent. */
export const mostFileBytes = 10_000_000;

export type Attached = { name: string; bytes: number; value: string; image: boolean };

/** Names of variables that stand where the prompt shows a medium: `{{media url=photo}}`. Only for a fitting control. */
export function mediaNames(text: string): ReadonlySet<string> {
  return new Set(
    [...text.matchAll(/\{\{\s*media\s[^}]*?url=\s*([A-Za-z_][\w-]*)/g)].map(([, name]) => name ?? ''),
  );
}

/** `12.3 KB`, and about how many tokens a text is. */
export function sizeText(bytes: number, image: boolean): string {
  const size =
    bytes < 1_000
      ? `${bytes} bytes`
      : bytes < 1_000_000
        ? `${(bytes / 1_000).toFixed(1)} KB`
        : `${(bytes / 1_000_000).toFixed(1)} MB`;
  return image ? size : `${size}, about ${Math.ceil(bytes / 4).toLocaleString('en-US')} tokens`;
}

/** Reads a file into a variable's value: text as it is, an image as a data address. @throws Error with a sentence for the person */
export async function readFile(file: File, media: boolean): Promise<Attached> {
  if (file.size > mostFileBytes)
    throw new Error(
      `${file.name} is ${sizeText(file.size, true)}, more than the ${sizeText(mostFileBytes, true)} that can be sent. Choose a smaller one.`,
    );
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (media) {
    if (!/^image\/(png|jpeg|gif|webp)$/.test(file.type))
      throw new Error(`${file.name} is no image that models read. Choose a PNG, JPEG, GIF or WebP.`);
    return {
      name: file.name,
      bytes: file.size,
      value: `data:${file.type};base64,${base64(bytes)}`,
      image: true,
    };
  }
  try {
    const value = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (value.includes('\0')) throw new Error('it holds a NUL');
    return { name: file.name, bytes: file.size, value, image: false };
  } catch {
    throw new Error(`${file.name} is not text. Choose a text file, such as .txt, .md, .csv or .json.`);
  }
}

function base64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 8_192)
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + 8_192)));
  return btoa(pieces.join(''));
}
