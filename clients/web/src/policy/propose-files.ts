import { post, segment } from '../api/client.ts';
import type { Branch, Change, PolicyPack } from '../api/types.ts';

/** A branch, one commit with every file of a pack, and a draft change. @returns its id */
export async function proposeFiles(library: string, pack: PolicyPack): Promise<string> {
  const home = `/api/v1/libraries/${segment(library)}`;
  const suffix = Math.random().toString(36).slice(2, 7);
  const branch = await post<Branch>(`${home}/branches`, { name: `pack-${pack.id}-${suffix}` });
  await post(`${home}/commits`, {
    branch: branch.name,
    expectedHead: branch.head,
    message: `Add the starter pack ${pack.id}`,
    files: pack.files,
  });
  const change = await post<Change>('/api/v1/changes', {
    library,
    branch: branch.name,
    title: `Policy: ${pack.name}`,
    description: pack.description,
  });
  return change.id;
}
