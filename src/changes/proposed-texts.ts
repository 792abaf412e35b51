import type { Principal } from '../access/index.ts';
import { notFound } from '../platform/problem.ts';
import { openDossier } from './dossier.ts';
import type { ChangesParts } from './parts.ts';

/** What a change of a library would make of it: path → text, or null for what it deletes. Whoever may read the change. @throws Problem 404 */
export async function proposedTexts(
  parts: ChangesParts,
  principal: Principal,
  id: string,
  libraryName: string,
): Promise<ReadonlyMap<string, string | null>> {
  const { library, comparison } = await openDossier(parts, principal, id);
  if (library.name !== libraryName) throw notFound();
  return new Map(comparison.assets.map(({ path, head }) => [path, head === null ? null : head.text]));
}
