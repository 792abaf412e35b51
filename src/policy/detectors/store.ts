import type { Insertable, Selectable } from 'kysely';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { DetectorId, OnFailure, OutsideDetector } from './detector.ts';

interface DetectorTable {
  organization_id: OrganizationId;
  id: DetectorId;
  name: string;
  url: string;
  secret_wrapped: Uint8Array | null;
  timeout_ms: number;
  on_failure: OnFailure;
  created_by: string;
  created_at: Date;
  ended_at: Date | null;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    policy_detector: DetectorTable;
  }
}

/** One in force, with its secret as it is stored. */
export type StoredDetector = OutsideDetector & { readonly secretWrapped: Uint8Array | null };

/** Those in force, oldest first. */
export async function selectDetectors(
  reader: Reader,
  organization: OrganizationId,
): Promise<StoredDetector[]> {
  const rows = await reader
    .selectFrom('policy_detector')
    .where('organization_id', '=', organization)
    .where('ended_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .selectAll()
    .execute();
  return rows.map(detectorFrom);
}

function detectorFrom(row: Selectable<DetectorTable>): StoredDetector {
  const { organization_id: organization, id, name, url } = row;
  return {
    ...{ organization, id, name, url, timeoutMs: row.timeout_ms, onFailure: row.on_failure },
    ...{ createdBy: row.created_by, createdAt: row.created_at, secretWrapped: row.secret_wrapped },
  };
}

export async function insertDetector(tx: Tx, detector: StoredDetector): Promise<void> {
  const { organization, id, name, url, timeoutMs, onFailure, createdBy, createdAt, secretWrapped } = detector;
  const row: Insertable<DetectorTable> = {
    organization_id: organization,
    ...{ id, name, url, secret_wrapped: secretWrapped, timeout_ms: timeoutMs, on_failure: onFailure },
    ...{ created_by: createdBy, created_at: createdAt, ended_at: null },
  };
  await tx.insertInto('policy_detector').values(row).execute();
}

/** @returns false when there is none in force */
export async function endStored(
  tx: Tx,
  organization: OrganizationId,
  id: DetectorId,
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('policy_detector')
    .set({ ended_at: at })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
