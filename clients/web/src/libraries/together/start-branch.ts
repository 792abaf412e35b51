import { post, segment } from '../../api/client.ts';
import type { Branch } from '../../api/types.ts';

/** `edit-triage-ticket-k3f9`: valid, short and unlikely to exist. */
export function branchNameFor(path: string, random: number): string {
  const name =
    path
      .replace(/\.prompt$/, '')
      .split('/')
      .at(-1) ?? '';
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  const suffix = Math.floor(random * 36 ** 4)
    .toString(36)
    .padStart(4, '0');
  return `edit-${plain === '' ? 'prompt' : plain}-${suffix}`;
}

/** A new branch for an edit of this file. @param from a branch or a commit */
export const startBranch = (library: string, path: string, from: string | undefined): Promise<Branch> =>
  post<Branch>(`/api/v1/libraries/${segment(library)}/branches`, {
    name: branchNameFor(path, Math.random()),
    from,
  });
