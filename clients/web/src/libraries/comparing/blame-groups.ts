import type { Blame, BlameCommit } from '../../api/types.ts';
import { linesOf } from './diff-rows.ts';

/** Neighboring lines with one writer. */
export type BlameGroup = { line: number; lines: readonly string[]; commit: BlameCommit | null };

/** The lines of a blame, grouped by who wrote them. */
export function groupsOf(blame: Blame): BlameGroup[] {
  const lines = linesOf(blame.text);
  const commits = new Map(blame.commits.map((commit) => [commit.commit, commit]));
  return blame.ranges.map(({ line, count, commit }) => ({
    line,
    lines: lines.slice(line - 1, line - 1 + count),
    commit: commit === null ? null : (commits.get(commit) ?? null),
  }));
}
