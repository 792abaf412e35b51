import { sql } from 'kysely';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Oid } from '../git/index.ts';
import type { RepositoryKey } from './tables.ts';

/** A tag. It never moves: it is made and may end. */
export interface TagRow {
  /** Without `refs/tags/`. */
  readonly name: string;
  readonly commit: Oid;
  /** The annotated tag's object; null for a lightweight tag. */
  readonly object: Oid | null;
  readonly createdAt: Date;
  readonly createdBy: string;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    libraries_git_tag: {
      organization_id: RepositoryKey['organization'];
      library_id: RepositoryKey['id'];
      name: string;
      commit_oid: Oid;
      object_oid: Oid | null;
      created_at: Date;
      created_by: string;
    };
  }
}

/** Which tags: all of them, or only those at a commit that `main` stood at once, which is what is published. */
export type TagsWanted = 'all' | 'published';

/** Tags in the order of their bytes. */
export async function readTags(reader: Reader, key: RepositoryKey, wanted: TagsWanted): Promise<TagRow[]> {
  const rows = await tags(reader, key)
    .where(
      wanted === 'all'
        ? sql<boolean>`true`
        : sql<boolean>`exists (
            select 1 from libraries_publication p
            where p.organization_id = libraries_git_tag.organization_id
              and p.library_id = libraries_git_tag.library_id and p.commit_oid = libraries_git_tag.commit_oid
          )`,
    )
    .selectAll()
    .execute();
  return rows
    .map(tagOf)
    .sort((left, right) => Buffer.compare(Buffer.from(left.name), Buffer.from(right.name)));
}

export async function findTag(reader: Reader, key: RepositoryKey, name: string): Promise<TagRow | undefined> {
  const row = await tags(reader, key).where('name', '=', name).selectAll().executeTakeFirst();
  return row === undefined ? undefined : tagOf(row);
}

export async function tagNames(reader: Reader, key: RepositoryKey): Promise<string[]> {
  return (await tags(reader, key).select('name').execute()).map(({ name }) => name);
}

/** The transaction holds the library's lock: two tags of one name, or of names that git cannot hold together, wait for each other. */
export async function insertTag(tx: Tx, { organization, id }: RepositoryKey, tag: TagRow): Promise<void> {
  await tx
    .insertInto('libraries_git_tag')
    .values({
      organization_id: organization,
      library_id: id,
      name: tag.name,
      commit_oid: tag.commit,
      object_oid: tag.object,
      created_at: tag.createdAt,
      created_by: tag.createdBy,
    })
    .execute();
}

/** Ends a tag. What it named stays, its own object too. */
export async function deleteTag(tx: Tx, { organization, id }: RepositoryKey, name: string): Promise<void> {
  await tx
    .deleteFrom('libraries_git_tag')
    .where('organization_id', '=', organization)
    .where('library_id', '=', id)
    .where('name', '=', name)
    .execute();
}

function tags(reader: Reader, { organization, id }: RepositoryKey) {
  return reader
    .selectFrom('libraries_git_tag')
    .where('organization_id', '=', organization)
    .where('library_id', '=', id);
}

function tagOf(row: {
  name: string;
  commit_oid: Oid;
  object_oid: Oid | null;
  created_at: Date;
  created_by: string;
}): TagRow {
  const { name, commit_oid: commit, object_oid: object, created_at: createdAt, created_by: createdBy } = row;
  return { name, commit, object, createdAt, createdBy };
}
