import type { Principal } from '../../access/index.ts';
import { type Comparison, kindOf, type Library, type SimilarAsset } from '../../libraries/index.ts';
import type { ChangesParts } from '../dossier.ts';
import { builtIn, type Check, counted } from './check.ts';

/** One published asset that is much like one of a change. */
export interface Similar extends Omit<SimilarAsset, 'path'> {
  /** The change's own. */
  readonly path: string;
  /** The other one's. */
  readonly like: string;
}

/** Of how many assets of one change the likes are looked for, and how many are told. */
const mostAssets = 5;
const mostSimilar = 10;

/**
 * What is published already and much like what a change brings, the most like first, for a person to judge: no threshold separates a copy
 * from a relative. Informational. Looked for in the change's own library and in open ones, of those that the caller may read, so nobody
 * learns of a restricted library by proposing something like what is in it (AT-47).
 */
export async function similarAssets(
  { libraries }: Pick<ChangesParts, 'libraries'>,
  principal: Principal,
  library: Library,
  comparison: Comparison,
): Promise<{ readonly check: Check; readonly similar: readonly Similar[] }> {
  const heads = comparison.assets
    .flatMap(({ path, head }) =>
      head === null || kindOf(path) === 'other' ? [] : [{ path, text: head.text }],
    )
    .slice(0, mostAssets);
  // What it takes away is no copy: it moves.
  const gone = new Set(comparison.assets.filter(({ head }) => head === null).map(({ path }) => path));
  const found: Similar[] = [];
  try {
    for (const head of heads)
      for (const other of await libraries.similar(principal, library, head))
        if (other.library !== library.name || !gone.has(other.path))
          found.push({ ...other, path: head.path, like: other.path });
  } catch {
    return { check: builtIn('similar', 'errored', 'It could not be computed.', [], false), similar: [] };
  }
  const similar = found.toSorted((left, right) => right.score - left.score).slice(0, mostSimilar);
  const detail =
    similar.length === 0
      ? 'Nothing that is published is much like it.'
      : `${counted(similar.length, 'published asset')} much like it. See whether one of them does already what this is for.`;
  return { check: builtIn('similar', 'passed', detail, [], false), similar };
}
