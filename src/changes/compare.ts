import type { Principal } from '../access/index.ts';
import {
  compareTexts,
  kindOf,
  type Oid,
  type TextComparisonWire,
  textComparisonWire,
} from '../libraries/index.ts';
import { Problem } from '../platform/problem.ts';
import { type ChangesParts, openDossier } from './dossier.ts';

/**
 * What a change does to one of its assets, against what was published when they parted: the same bytes that the change's page shows.
 * One asset at a time, so that a change of many large files holds nobody up.
 * @param since an earlier revision of the change: then only what came after it
 * @throws Problem 404 `change.compare.unknown_path`, `change.compare.unknown_revision`; those of `openDossier`
 */
export async function compareInChange(
  parts: ChangesParts,
  principal: Principal,
  id: string,
  { path, since }: { readonly path: string; readonly since: Oid | undefined },
): Promise<TextComparisonWire> {
  const { comparison, library } = await openDossier(parts, principal, id);
  const asset = comparison.assets.find((candidate) => candidate.path === path);
  if (asset === undefined)
    throw new Problem({
      code: 'change.compare.unknown_path',
      status: 404,
      detail: 'This change does not touch that path. Read the change to see which it touches.',
    });
  const after = asset.head?.text ?? null;
  if (since === undefined)
    return textComparisonWire(compareTexts(kindOf(path), asset.base?.text ?? null, after));
  const revisions = await parts.libraries.revisions(library, comparison.head, comparison.main);
  if (!revisions.some(({ commit }) => commit === since))
    throw new Problem({
      code: 'change.compare.unknown_revision',
      status: 404,
      detail: 'This change never was at that revision. Read the change for those it had.',
    });
  const before = (await parts.libraries.textAt(library, since, path)) ?? null;
  return textComparisonWire(compareTexts(kindOf(path), before, after));
}
