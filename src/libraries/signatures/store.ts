import { type SqlBool, sql } from 'kysely';
import type { LibraryId } from '../../access/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Digest, SignedPrompt } from '../libraries.ts';
import type { RepositoryKey } from '../store/tables.ts';
import type { Signature } from './signature.ts';

declare module '../../platform/db/tables.ts' {
  interface Tables {
    libraries_signature: {
      organization_id: OrganizationId;
      library_id: LibraryId;
      path: string;
      since: Date;
      until: Date | null;
      version: number | null;
      digest: Digest;
      tokenizer: number;
      normalized: string;
      tokens: number;
      minhash: Buffer;
      shingles: Buffer;
      title: string | null;
      model: string | null;
      risk: string | null;
      redirect: string | null;
    };
  }
}

/** One prompt that came to stand on `main`. */
export interface SignatureRow {
  readonly path: string;
  readonly since: Date;
  readonly version: number | null;
  readonly digest: Digest;
  readonly signature: Signature;
  readonly title: string | null;
  readonly model: string | null;
  readonly risk: string | null;
  readonly redirect: string | null;
}

/** Says until when what stands at these paths stood there; of all of the library's without paths. */
export async function endSignatures(
  tx: Tx,
  { organization, id }: RepositoryKey,
  until: Date,
  paths?: readonly string[],
): Promise<void> {
  let query = tx
    .updateTable('libraries_signature')
    .set({ until })
    .where('organization_id', '=', organization)
    .where('library_id', '=', id)
    .where('until', 'is', null);
  if (paths !== undefined) query = query.where('path', '=', sql<string>`any(${paths}::text[])`);
  await query.execute();
}

/** Adds rows; one that is there already (the library is indexed again) stands again. */
export async function writeSignatures(
  tx: Tx,
  { organization, id }: RepositoryKey,
  rows: readonly SignatureRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insertInto('libraries_signature')
    .values(
      rows.map(({ signature, ...row }) => ({
        ...{ organization_id: organization, library_id: id, until: null },
        ...row,
        tokenizer: signature.tokenizer,
        normalized: signature.normalized,
        tokens: signature.tokens,
        minhash: Buffer.from(signature.minHash.buffer),
        shingles: Buffer.from(signature.shingles.buffer),
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['organization_id', 'library_id', 'path', 'since']).doUpdateSet(({ ref }) => ({
        until: null,
        version: ref('excluded.version'),
        digest: ref('excluded.digest'),
        tokenizer: ref('excluded.tokenizer'),
        normalized: ref('excluded.normalized'),
        tokens: ref('excluded.tokens'),
        minhash: ref('excluded.minhash'),
        shingles: ref('excluded.shingles'),
        title: ref('excluded.title'),
        model: ref('excluded.model'),
        risk: ref('excluded.risk'),
        redirect: ref('excluded.redirect'),
      })),
    )
    .execute();
}

/** Prompts of some libraries that stand on `main`, or stood there after a moment. Without shingles. */
export async function selectSignatures(
  reader: Reader,
  organization: OrganizationId,
  libraries: readonly LibraryId[],
  after: Date,
): Promise<SignedPrompt[]> {
  const rows = await reader
    .selectFrom('libraries_signature')
    .where('organization_id', '=', organization)
    .where('library_id', '=', sql<LibraryId>`any(${libraries}::text[])`)
    .where(sql<SqlBool>`(until is null or until > ${after})`)
    .select(['library_id as library', 'path', 'since', 'until', 'version', 'digest', 'tokenizer'])
    .select(['normalized', 'tokens', 'minhash', 'title', 'model', 'risk', 'redirect'])
    .orderBy('library_id')
    .orderBy('path')
    .orderBy('since')
    .execute();
  return rows.map(({ minhash, ...row }) => ({
    ...row,
    minHash: new Uint32Array(new Uint8Array(minhash).buffer),
  }));
}

/** The shingles of contents that stand in these libraries. */
export async function selectShingles(
  reader: Reader,
  organization: OrganizationId,
  libraries: readonly LibraryId[],
  digests: readonly Digest[],
): Promise<ReadonlyMap<Digest, Float64Array>> {
  const found = new Map<Digest, Float64Array>();
  for (let from = 0; from < digests.length; from += 1_000) {
    const rows = await reader
      .selectFrom('libraries_signature')
      .distinctOn('digest')
      .where('organization_id', '=', organization)
      .where('library_id', '=', sql<LibraryId>`any(${libraries}::text[])`)
      .where('digest', '=', sql<Digest>`any(${digests.slice(from, from + 1_000)}::text[])`)
      .select(['digest', 'shingles'])
      .orderBy('digest')
      .execute();
    for (const { digest, shingles } of rows)
      found.set(digest, new Float64Array(new Uint8Array(shingles).buffer));
  }
  return found;
}
