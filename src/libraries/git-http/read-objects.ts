import { Problem } from '../../platform/problem.ts';
import type { GitObject, Oid } from '../git/index.ts';

/** An object that `git fsck --strict` would not pass. */
export function badObject(oid: Oid, why: string): Problem {
  return new Problem({
    code: 'git.bad_object',
    status: 422,
    detail: `Object ${oid} is not as git wants it: ${why}. Run \`git fsck --strict\` in your copy.`,
  });
}

export interface PushedCommit {
  readonly oid: Oid;
  readonly tree: Oid;
  readonly parents: readonly Oid[];
  readonly message: string;
}

/** The rest of an author, committer or tagger line. */
export const identity = /^(?!<)[^<>\n]* <[^<>\n]*> (?:0|[1-9]\d{0,11}) [+-]\d{4}$/;

/**
 * Reads a commit as strictly as `git fsck --strict`. Who stands in its author and committer lines is not looked at: they are only
 * text that the pusher wrote.
 * @throws Problem `git.bad_object` 422
 */
export function readPushedCommit({ oid, content }: GitObject): PushedCommit {
  if (content.includes(0)) throw badObject(oid, 'a commit holds a NUL byte');
  const text = new TextDecoder().decode(content);
  const end = text.indexOf('\n\n');
  const lines = (end < 0 ? text.replace(/\n$/, '') : text.slice(0, end)).split('\n');
  const tree = /^tree ([0-9a-f]{40})$/.exec(lines.shift() ?? '')?.[1];
  if (tree === undefined) throw badObject(oid, 'a commit names no tree');
  const parents: Oid[] = [];
  for (;;) {
    const parent = /^parent ([0-9a-f]{40})$/.exec(lines[0] ?? '')?.[1];
    if (parent === undefined) break;
    parents.push(parent);
    lines.shift();
  }
  for (const role of ['author', 'committer']) {
    const line = lines.shift() ?? '';
    if (!line.startsWith(`${role} `) || !identity.test(line.slice(role.length + 1)))
      throw badObject(oid, `its ${role} line is not a name, an address in <> and a time`);
  }
  if (
    !lines.every(
      (line) =>
        /^(?: |[A-Za-z][A-Za-z0-9-]* )/.test(line) && !/^(?:tree|parent|author|committer) /.test(line),
    )
  )
    throw badObject(oid, 'a commit has a line that is no header');
  if (new Set(parents).size !== parents.length) throw badObject(oid, 'a commit has the same parent twice');
  return { oid, tree, parents, message: end < 0 ? '' : text.slice(end + 2).trimEnd() };
}

export interface PushedEntry {
  readonly mode: '100644' | '100755' | '040000';
  readonly name: string;
  readonly oid: Oid;
}

/**
 * Reads a tree as strictly as `git fsck --strict`. Links and submodules are refused here; what a name may be is `pathFault`'s business.
 * @throws Problem `git.bad_object` 422, `asset.bad_path` 422
 */
export function readPushedTree({ oid, content }: GitObject): PushedEntry[] {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  const entries: PushedEntry[] = [];
  let before: Buffer | undefined;
  const names = new Set<string>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const zero = bytes.indexOf(0, at);
    if (space < at || zero <= space + 1 || zero + 21 > bytes.length)
      throw badObject(oid, 'a tree is cut short');
    const name = decodeName(oid, bytes.subarray(space + 1, zero));
    const mode = modeOf(oid, bytes.toString('latin1', at, space), name);
    const key = Buffer.from(mode === '040000' ? `${name}/` : name);
    if (before !== undefined && Buffer.compare(before, key) >= 0)
      throw badObject(oid, 'a tree is not sorted');
    if (names.has(name)) throw badObject(oid, `a tree has ${JSON.stringify(name)} twice`);
    const child = bytes.toString('hex', zero + 1, zero + 21);
    if (/^0{40}$/.test(child)) throw badObject(oid, 'a tree names no object');
    names.add(name);
    before = key;
    entries.push({ mode, name, oid: child });
    at = zero + 21;
  }
  return entries;
}

function decodeName(oid: Oid, bytes: Buffer): string {
  try {
    const name = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (!name.includes('/')) return name;
  } catch {
    throw badObject(oid, 'a file name is not UTF-8');
  }
  throw badObject(oid, 'a file name holds a "/"');
}

function modeOf(oid: Oid, text: string, name: string): PushedEntry['mode'] {
  if (text === '100644' || text === '100755') return text;
  if (text === '40000') return '040000';
  const kinds: Readonly<Record<string, string>> = { '120000': 'a symbolic link', '160000': 'a submodule' };
  const kind = kinds[text];
  if (kind === undefined)
    throw badObject(oid, `${JSON.stringify(name)} has the mode ${JSON.stringify(text)}`);
  throw new Problem({
    code: 'asset.bad_path',
    status: 422,
    detail: `${JSON.stringify(name)} is ${kind}, which libraries do not hold. Put the file itself there.`,
  });
}
