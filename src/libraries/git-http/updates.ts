import type { GitObject, Oid } from '../git/index.ts';
import type { Brought } from './check-push.ts';

/** A branch to start, move or end, checked. `before` and `after` are null for one that starts or ends. */
export interface BranchUpdate {
  readonly kind: 'branch';
  readonly ref: string;
  readonly branch: string;
  readonly before: Oid | null;
  readonly after: Oid | null;
  readonly brought: Brought;
  /** Pushed to `refs/for/main`. */
  readonly propose?: boolean;
}

/** A tag to make, checked. */
export interface NewTag {
  readonly kind: 'new tag';
  readonly ref: string;
  readonly tag: string;
  /** The commit that it stands for in the end. */
  readonly commit: Oid;
  /** The annotated tag's object; undefined for a lightweight tag. */
  readonly object: GitObject | undefined;
  readonly brought: Brought;
}

/** A tag to end. */
export interface EndedTag {
  readonly kind: 'ended tag';
  readonly ref: string;
  readonly tag: string;
  readonly before: Oid | null;
}

export type Update = BranchUpdate | NewTag | EndedTag;
