import type { OrganizationId } from '../ledger/index.ts';
import type { Vault } from '../platform/crypto/index.ts';
import type { Reader } from '../platform/db/index.ts';
import { contentKeyPlace, type OpenedPayload, open, type SealedPayload, seal } from './content.ts';
import type { ExecutionId } from './execution.ts';
import { readPayloads } from './store/payloads.ts';

/**
 * Texts of other slices about an execution's content: sealed under that content's own key, so whatever erases the one erases the other,
 * and a legal hold keeps both. `place` names the text for good; without it nothing opens.
 */
export interface ContentBeside {
  /** Undefined when the content is erased. */
  seal(
    organization: OrganizationId,
    execution: ExecutionId,
    place: string,
    text: string,
  ): Promise<SealedPayload | undefined>;
  /** Undefined when the content was erased meanwhile. */
  open(
    organization: OrganizationId,
    execution: ExecutionId,
    place: string,
    sealed: Pick<SealedPayload, 'form' | 'nonce' | 'ciphertext'>,
  ): Promise<OpenedPayload | undefined>;
}

export function contentBeside(parts: { readonly reader: Reader; readonly vault: Vault }): ContentBeside {
  const keyOf = async (organization: OrganizationId, execution: ExecutionId) => {
    const stored = await readPayloads(parts.reader, organization, execution);
    return stored && parts.vault.unwrap(stored.keyWrapped, contentKeyPlace(organization, execution));
  };
  return {
    seal: async (organization, execution, place, text) => {
      const key = await keyOf(organization, execution);
      return key && seal(key, placeOf(organization, execution, place), text);
    },
    open: async (organization, execution, place, sealed) => {
      const key = await keyOf(organization, execution);
      return key && open(key, placeOf(organization, execution, place), sealed);
    },
  };
}

const placeOf = (organization: OrganizationId, execution: ExecutionId, place: string) =>
  `beside/${organization}/${execution}/${place}`;
