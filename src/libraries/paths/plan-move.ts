import { Problem } from '../../platform/problem.ts';
import { kindOf, pathFault } from '../asset.ts';
import { badPath } from '../check-files.ts';
import { byPath } from '../tree-difference.ts';

/** Files that one move may take along: their paths stand in the tree and in the entry. */
const mostFiles = 2_000;

/**
 * Which file goes where: one file, or a folder when both end with "/". A skill's `SKILL.md` takes its folder along. Pure.
 * @returns old path to new path, at least one
 * @throws Problem `asset.bad_path` 422, `asset.move.exists` 409 (with `paths`), `commit.too_large` 422
 */
export function planMove(paths: Iterable<string>, from: string, to: string): ReadonlyMap<string, string> {
  if (kindOf(from) === 'skill' && !from.endsWith('/'))
    return planMove(paths, folderOf(from), skillFolderOf(to));
  const isFolder = from.endsWith('/');
  if (isFolder !== to.endsWith('/'))
    throw badPath(to, 'A folder goes to a folder and a file to a file. End both with "/", or neither.');
  for (const end of [from, to]) {
    const fault = pathFault(isFolder ? end.slice(0, -1) : end);
    if (fault !== undefined) throw badPath(end, fault);
  }
  if (from === to) throw badPath(to, 'It is there already. Give it another name or another folder.');
  const all = new Set(paths);
  const moved = [...all].filter((path) => (isFolder ? path.startsWith(from) : path === from)).sort(byPath);
  if (moved.length === 0)
    throw badPath(from, `There is no such ${isFolder ? 'folder' : 'file'} on this branch to move.`);
  if (moved.length > mostFiles)
    throw new Problem({
      code: 'commit.too_large',
      status: 422,
      detail: `This folder holds ${moved.length} files, and one move takes ${mostFiles} at most. Move its folders one by one.`,
    });
  const plan = new Map(moved.map((path) => [path, to + path.slice(from.length)]));
  for (const path of plan.values()) {
    const fault = pathFault(path);
    if (fault !== undefined) throw badPath(path, fault);
  }
  const taken = [...plan.values()].filter((path) => all.has(path) && !plan.has(path));
  if (taken.length > 0) throw moveExists(taken);
  return plan;
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

function skillFolderOf(to: string): string {
  if (to.endsWith('/')) return to;
  if (kindOf(to) === 'skill') return folderOf(to);
  throw badPath(
    to,
    'A skill moves with its folder. Give a path that ends with "/SKILL.md", or the new folder with "/" at its end.',
  );
}

function moveExists(paths: readonly string[]): Problem {
  const [first = ''] = paths;
  return new Problem({
    code: 'asset.move.exists',
    status: 409,
    detail: `${first} is there already${paths.length > 1 ? `, and ${paths.length - 1} more` : ''}. Nothing was moved. Choose another name, or delete what is there first.`,
    more: { paths: paths.slice(0, 100) },
  });
}
