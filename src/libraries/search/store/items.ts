import { sql } from 'kysely';
import type { LibraryId, PersonId } from '../../../access/index.ts';
import type { Reader } from '../../../platform/db/index.ts';
import type { AssetKind } from '../../asset.ts';
import type { Place } from './find.ts';
import './tables.ts';

/** One indexed asset as an answer shows it. */
export interface ItemRow {
  readonly library: LibraryId;
  readonly path: string;
  readonly kind: AssetKind;
  readonly name: string;
  readonly title: string | null;
  /** As its text has it. */
  readonly saidOwner: string | null;
  /** Who answers for it now. */
  readonly owner: PersonId | null;
  readonly tags: readonly string[];
  readonly text: string;
  readonly version: number | null;
  /** The number that is live in production. */
  readonly live: number | null;
  readonly updatedAt: Date;
  readonly favorite: boolean;
}

/** These assets, in any order; what is not indexed is absent. */
export async function readItems(
  reader: Reader,
  { organization, principal }: Pick<Place, 'organization' | 'principal'>,
  keys: readonly { readonly library: LibraryId; readonly path: string }[],
): Promise<ItemRow[]> {
  if (keys.length === 0) return [];
  return reader
    .selectFrom(
      sql<ItemRow>`(
        select s.library_id as library, s.path, s.kind, s.name, s.title, s.owner as "saidOwner", s.tags, s.text, s.version,
          s.updated_at as "updatedAt", f.path is not null as favorite, (
            select p.number from libraries_pointer as p
            where p.organization_id = s.organization_id and p.library_id = s.library_id and p.path = s.path
              and p.environment = 'production'
            order by p.sequence desc limit 1
          ) as live, (
            select o.owner_id from libraries_owner as o
            where o.organization_id = s.organization_id and o.library_id = s.library_id and o.path = s.path
            order by o.sequence desc limit 1
          ) as owner
        from unnest(${keys.map(({ library }) => library)}::text[], ${keys.map(({ path }) => path)}::text[]) as k (library, path)
        join libraries_search as s on s.organization_id = ${organization} and s.library_id = k.library and s.path = k.path
        left join libraries_favorite as f on f.organization_id = s.organization_id and f.principal_id = ${principal}
          and f.library_id = s.library_id and f.path = s.path
      )`.as('item'),
    )
    .selectAll()
    .execute();
}
