import type { Library } from '../api/types.ts';

/** What one can do with a commit: stands at the foot of its details. Nothing yet. */
export function CommitActions(_props: { library: Library; commit: string }) {
  return null;
}
