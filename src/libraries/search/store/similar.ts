import { sql } from 'kysely';
import type { LibraryId } from '../../../access/index.ts';
import type { OrganizationId } from '../../../ledger/index.ts';
import type { Reader } from '../../../platform/db/index.ts';
import type { AssetKind } from '../../asset.ts';
import './tables.ts';

export interface Candidate {
  readonly library: LibraryId;
  readonly path: string;
  readonly name: string;
  readonly title: string | null;
  readonly version: number | null;
  readonly text: string;
}

/** How much of each text is compared: what is longer is told apart by its beginning. */
const comparedCharacters = 20_000;

/** Published assets of a kind, of these libraries only, that share most of their trigrams with a text, the most like first. */
export async function selectSimilar(
  reader: Reader,
  place: { readonly organization: OrganizationId; readonly libraries: readonly LibraryId[] },
  asked: {
    readonly kind: AssetKind;
    readonly text: string;
    readonly atLeast: number;
    readonly limit: number;
  },
): Promise<Candidate[]> {
  if (place.libraries.length === 0) return [];
  const score = sql<number>`similarity(left(text, ${comparedCharacters}), ${asked.text.slice(0, comparedCharacters).toWellFormed()})`;
  return reader
    .selectFrom(
      reader
        .selectFrom('libraries_search')
        .select(['library_id as library', 'path', 'name', 'title', 'version', 'text', score.as('score')])
        .where('organization_id', '=', place.organization)
        .where('library_id', 'in', place.libraries)
        .where('kind', '=', asked.kind)
        .as('scored'),
    )
    .select(['library', 'path', 'name', 'title', 'version', 'text'])
    .where('score', '>=', asked.atLeast)
    .orderBy('score', 'desc')
    .orderBy('library')
    .orderBy('path')
    .limit(asked.limit)
    .execute();
}
