import { sql } from 'kysely';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader } from '../../platform/db/index.ts';
import type { Execution } from '../execution.ts';
import { executionOf } from './execution-row.ts';
import './tables.ts';

/** Which executions of a prompt may be picked, and how. */
export interface Sampled {
  readonly library: string;
  readonly path: string;
  readonly since: Date;
  /** Only these; null for any. */
  readonly among: readonly string[] | null;
  /** Decides the order: whoever knows it picks the same again. */
  readonly seed: string;
  readonly limit: number;
}

/** Answered executions of published versions whose content is there, in an order that follows from the seed and their ids alone. */
export async function sampleExecutions(
  reader: Reader,
  organization: OrganizationId,
  { library, path, since, among, seed, limit }: Sampled,
): Promise<Execution[]> {
  let query = reader
    .selectFrom('gateway_execution')
    .selectAll()
    .where('organization_id', '=', organization)
    .where((is) => is.eb(is.cast<string>('library_id', 'text'), '=', library))
    .where('prompt_path', '=', path)
    .where('prompt_version', 'is not', null)
    .where('status', '=', 'succeeded')
    .where('key_wrapped', 'is not', null)
    .where('at', '>=', since);
  if (among !== null) query = query.where(sql<boolean>`id = any(${[...among]}::text[])`);
  const rows = await query
    .orderBy(sql`encode(sha256((${seed}::text || id)::bytea), 'hex')`)
    .limit(limit)
    .execute();
  return rows.map(executionOf);
}
