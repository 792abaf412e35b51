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
    readonly sealed: SealedPayload;
  },
): Promise<void> {
  const { form, nonce, ciphertext } = payload.sealed;
  await tx
    .insertInto('gateway_payload')
    .values({
      organization_id: payload.organization,
      execution_id: payload.execution,
      kind: payload.kind,
      form,
      nonce,
      ciphertext,
    })
    .execute();
}

export interface StoredPayload extends Pick<SealedPayload, 'form' | 'nonce' | 'ciphertext'> {
  readonly kind: PayloadKind;
}

/** What is stored of an execution, and the wrapped key that opens it. Undefined once it is erased. */
export async function readPayloads(
  reader: Reader,
  organization: OrganizationId,
  execution: ExecutionId,
): Promise<{ readonly keyWrapped: Uint8Array; readonly payloads: readonly StoredPayload[] } | undefined> {
  const [owner, payloads] = await Promise.all([
    reader
      .selectFrom('gateway_execution')
      .select('key_wrapped')
      .where('organization_id', '=', organization)
      .where('id', '=', execution)
      .executeTakeFirst(),
    reader
      .selectFrom('gateway_payload')
      .select(['kind', 'form', 'nonce', 'ciphertext'])
      .where('organization_id', '=', organization)
      .where('execution_id', '=', execution)
      .execute(),
  ]);
  const keyWrapped = owner?.key_wrapped ?? undefined;
  return keyWrapped === undefined ? undefined : { keyWrapped, payloads };
}
