import type { Principal } from '../../access/index.ts';
import { kindOf } from '../asset.ts';
import type { Library, SimilarAsset } from '../libraries.ts';
import type { LibrariesParts } from '../parts.ts';
import { redirectOf } from '../redirects/follow.ts';
import { comparedText, likeness } from './likeness.ts';
import { placeOf } from './place.ts';
import { selectSimilar } from './store/similar.ts';

/** From here on two texts are worth a look: of edited copies nearly all are above it, and of relatives many. */
const worthALook = 0.45;
const mostTold = 5;

/**
 * Published assets of the same kind that are much like a text, of those that the principal may read. What sends its callers on is left out.
 * @param forWhom who reads of it: everybody who may read `library` (then only it and open libraries are looked at), or the principal alone
 */
export async function similarAssets(
  parts: LibrariesParts,
  principal: Principal,
  library: Library,
  { path, text }: { readonly path: string; readonly text: string },
  forWhom: 'readers' | 'caller' = 'readers',
): Promise<readonly SimilarAsset[]> {
  const { place, libraries, whole } = await placeOf(parts, principal);
  const within = whole.filter(
    ({ id, visibility }) => forWhom === 'caller' || id === library.id || visibility === 'open',
  );
  const candidates = await selectSimilar(
    parts.reader,
    { organization: place.organization, libraries: within.map(({ id }) => id) },
    { kind: kindOf(path), text, atLeast: worthALook - 0.15, limit: 40 },
  );
  const own = comparedText(path, text);
  return candidates
    .filter((candidate) => candidate.library !== library.id || candidate.path !== path)
    .filter((candidate) => redirectOf(candidate.path, candidate.text) === undefined)
    .map((candidate) => ({
      library: libraries.get(candidate.library)?.name ?? '',
      path: candidate.path,
      name: candidate.name,
      title: candidate.title,
      version: candidate.version,
      score: Math.round(likeness(own, comparedText(candidate.path, candidate.text)) * 100) / 100,
    }))
    .filter(({ score }) => score >= worthALook)
    .toSorted((left, right) => right.score - left.score)
    .slice(0, mostTold);
}
