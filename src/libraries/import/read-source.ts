import type { HostList } from '../../platform/host-list.ts';
import { Problem } from '../../platform/problem.ts';
import { fetchRemoteFiles } from '../git-http/client/fetch-remote.ts';
import type { Oid } from '../libraries.ts';
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
  | { readonly source: 'json'; readonly name: string; readonly text: string }
  | {
      readonly source: 'git';
      readonly url: string;
      readonly ref?: string | undefined;
      /** Only what is under this folder of the repository. */
      readonly within?: string | undefined;
      /** Sent to the URL's host and nowhere else: it is in no entry, no log and no error. */
      readonly token?: string | undefined;
    };

/** Where a repository was, and the commit that was taken: for the entry. */
export interface Origin {
  /** Host and path of its URL. */
  readonly from: string;
  readonly fromCommit: Oid;
}

export interface ReadSource extends Imported {
  readonly origin?: Origin;
}

/**
 * Reads and converts what was sent, or what a repository on one of `hosts` holds. Files are not checked for faults yet.
 * @throws Problem `library.import.unreadable` 422 when nothing of it can be read; those of `fetchRemoteFiles`
 */
export async function readSource(input: ImportSource, folder: string, hosts: HostList): Promise<ReadSource> {
  switch (input.source) {
    case 'git': {
      const { url, ref, within, token } = input;
      const { from, commit, files } = await fetchRemoteFiles(hosts, { url, ref, folder: within, token });
      const sources = files.map((file) =>
        'bytes' in file ? sourceFile(file.path, file.bytes) : { source: file.path, skipped: file.skipped },
      );
      return { ...convertFiles(sources, { folder }), origin: { from, fromCommit: commit } };
    }
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
