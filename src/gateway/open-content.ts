import type { OrganizationId } from '../ledger/index.ts';
import type { Vault } from '../platform/crypto/index.ts';
import type { Reader } from '../platform/db/index.ts';
import { contentKeyPlace, type OpenedPayload, open, type PayloadKind, payloadPlace } from './content.ts';
import type { ExecutionId } from './execution.ts';
import { readPayloads } from './store/payloads.ts';

/** What is stored of an execution, opened. Undefined for what there is not, and for what was erased. */
export interface OpenedContent {
  readonly input: OpenedPayload | undefined;
  readonly output: OpenedPayload | undefined;
}

export async function openContent(
  parts: { readonly reader: Reader; readonly vault: Vault },
  organization: OrganizationId,
  execution: ExecutionId,
): Promise<OpenedContent> {
  const stored = await readPayloads(parts.reader, organization, execution);
  if (stored === undefined) return { input: undefined, output: undefined };
  const key = parts.vault.unwrap(stored.keyWrapped, contentKeyPlace(organization, execution));
  const opened = (kind: PayloadKind): OpenedPayload | undefined => {
    const payload = stored.payloads.find((one) => one.kind === kind);
    return payload === undefined
      ? undefined
      : open(key, payloadPlace(organization, execution, kind), payload);
  };
  return { input: opened('input'), output: opened('output') };
}
