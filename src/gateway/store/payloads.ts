import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { PayloadKind, SealedPayload } from '../content.ts';
import type { ExecutionId } from '../execution.ts';
import './tables.ts';

export async function insertPayload(
  tx: Tx,
  payload: {
    readonly organization: OrganizationId;
    readonly execution: ExecutionId;
    readonly kind: PayloadKind;
    readonly keyWrapped: Uint8Array;
    readonly sealed: SealedPayload;
  },
): Promise<void> {
  await tx
    .insertInto('gateway_payload')
    .values({
      organization_id: payload.organization,
      execution_id: payload.execution,
      kind: payload.kind,
      key_wrapped: payload.keyWrapped,
      nonce: payload.sealed.nonce,
      ciphertext: payload.sealed.ciphertext,
    })
    .execute();
}

export interface StoredPayload {
  readonly kind: PayloadKind;
  readonly keyWrapped: Uint8Array;
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
}

export async function readPayloads(
  reader: Reader,
  organization: OrganizationId,
  execution: ExecutionId,
): Promise<StoredPayload[]> {
  const rows = await reader
    .selectFrom('gateway_payload')
    .select(['kind', 'key_wrapped', 'nonce', 'ciphertext'])
    .where('organization_id', '=', organization)
    .where('execution_id', '=', execution)
    .execute();
  return rows.map(({ kind, key_wrapped, nonce, ciphertext }) => ({
    kind,
    keyWrapped: key_wrapped,
    nonce,
    ciphertext,
  }));
}
