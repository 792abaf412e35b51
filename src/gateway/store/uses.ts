import { sql } from 'kysely';
import type { PersonId, Principal } from '../../access/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Digest } from '../../libraries/index.ts';
import type { Reader } from '../../platform/db/index.ts';
import './tables.ts';

/** What was used: bytes in a library, a path in it, or a model. */
export type Used =
  | { readonly library: string; readonly digest: Digest }
  | { readonly library: string; readonly path: string }
  | { readonly model: string };

/** One principal's use of it. */
export interface Use {
  readonly principal: Principal['id'];
  readonly human: PersonId;
  readonly executions: number;
  readonly first: Date;
  readonly last: Date;
  /** Under way at this moment. */
  readonly running: number;
}

/** Who used something, whoever used it last first. One row each, however often. */
export async function listUses(
  db: Reader,
  organization: OrganizationId,
  used: Used,
  limit: number,
): Promise<Use[]> {
  let query = db
    .selectFrom('gateway_execution')
    .select((is) => [
      'principal_id as principal',
      'human_id as human',
      is.fn.countAll<number>().as('executions'),
      is.fn.min('at').as('first'),
      is.fn.max('at').as('last'),
      is.fn.countAll<number>().filterWhere('status', '=', 'running').as('running'),
    ])
    .where('organization_id', '=', organization)
    .where('status', '<>', 'refused');
  if ('model' in used) query = query.where('model', '=', used.model);
  else query = query.where('library_name', '=', used.library);
  if ('digest' in used) query = query.where('prompt_digest', '=', used.digest);
  if ('path' in used) query = query.where('prompt_path', '=', used.path);
  return query
    .groupBy(['principal_id', 'human_id'])
    .orderBy(sql`max(at)`, 'desc')
    .orderBy('principal_id')
    .limit(limit)
    .execute();
}
