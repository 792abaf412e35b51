import type { Principal } from '../access/index.ts';
import { compareTexts, kindOf, type TextComparisonWire, textComparisonWire } from '../libraries/index.ts';
import { Problem } from '../platform/problem.ts';
import { type ChangesParts, openDossier } from './dossier.ts';

/**
 * What a change does to one of its assets, against what was published when they parted: the same bytes that the change's page shows.
 * One asset at a time, so that a change of many large files holds nobody up.
 * @throws Problem 404 `change.compare.unknown_path`; those of `openDossier`
 */
export async function compareInChange(
  parts: ChangesParts,
  principal: Principal,
  id: string,
  path: string,
): Promise<TextComparisonWire> {
  const { comparison } = await openDossier(parts, principal, id);
  const asset = comparison.assets.find((candidate) => candidate.path === path);
  if (asset === undefined)
    throw new Problem({
      code: 'change.compare.unknown_path',
      status: 404,
      detail: 'This change does not touch that path. Read the change to see which it touches.',
    });
  return textComparisonWire(compareTexts(kindOf(path), asset.base?.text ?? null, asset.head?.text ?? null));
}
