import { type Selectable, sql } from 'kysely';
import type { Reader, Tx } from '../../../platform/db/index.ts';
import type { OrganizationId } from '../../entry.ts';
import type { ExportTarget, TargetStanding } from '../target.ts';
import { placeFrom } from './place-row.ts';
import type { TargetRow } from './tables.ts';

type Handle = Reader | Tx;
export type Which = Pick<ExportTarget, 'organization' | 'id'>;
/** A target with its credential as it is stored. */
export type StoredTarget = ExportTarget & { readonly wrapped: Uint8Array | null };

const targetFrom = (row: Selectable<TargetRow>): StoredTarget => ({
  organization: row.organization_id,
  id: row.id,
  name: row.name,
  kind: row.kind,
  form: row.form,
  url: row.url,
  ca: row.ca,
  headerName: row.header_name,
  wrapped: row.header_wrapped,
  state: row.state,
  createdBy: row.created_by,
  createdAt: row.created_at,
});

/** Those that have not ended, with how far each has come and how far it is behind the newest signed head. */
export async function selectTargets(db: Handle, organization: OrganizationId): Promise<TargetStanding[]> {
  const rows = await db
    .selectFrom('ledger_export_target as t')
    .innerJoin('ledger_export_place as p', (on) =>
      on.onRef('p.organization_id', '=', 't.organization_id').onRef('p.target_id', '=', 't.id'),
    )
    .leftJoin('ledger_position as o', (on) =>
      on.onRef('o.organization_id', '=', 'p.organization_id').onRef('o.index', '=', 'p.next_index'),
    )
    .leftJoin('ledger_leaf as l', (on) =>
      on.onRef('l.organization_id', '=', 'o.organization_id').onRef('l.id', '=', 'o.id'),
    )
    .where('t.organization_id', '=', organization)
    .where('t.state', '<>', 'ended')
    .selectAll('t')
    .select([
      'p.next_index',
      'p.due_at',
      'p.failures',
      'p.error',
      'p.failed_at',
      'p.sent_at',
      'l.at as since',
    ])
    .select(sql<number>`greatest(0, ${headSize(organization)} - p.next_index)`.as('behind'))
    .orderBy('t.id')
    .execute();
  return rows.map(({ since, behind, ...row }) => {
    const { wrapped: _wrapped, ...target } = targetFrom(row);
    return { ...target, place: placeFrom(row), behind, behindSince: behind === 0 ? null : since };
  });
}

const headSize = (organization: OrganizationId) =>
  sql`coalesce((select max(tree_size) from ledger_checkpoint where organization_id = ${organization}), 0)`;

export async function selectTarget(
  db: Handle,
  organization: OrganizationId,
  id: string,
): Promise<StoredTarget | undefined> {
  const row = await db
    .selectFrom('ledger_export_target')
    .selectAll()
    .where('organization_id', '=', organization)
    .where(sql<string>`id`, '=', id)
    .where('state', '<>', 'ended')
    .executeTakeFirst();
  return row && targetFrom(row);
}

/** @returns false when another has the name */
export async function insertTarget(tx: Tx, target: StoredTarget, nextIndex: number): Promise<boolean> {
  const { organization, id, createdAt } = target;
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('ledger_export_target')
    .values({
      organization_id: organization,
      id,
      name: target.name,
      kind: target.kind,
      form: target.form,
      url: target.url,
      ca: target.ca,
      header_name: target.headerName,
      header_wrapped: target.wrapped,
      state: target.state,
      created_by: target.createdBy,
      created_at: createdAt,
    })
    .onConflict((on) => on.doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) return false;
  await tx
    .insertInto('ledger_export_place')
    .values({
      ...{
        organization_id: organization,
        target_id: id,
        next_index: nextIndex,
        due_at: createdAt,
        failures: 0,
      },
      ...{ error: null, failed_at: null, sent_at: null, claim: null, claimed_until: null },
    })
    .execute();
  return true;
}

export type TargetPatch = Partial<
  Pick<StoredTarget, 'name' | 'form' | 'url' | 'ca' | 'headerName' | 'wrapped' | 'state'>
>;

/** That another target has the name: unique_violation of its index. */
export const isNameTaken = (error: unknown): boolean =>
  error instanceof Error && 'constraint' in error && error.constraint === 'ledger_export_target_name';

/** @throws what `isNameTaken` knows, when another has the name */
export async function updateTarget(tx: Tx, { organization, id }: Which, patch: TargetPatch): Promise<void> {
  const { headerName, wrapped, ...same } = patch;
  const header = headerName === undefined ? {} : { header_name: headerName, header_wrapped: wrapped ?? null };
  await tx
    .updateTable('ledger_export_target')
    .set({ ...same, ...header })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .execute();
}
