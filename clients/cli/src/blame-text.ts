import type { AnswerOf } from '@countersign/sdk';
import { visible } from './visible.ts';

type Blame = AnswerOf<'asset.blame'>;

const authorWidth = 20;

/** A blame as text: who, when and which version beside the first line of each range, then the lines. Pure. */
export function blameText(blame: Blame): string {
  const commits = new Map(blame.commits.map((commit) => [commit.commit, commit]));
  const lines = blame.text === '' ? [] : blame.text.replace(/\n$/, '').split('\n');
  const digits = String(lines.length).length;
  const rows = blame.ranges.flatMap(({ line, count, commit }) => {
    const known = commit === null ? undefined : commits.get(commit);
    const who =
      known === undefined
        ? `older than ${blame.olderThan?.slice(0, 10) ?? 'what was looked at'}`
        : `${known.commit.slice(0, 8)} ${fitted([known.author, ...known.others].map(({ displayName }) => displayName).join(', '))} ${known.at.slice(0, 10)} ${version(known.version)}`;
    return lines.slice(line - 1, line - 1 + count).map((text, at) => {
      const number = String(line + at).padStart(digits);
      return `${(at === 0 ? who : '').padEnd(authorWidth + 27)} ${number}  ${visible(text.replace(/\r$/, ''))}`;
    });
  });
  return rows.map((row) => `${row.trimEnd()}\n`).join('');
}

const version = (number: number | null): string => (number === null ? 'draft' : `v${number}`);

function fitted(name: string): string {
  const safe = visible(name);
  return safe.length > authorWidth ? `${safe.slice(0, authorWidth - 1)}…` : safe.padEnd(authorWidth);
}
