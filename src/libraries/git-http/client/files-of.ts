import { isUtf8 } from 'node:buffer';
import type { GitObject, Oid } from '../../git/index.ts';
import type { RemoteLimits } from './limits.ts';
import { remoteProblems } from './problems.ts';

/** A file of a repository elsewhere: its bytes, or a sentence that says why it is left out. `path` is from the folder that was asked for. */
export type RemoteFile =
  | { readonly path: string; readonly bytes: Uint8Array }
  | { readonly path: string; readonly skipped: string };

export interface Snapshot {
  readonly objects: ReadonlyMap<Oid, GitObject>;
  /** Larger files were not sent, or are not taken. */
  readonly maxFileBytes: number;
  /** The server was asked to leave out larger files: one that is missing is one of them. */
  readonly mayLack: boolean;
}

/**
 * The commit that a ref stands at: tags lead to it.
 * @throws Problem `library.import.git_bad_answer` 502
 */
export function commitAt({ objects }: Snapshot, at: Oid, limits: RemoteLimits): { commit: Oid; tree: Oid } {
  let oid = at;
  for (let depth = 0; depth <= limits.tagDepth; depth += 1) {
    const object = objects.get(oid);
    if (object === undefined) throw remoteProblems.badAnswer('an object is missing');
    const head = Buffer.from(object.content.subarray(0, 60)).toString('latin1');
    const [, word, named = ''] = /^(tree|object) ([0-9a-f]{40})\n/.exec(head) ?? [];
    if (object.type === 'commit' && word === 'tree') return { commit: oid, tree: named };
    if (object.type !== 'tag' || word !== 'object')
      throw remoteProblems.badAnswer('the ref stands at no commit');
    oid = named;
  }
  throw remoteProblems.badAnswer('a tag stands on too many others');
}

/**
 * The files under a folder of a commit. Trees are walked within limits, because a small pack can hold a forest: each place where an
 * object stands is counted.
 * @throws Problem `library.import.git_folder_not_found` 422, `…git_too_large` 413, `…git_bad_answer` 502
 */
export function filesOf(snapshot: Snapshot, root: Oid, folder: string, limits: RemoteLimits): RemoteFile[] {
  const budget = { entries: limits.entries };
  const top = folder
    .split('/')
    .filter((name) => name !== '')
    .reduce((tree, name) => {
      const child = readEntries(snapshot, tree, budget).find((entry) => entry.name === name);
      if (child?.type !== 'folder') throw remoteProblems.folderNotFound();
      return child.oid;
    }, root);
  const files: RemoteFile[] = [];
  const walk = (tree: Oid, prefix: string, depth: number): void => {
    if (depth > limits.depth) throw remoteProblems.tooLarge(`its folders are over ${limits.depth} deep`);
    for (const entry of readEntries(snapshot, tree, budget)) {
      const path = prefix + entry.name;
      if (entry.type === 'folder') walk(entry.oid, `${path}/`, depth + 1);
      else files.push(fileOf(snapshot, path, entry));
      if (files.length > limits.files)
        throw remoteProblems.tooLarge(`it has over ${limits.files} files there`);
    }
  };
  walk(top, '', 0);
  return files;
}

interface Entry {
  readonly name: string;
  readonly oid: Oid;
  readonly type: 'file' | 'folder' | 'link' | 'submodule' | 'unreadable';
}

const leftOut: Readonly<Record<Exclude<Entry['type'], 'file' | 'folder'>, string>> = {
  link: 'It is a symbolic link. Put the file itself there.',
  submodule: 'It is a submodule, another repository. Import that one by its own address.',
  unreadable: 'Its name is no text in UTF-8. Rename it.',
};

function fileOf({ objects, maxFileBytes, mayLack }: Snapshot, path: string, entry: Entry): RemoteFile {
  if (entry.type !== 'file' && entry.type !== 'folder') return { path, skipped: leftOut[entry.type] };
  const object = objects.get(entry.oid);
  const tooLong = `It is over ${maxFileBytes / 1024} KiB, the most that one file may have.`;
  if (object === undefined && mayLack) return { path, skipped: tooLong };
  if (object?.type !== 'blob') throw remoteProblems.badAnswer('an object is missing');
  return object.content.length > maxFileBytes ? { path, skipped: tooLong } : { path, bytes: object.content };
}

/** A tree as it came (gitformat-tree): modes of older gits too; what no library may hold is told apart, not refused. */
function readEntries({ objects }: Snapshot, tree: Oid, budget: { entries: number }): Entry[] {
  const object = objects.get(tree);
  if (object?.type !== 'tree') throw remoteProblems.badAnswer('an object is missing');
  const { content } = object;
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const entries: Entry[] = [];
  for (let at = 0; at < bytes.length; ) {
    budget.entries -= 1;
    if (budget.entries < 0) throw remoteProblems.tooLarge('it has too many files and folders');
    const space = bytes.indexOf(0x20, at);
    const zero = bytes.indexOf(0, at);
    if (space < at || zero <= space + 1 || zero + 21 > bytes.length)
      throw remoteProblems.badAnswer('a folder is cut short');
    const name = bytes.subarray(space + 1, zero);
    const oid = bytes.toString('hex', zero + 1, zero + 21);
    const type = isUtf8(name) ? typeOf(bytes.toString('latin1', at, space)) : 'unreadable';
    entries.push({ name: name.toString('utf8'), oid, type });
    at = zero + 21;
  }
  return entries;
}

function typeOf(mode: string): Entry['type'] {
  if (mode === '40000' || mode === '040000') return 'folder';
  if (mode === '120000') return 'link';
  if (mode === '160000') return 'submodule';
  if (/^100[0-7]{3}$/.test(mode)) return 'file';
  throw remoteProblems.badAnswer('a file has an unknown mode');
}
