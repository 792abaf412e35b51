import { type RawBuilder, sql } from 'kysely';
import {
  type LibraryId,
  type LibraryVisibility,
  type PersonId,
  whereVisible,
} from '../../../access/index.ts';
import type { OrganizationId } from '../../../ledger/index.ts';
import type { Reader } from '../../../platform/db/index.ts';
import type { SearchQuery, Term } from '../query.ts';
import './tables.ts';

/** Where a search looks. Only these libraries' rows are read: what the caller may not see costs nothing and counts nowhere. */
export interface Place {
  readonly organization: OrganizationId;
  readonly libraries: readonly LibraryId[];
  /** And of those, only what this lets through: of some it may be a part. */
  readonly visibility: LibraryVisibility;
  /** Whose favorites. */
  readonly principal: string;
}

export interface Search extends SearchQuery {
  readonly favorite: boolean;
  /** Whom the query's owners mean. */
  readonly people: readonly PersonId[];
  /** Also what is only called nearly so. */
  readonly nearly: boolean;
}

/** An item's place in the order of results: the greatest score first. */
export interface Rank {
  readonly score: number;
  readonly library: LibraryId;
  readonly path: string;
}

export interface Count {
  readonly value: string;
  readonly count: number;
}

export interface Found {
  readonly total: number;
  readonly page: readonly Rank[];
  readonly facets: {
    readonly kinds: readonly Count[];
    readonly libraries: readonly Count[];
    readonly tags: readonly Count[];
  };
}

const longestFacet = 30;

/**
 * Finds, ranks and counts in one reading of the rows. Each facet counts what there would be without its own filter, so that one can
 * choose another value. What a row scores follows from the row and the query alone.
 */
export async function findAssets(
  reader: Reader,
  place: Place,
  search: Search,
  page: { readonly after: Rank | undefined; readonly limit: number },
): Promise<Found> {
  const { organization, libraries, visibility } = place;
  const { after, limit } = page;
  const later =
    after === undefined
      ? sql`true`
      : sql`(score < ${after.score} or (score = ${after.score} and (library_id, path) > (${after.library}, ${after.path})))`;
  const facet = (values: RawBuilder<unknown>, where: RawBuilder<unknown>) => sql`(
    select coalesce(json_agg(json_build_object('value', value, 'count', number) order by number desc, value), '[]') from (
      select value, count(*) as number from ${values} where ${where} group by value order by count(*) desc, value limit ${longestFacet}
    ) as counted
  )`;
  const row = await reader
    .selectFrom(
      sql<{ total: number; page: Rank[]; kinds: Count[]; libraries: Count[]; tags: Count[] }>`(
        with found as materialized (
          select s.library_id, l.name as library, s.path, s.kind, s.tags, ${scoreOf(search)} as score,
            ${anyOf(sql`s.kind`, search.kinds)} as of_kind, ${anyOf(sql`l.name`, search.libraries)} as of_library,
            s.tags @> ${search.tags}::text[] as of_tag
          from libraries_search as s
          join libraries_library as l on l.organization_id = s.organization_id and l.id = s.library_id
          where s.organization_id = ${organization} and s.library_id = any(${libraries}::text[])
            and ${whereVisible(visibility, sql.ref<string>('s.library_id'), sql<boolean>`(l.visibility = 'restricted')`, sql.ref<string>('s.path'))}
            and ${matches(search)} and ${ownedBy(search)} and ${favored(place, search.favorite)}
        ), page as (
          select library_id, path, score from found where of_kind and of_library and of_tag and ${later}
          order by score desc, library_id, path limit ${limit}
        )
        select
          (select count(*) from found where of_kind and of_library and of_tag) as total,
          (select coalesce(json_agg(json_build_object('library', library_id, 'path', path, 'score', score)
            order by score desc, library_id, path), '[]') from page) as page,
          ${facet(sql`(select kind as value, of_library, of_tag from found) as k`, sql`of_library and of_tag`)} as kinds,
          ${facet(sql`(select library as value, of_kind, of_tag from found) as k`, sql`of_kind and of_tag`)} as libraries,
          ${facet(sql`(select unnest(tags) as value, of_kind, of_library, of_tag from found) as k`, sql`of_kind and of_library and of_tag`)} as tags
      )`.as('answer'),
    )
    .selectAll()
    .executeTakeFirstOrThrow();
  const { kinds, tags } = row;
  return { total: row.total, page: row.page, facets: { kinds, libraries: row.libraries, tags } };
}

/** A word is found in the text, where it may be the beginning of one or have another ending, or anywhere in what is short. */
function holds(term: Term): RawBuilder<boolean> {
  const { words, exact } = term;
  if (exact) return sql<boolean>`s.document @@ phraseto_tsquery('simple', ${words})`;
  return sql<boolean>`(s.document @@ ${textQuery(term)} or strpos(s.label, ${words}) > 0)`;
}

function textQuery({ words, exact }: Term): RawBuilder<unknown> {
  if (exact) return sql`phraseto_tsquery('simple', ${words})`;
  const parts = words.split(' ');
  const beginning = parts.map((part, at) => `'${part}'${at === parts.length - 1 ? ':*' : ''}`).join(' <-> ');
  if (parts.length > 1) return sql`to_tsquery('simple', ${beginning})`;
  return sql`(to_tsquery('simple', ${beginning}) || plainto_tsquery('english', ${words}))`;
}

/** How like a name must be to a word that it is not: `sumarize` finds `summarize`. Fixed, so that no row decides over another. */
const likeness = 0.45;

function matches({ terms, without, nearly }: Search): RawBuilder<boolean> {
  const wanted = terms.map((term) =>
    nearly && !term.exact
      ? sql<boolean>`(${holds(term)} or word_similarity(${term.words}, s.label) >= ${likeness})`
      : holds(term),
  );
  const unwanted = without.map((term) => sql<boolean>`not ${holds(term)}`);
  return sql<boolean>`(${sql.join([sql`true`, ...wanted, ...unwanted], sql` and `)})`;
}

/**
 * The name itself, then names that begin so, names that hold it, what is short, then the text by how often and how near. Without words:
 * what changed last.
 */
function scoreOf({ terms, nearly }: Search): RawBuilder<number> {
  if (terms.length === 0) return sql<number>`(extract(epoch from s.updated_at) * 1000)::bigint`;
  const whole = terms.map(({ words }) => words).join(' ');
  const text = sql.join(
    terms.map((term) => textQuery(term)),
    sql` && `,
  );
  const like = nearly
    ? sql`(word_similarity(${whole}, s.label) + similarity(${whole}, s.leaf)) * 500000`
    : sql`0`;
  return sql<number>`(
    case
      when s.leaf = ${whole} or s.names = ${whole} then 50000000
      when starts_with(s.leaf, ${whole}) or starts_with(s.names, ${whole}) then 40000000
      when strpos(s.names, ${whole}) > 0 then 30000000
      when strpos(s.label, ${whole}) > 0 then 20000000
      else 0
    end + least(ts_rank('{0.05, 0.2, 0.6, 1}', s.document, ${text}) * 1000000, 9000000) + ${like}
  )::bigint`;
}

function anyOf(column: RawBuilder<unknown>, names: readonly string[]): RawBuilder<boolean> {
  return names.length === 0 ? sql<boolean>`true` : sql<boolean>`(${column} = any(${names}::text[]))`;
}

/** Whoever answers for it now. Only where nobody does (a file that came with the library) what its text says. */
function ownedBy({ owners, people }: Search): RawBuilder<boolean> {
  if (owners.length === 0) return sql<boolean>`true`;
  const said = owners.map((owner) => sql<boolean>`strpos(lower(coalesce(s.owner, '')), ${owner}) > 0`);
  return sql<boolean>`coalesce((
    select o.owner_id = any(${people}::text[]) from libraries_owner o
    where o.organization_id = s.organization_id and o.library_id = s.library_id and o.path = s.path
    order by o.sequence desc limit 1
  ), ${sql.join(said, sql` or `)})`;
}

function favored({ organization, principal }: Place, favorite: boolean): RawBuilder<boolean> {
  if (!favorite) return sql<boolean>`true`;
  return sql<boolean>`exists (
    select from libraries_favorite f where f.organization_id = ${organization} and f.principal_id = ${principal}
      and f.library_id = s.library_id and f.path = s.path
  )`;
}
