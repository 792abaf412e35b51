import type { Activity, Asset, PersonRef } from '../../api/types.ts';
import type { Draft } from '../drafts.ts';

/** The state of the file that an edit began from; null for a file that was not there. */
export type Base = { text: string; digest: string; commit: string } | null;

/** What somebody else made of the file meanwhile: where the edit would go (`branch` null), or on a branch of theirs. */
export type Theirs = {
  branch: string | null;
  /** Null where they deleted it. */
  digest: string | null;
  commit: string;
  by: PersonRef | null;
  at: string | null;
};

export const baseOf = (asset: Asset | null): Base =>
  asset === null ? null : { text: asset.text, digest: asset.digest, commit: asset.commit };

/** What a kept draft was begun from. Drafts of old do not know the text: the page's own stands in where it is the same one. */
export function baseOfDraft(draft: Draft | null, asset: Asset | null): Base {
  if (draft === null || draft.base === asset?.digest) return baseOf(asset);
  if (draft.base === null) return null;
  return { digest: draft.base, text: draft.baseText ?? '', commit: draft.baseCommit ?? '' };
}

/** The file is not what the edit began from any more. */
export function movedUnder(activity: Activity | undefined, base: Base): Theirs | null {
  if (activity === undefined || activity.digest === (base?.digest ?? null)) return null;
  return {
    branch: null,
    digest: activity.digest,
    commit: activity.commit,
    by: activity.changedBy,
    at: activity.changedAt,
  };
}

/** Work of others on it that is not published, the newest first. */
export function workElsewhere(activity: Activity | undefined, me: string): Theirs[] {
  return (activity?.branches ?? [])
    .filter(({ changedBy }) => changedBy.id !== me)
    .map(({ branch, digest, head, changedBy, changedAt }) => ({
      branch,
      digest,
      commit: head,
      by: changedBy,
      at: changedAt,
    }));
}

/** `Lena changed this 3 minutes ago` without the time. */
export function whatTheyDid({ branch, digest, by }: Theirs): string {
  const who = by?.displayName ?? 'Somebody';
  const act = digest === null ? 'deleted' : 'changed';
  return branch === null ? `${who} ${act} this while you edit` : `${who} ${act} this on the branch ${branch}`;
}
