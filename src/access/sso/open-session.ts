import type { EntryDraft, OrganizationId } from '../../ledger/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { PersonId } from '../principal.ts';

/** How sessions begin, as single sign-on needs it: one function makes them all, whatever was proved. */
export interface OpenSession {
  /** Inside a transaction, whose entries get the one that is returned. The cookies are for after the commit. */
  within(
    tx: Tx,
    start: {
      readonly organization: OrganizationId;
      readonly person: PersonId;
      readonly userAgent: string | null;
      readonly connection: string;
    },
  ): Promise<{ readonly entry: EntryDraft; cookies(): Promise<readonly string[]> }>;
}
