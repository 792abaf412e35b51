import { post, segment } from '../api/client.ts';
import type { Branch, Change } from '../api/types.ts';

/** Files to propose together, under a name. */
export type Proposed = {
  /** Small letters, digits and dashes: a part of the branch's name. */
  id: string;
  name: string;
  description: string;
  files: readonly { path: string; text: string }[];
};

/** A branch, one commit with every file, and a draft change. @returns its id */
export async function proposeFiles(
  library: string,
  { id, name, description, files }: Proposed,
): Promise<string> {
  const home = `/api/v1/libraries/${segment(library)}`;
  const suffix = Math.random().toString(36).slice(2, 7);
  const branch = await post<Branch>(`${home}/branches`, { name: `propose-${id}-${suffix}` });
  await post(`${home}/commits`, {
    branch: branch.name,
    expectedHead: branch.head,
    message: name,
    files,
  });
  const change = await post<Change>('/api/v1/changes', {
    library,
    branch: branch.name,
    title: name,
    description,
  });
  return change.id;
}
