import { Problem } from '../../platform/problem.ts';
import { convertExport, convertFiles, type SourceFile, sourceFile } from './convert-files.ts';
import { readZip, ZipRefused } from './read-zip.ts';
import type { Imported } from './report.ts';

/** What is sent to be imported. */
export type ImportSource =
  | {
      readonly source: 'files';
      readonly files: readonly (
        | { readonly path: string; readonly text: string }
        | { readonly path: string; readonly base64: string }
      )[];
    }
  | { readonly source: 'zip'; readonly base64: string }
  | { readonly source: 'json'; readonly name: string; readonly text: string };

/**
 * Reads and converts what was sent. Files are not checked for faults yet.
 * @throws Problem `library.import.unreadable` 422 when nothing of it can be read
 */
export async function readSource(input: ImportSource, folder: string): Promise<Imported> {
  switch (input.source) {
    case 'files':
      return convertFiles(input.files.map(fileOf), { folder });
    case 'zip':
      return convertFiles(await zipFiles(input.base64), { folder });
    case 'json': {
      const made = convertExport(input.name, input.text, { folder });
      if ('why' in made) throw unreadable(made.why);
      return made.imported;
    }
  }
}

function fileOf(file: { path: string; text: string } | { path: string; base64: string }): SourceFile {
  if ('base64' in file) return sourceFile(file.path, Buffer.from(file.base64, 'base64'));
  return { source: file.path, text: file.text };
}

async function zipFiles(base64: string): Promise<SourceFile[]> {
  try {
    return await readZip(Buffer.from(base64, 'base64'));
  } catch (error) {
    if (error instanceof ZipRefused) throw unreadable(error.message);
    throw error;
  }
}

function unreadable(why: string): Problem {
  return new Problem({
    code: 'library.import.unreadable',
    status: 422,
    detail: `Nothing was imported. ${why}`,
  });
}
