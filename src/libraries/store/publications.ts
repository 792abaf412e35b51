import { sql } from 'kysely';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Id } from '../../platform/id.ts';
import { invariant } from '../../platform/invariant.ts';
import type { Oid } from '../git/index.ts';
import { ofLibrary, unpublished } from './reach.ts';
import type { RepositoryKey } from './tables.ts';

/**
 * Says that `main` now stands at `commit`, and which commits came to it with that. The transaction holds the lock of `main` (or makes the
 * library).
 * @returns the publication's number
 */
export async function insertPublication(
  tx: Tx,
  key: RepositoryKey,
  publication: {
    readonly commit: Oid;
    readonly change: Id<'chg'> | null;
    readonly at: Date;
    readonly by: string;
  },
): Promise<{ readonly number: number }> {
  const { organization, id } = key;
  const { rows: numbered } = await sql<{ number: number }>`
    insert into libraries_publication
      (organization_id, library_id, number, commit_oid, change_id, published_at, published_by)
    select ${organization}, ${id}, 1 + coalesce(max(number), 0), ${publication.commit}, ${publication.change},
      ${publication.at}, ${publication.by}
    from libraries_publication where organization_id = ${organization} and library_id = ${id}
    returning number
  `.execute(tx);
  const number = numbered[0]?.number;
  invariant(number !== undefined, 'an insert says what it inserted');
  await sql`
    with recursive ${unpublished(key, sql`select '', ${publication.commit}`)}
    insert into libraries_published_commit (organization_id, library_id, oid, generation, number)
    select ${organization}, ${id}, c.oid, c.generation, ${number}::integer
    from own cross join lateral (
      select c.oid, c.generation from libraries_commit c where ${ofLibrary('c', key)} and c.oid = own.oid offset 0
    ) c
  `.execute(tx);
  return { number };
}

/** Whether `main` ever stood at this commit: only that is published, not what lies between two publications. */
export async function wasPublished(
  reader: Reader,
  { organization, id }: RepositoryKey,
  commit: Oid,
): Promise<boolean> {
  const row = await reader
    .selectFrom('libraries_publication')
    .where('organization_id', '=', organization)
    .where('library_id', '=', id)
    .where('commit_oid', '=', commit)
    .select('number')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Where `main` stood before it stood at `commit`; undefined for the first state and for what `main` never was. */
export async function publicationBefore(
  reader: Reader,
  { organization, id }: RepositoryKey,
  commit: Oid,
): Promise<Oid | undefined> {
  const row = await reader
    .selectFrom('libraries_publication as p')
    .innerJoin('libraries_publication as before', (on) =>
      on
        .onRef('before.organization_id', '=', 'p.organization_id')
        .onRef('before.library_id', '=', 'p.library_id')
        .on(sql<boolean>`before.number = p.number - 1`),
    )
    .where('p.organization_id', '=', organization)
    .where('p.library_id', '=', id)
    .where('p.commit_oid', '=', commit)
    .select('before.commit_oid')
    .executeTakeFirst();
  return row?.commit_oid;
}
