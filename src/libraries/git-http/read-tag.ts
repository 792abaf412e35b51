import { Problem } from '../../platform/problem.ts';
import { type GitObject, type Oid, tagNameFault } from '../git/index.ts';
import { gitLimits } from './limits.ts';
import { badObject, identity } from './read-objects.ts';
import { tooLarge } from './request-body.ts';

/**
 * Reads an annotated tag as strictly as `git fsck --strict`. Who stands in its tagger line is not looked at: it is only text that the
 * pusher wrote.
 * @returns the commit that it names
 * @throws Problem `git.bad_object` 422, `tag.not_a_commit` 422, `git.too_large` 413
 */
export function readPushedTag({ oid, content }: GitObject): Oid {
  if (content.length > gitLimits.tagBytes)
    throw tooLarge(`An annotated tag has at most ${gitLimits.tagBytes / 1024} KiB. Shorten its message.`);
  if (content.includes(0)) throw badObject(oid, 'a tag holds a NUL byte');
  const text = new TextDecoder().decode(content);
  const end = text.indexOf('\n\n');
  if (end < 0 && !text.endsWith('\n')) throw badObject(oid, 'its last header does not end');
  const lines = (end < 0 ? text.replace(/\n$/, '') : text.slice(0, end)).split('\n');
  const target = /^object ([0-9a-f]{40})$/.exec(lines.shift() ?? '')?.[1];
  if (target === undefined) throw badObject(oid, 'a tag names no object');
  const type = /^type (commit|tree|blob|tag)$/.exec(lines.shift() ?? '')?.[1];
  if (type === undefined) throw badObject(oid, 'a tag does not say what it names');
  const name = /^tag (.*)$/.exec(lines.shift() ?? '')?.[1];
  if (name === undefined || tagNameFault(name) !== undefined)
    throw badObject(oid, 'its tag line holds no name');
  const tagger = lines.shift() ?? '';
  if (!tagger.startsWith('tagger ') || !identity.test(tagger.slice('tagger '.length)))
    throw badObject(oid, 'its tagger line is not a name, an address in <> and a time');
  if (!lines.every((line) => /^(?: |[A-Za-z][A-Za-z0-9-]* )/.test(line)))
    throw badObject(oid, 'a tag has a line that is no header');
  if (type !== 'commit') throw notACommit(type);
  return target;
}

const called: Readonly<Record<string, string>> = { tree: 'a folder', blob: 'a file', tag: 'another tag' };

/** A tag that names something else than a commit. */
export function notACommit(type: string): Problem {
  return new Problem({
    code: 'tag.not_a_commit',
    status: 422,
    detail: `Tags stand at commits here, and this one names ${called[type] ?? 'something else'}. Tag the commit instead: git tag -f NAME NAME^{commit}, or one that holds it.`,
  });
}
