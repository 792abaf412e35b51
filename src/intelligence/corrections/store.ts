import type { PayloadForm } from '../../gateway/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Correction } from './correction.ts';

interface CorrectionRow {
  organization_id: OrganizationId;
  id: string;
  execution_id: string;
  writer_id: string;
  turn: number;
  form: PayloadForm;
  nonce: Uint8Array;
  ciphertext: Uint8Array;
  commitment: string;
  entry: string;
  created_at: Date;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    intelligence_correction: CorrectionRow;
  }
}

/** Every correction of an execution, oldest first, what was superseded too. */
export async function selectCorrections(
  reader: Reader,
  organization: OrganizationId,
  execution: string,
): Promise<Correction[]> {
  const rows = await reader
    .selectFrom('intelligence_correction')
    .where('organization_id', '=', organization)
    .where('execution_id', '=', execution)
    .orderBy('created_at')
    .orderBy('turn')
    .selectAll()
    .execute();
  return rows.map((row) => ({
    ...{ id: row.id, execution: row.execution_id, writer: row.writer_id, turn: row.turn },
    sealed: { form: row.form, nonce: row.nonce, ciphertext: row.ciphertext, commitment: row.commitment },
    ...{ entry: row.entry, createdAt: row.created_at },
  }));
}

/** @returns false when the writer's same turn is there already */
export async function insertCorrection(
  tx: Tx,
  organization: OrganizationId,
  { id, execution, writer, turn, sealed, entry, createdAt }: Correction,
): Promise<boolean> {
  const { form, nonce, ciphertext, commitment } = sealed;
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('intelligence_correction')
    .values({
      ...{ organization_id: organization, id, execution_id: execution, writer_id: writer, turn },
      ...{ form, nonce, ciphertext, commitment, entry, created_at: createdAt },
    })
    .onConflict((on) => on.columns(['organization_id', 'execution_id', 'writer_id', 'turn']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}
