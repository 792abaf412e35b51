import type { Act, Preview } from './queries.ts';

/** What the act is called on its button. */
export function verbOf(act: Act): string {
  if (act.kind === 'merge') return `Bring ${act.from} in`;
  return act.kind === 'revert' ? 'Revert the commit' : 'Pick the commit';
}

export function titleOf(act: Act): string {
  if (act.kind === 'merge') return `Bring ${act.from} into ${act.branch}`;
  const commit = act.commit.slice(0, 7);
  return act.kind === 'revert' ? `Revert ${commit} on ${act.branch}` : `Pick ${commit} onto ${act.branch}`;
}

const count = (many: number, one: string, more: string) => `${many} ${many === 1 ? one : more}`;

/** What will happen, in a sentence. */
export function whatHappens(act: Act, { state, files, unlisted }: Preview): string {
  const all = count(files.length + unlisted, 'file changes', 'files change');
  if (state === 'up_to_date') return `${act.branch} holds all of this already. There is nothing to do.`;
  if (state === 'empty') return `This would change nothing on ${act.branch}: it holds the result already.`;
  if (state === 'fast_forward')
    return `${act.branch} has nothing of its own, so it simply moves forward. ${all}, without a conflict.`;
  if (state === 'clean') return `It fits together: ${all} on ${act.branch}, without a conflict.`;
  const places = files.reduce((sum, { conflicts }) => sum + conflicts.length, 0);
  return `${count(places, 'place needs', 'places need')} your decision, then it is one new commit on ${act.branch}. ${all}.`;
}

/** What the two sides are called. */
export function sidesOf(act: Act): { ours: string; theirs: string } {
  if (act.kind === 'merge') return { ours: `Yours (${act.branch})`, theirs: `Theirs (${act.from})` };
  return {
    ours: `On ${act.branch}`,
    theirs: act.kind === 'revert' ? 'Before the commit' : 'In the commit',
  };
}

export const stateWords: Readonly<Record<string, string>> = {
  conflict: 'needs you',
  merged: 'merged',
  added: 'added',
  modified: 'changed',
  deleted: 'deleted',
  renamed: 'renamed',
};
