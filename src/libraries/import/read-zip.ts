import { type Entry, fromBufferPromise, getFileNameLowLevel, type ZipFile } from 'yauzl';
import { type SourceFile, sourceFile } from './convert-files.ts';
import { IMPORT_LIMITS } from './limits.ts';

/** Why a zip is not read at all, as a sentence. */
export class ZipRefused extends Error {}

/**
 * The files of a zip. Its directory is read and held against the limits before anything is inflated; what inflates to more than its
 * directory says ends at that byte. Nothing of a zip inside is opened; links and encrypted files are skipped.
 * @throws ZipRefused when it is no zip, or too large as a whole
 */
export async function readZip(bytes: Uint8Array): Promise<SourceFile[]> {
  const zip = await opened(bytes);
  const entries = await listed(zip);
  const wanted = entries.filter(({ name }) => !name.endsWith('/'));
  if (wanted.length > IMPORT_LIMITS.files * 2)
    throw new ZipRefused(`The zip holds ${wanted.length} files; an import takes ${IMPORT_LIMITS.files}.`);
  const readable = wanted.filter((listed) => whyNot(listed) === undefined);
  const total = readable.reduce((sum, { entry }) => sum + entry.uncompressedSize, 0);
  if (total > IMPORT_LIMITS.bytes)
    throw new ZipRefused(
      `The texts in the zip are over ${IMPORT_LIMITS.bytes / 1_000_000} MB together. Split it.`,
    );
  const files: SourceFile[] = [];
  for (const listed of wanted) {
    const skipped = whyNot(listed);
    files.push(skipped === undefined ? await inflated(zip, listed) : { source: listed.name, skipped });
  }
  return files;
}

interface Listed {
  readonly entry: Entry;
  readonly name: string;
}

async function opened(bytes: Uint8Array): Promise<ZipFile> {
  try {
    return await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
      lazyEntries: true,
      validateEntrySizes: true,
      // Names are looked at one by one later: one bad name does not spoil the rest.
      decodeStrings: false,
    });
  } catch (cause) {
    throw new ZipRefused('It cannot be read as a zip.', { cause });
  }
}

async function listed(zip: ZipFile): Promise<Listed[]> {
  if (zip.entryCount > IMPORT_LIMITS.zipEntries)
    throw new ZipRefused(
      `The zip holds ${zip.entryCount} entries; at most ${IMPORT_LIMITS.zipEntries} are read.`,
    );
  const entries: Listed[] = [];
  try {
    for await (const entry of zip.eachEntry()) entries.push({ entry, name: nameOf(entry) });
  } catch (cause) {
    throw new ZipRefused(`The zip's directory cannot be read: ${said(cause)}`, { cause });
  }
  return entries;
}

/** Windows writes backslashes. */
function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string {
  return getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false)
    .slice(0, 2_000)
    .toWellFormed();
}

const said = (cause: unknown): string =>
  cause instanceof Error ? `${JSON.stringify(cause.message.slice(0, 200))}.` : 'it is damaged.';

const SYMBOLIC_LINK = 0o120000;

/** Why an entry is not inflated, by what the directory says of it. */
function whyNot({ entry, name }: Listed): string | undefined {
  const { compressedSize, uncompressedSize, externalFileAttributes } = entry;
  if (entry.isEncrypted()) return 'It is encrypted. Take the password off and import it again.';
  if (((externalFileAttributes >>> 16) & 0o170000) === SYMBOLIC_LINK)
    return 'It is a symbolic link. Those are not followed.';
  if (/\.(?:zip|tar|t?gz|7z|rar|jar|bz2|xz)$/i.test(name))
    return 'It is an archive itself. Those are not opened; import it separately.';
  if (!entry.canDecodeFileData()) return 'It is compressed in a way that is not read here.';
  const most = /\.json$/i.test(name) ? IMPORT_LIMITS.charactersPerExport : IMPORT_LIMITS.bytesPerFile;
  if (uncompressedSize > most) return `It is over ${most} bytes, the most that one such file may have.`;
  if (uncompressedSize > 65_536 && uncompressedSize > IMPORT_LIMITS.zipRatio * compressedSize)
    return 'It is compressed more than any text would be. It is taken for a bomb and not opened.';
  return undefined;
}

async function inflated(zip: ZipFile, { entry, name: source }: Listed): Promise<SourceFile> {
  try {
    const stream = await zip.openReadStreamPromise(entry);
    const pieces: Uint8Array[] = [];
    let bytes = 0;
    for await (const piece of stream) {
      if (!(piece instanceof Uint8Array)) continue;
      bytes += piece.length;
      if (bytes > entry.uncompressedSize) throw new Error('too many bytes');
      pieces.push(piece);
    }
    return sourceFile(source, Buffer.concat(pieces));
  } catch {
    return { source, skipped: 'It is damaged: it does not inflate to what the zip says.' };
  }
}
