import { sql } from 'kysely';
import type { OrganizationId } from '../../ledger/index.ts';
import { keepPlan, type Reader, type Tx } from '../../platform/db/index.ts';
import type { PayloadKind, SealedPayload } from '../content.ts';
import type { ExecutionId } from '../execution.ts';
import './tables.ts';

export interface NewPayload {
  readonly organization: OrganizationId;
  readonly execution: ExecutionId;
  readonly kind: PayloadKind;
  readonly sealed: SealedPayload;
}

/** A row holds at most so many bytes of a content. */
const pieceBytes = 1_048_576;

/** Writes contents, in pieces, in one statement. Their bytes go in one parameter, which the driver passes as it is. */
export async function insertPayloads(tx: Tx, payloads: readonly NewPayload[]): Promise<void> {
  let end = 0;
  const rows = payloads.flatMap(({ organization, execution, kind, sealed }) => {
    const begin = end;
    end += sealed.ciphertext.length;
    const nonce = Buffer.from(sealed.nonce).toString('hex');
    const pieces = Math.max(1, Math.ceil(sealed.ciphertext.length / pieceBytes));
    return Array.from({ length: pieces }, (_, piece) => {
      const from = begin + piece * pieceBytes;
      const length = Math.min(pieceBytes, end - from);
      return { organization, execution, kind, form: sealed.form, nonce, piece, from: from + 1, length };
    });
  });
  const [first] = payloads;
  const bytes =
    payloads.length === 1 && first !== undefined
      ? Buffer.from(first.sealed.ciphertext.buffer, first.sealed.ciphertext.byteOffset, end)
      : Buffer.concat(
          payloads.map(({ sealed }) => sealed.ciphertext),
          end,
        );
  await sql`
    insert into gateway_payload (organization_id, execution_id, kind, form, nonce, piece, ciphertext)
    select organization, execution, kind, form, decode(nonce, 'hex'), piece, substring(${bytes}::bytea from "from" for length)
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (
      organization text, execution text, kind text, form text, nonce text, piece integer, "from" integer, length integer
    ) ${keepPlan}`.execute(tx);
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
      .orderBy('piece')
      .execute(),
  ]);
  const keyWrapped = owner?.key_wrapped ?? undefined;
  return keyWrapped === undefined ? undefined : { keyWrapped, payloads: putTogether(payloads) };
}

function putTogether(pieces: readonly StoredPayload[]): StoredPayload[] {
  return [...Map.groupBy(pieces, ({ kind }) => kind).values()].flatMap(([first, ...others]) => {
    if (first === undefined || others.length === 0) return first ?? [];
    return {
      ...first,
      ciphertext: Buffer.concat([first.ciphertext, ...others.map(({ ciphertext }) => ciphertext)]),
    };
  });
}
