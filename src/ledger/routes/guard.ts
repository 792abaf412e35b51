import { z } from 'zod';
import { isId } from '../../platform/id.ts';
import type { Actor, EntryId, OrganizationId } from '../entry.ts';

/** What of the ledger a principal may do: names of `access`, which lies to the right and hands its judgment in. */
export type LedgerAction =
  | 'ledger.head'
  | 'ledger.prove'
  | 'ledger.rotate_key'
  | 'entry.list'
  | 'entry.read'
  | 'saved_search.list'
  | 'saved_search.create'
  | 'saved_search.delete'
  | 'attestation.list'
  | 'attestation.create'
  | 'witness.list'
  | 'witness.add'
  | 'witness.end'
  | 'witness.require'
  | 'witnessed_log.list'
  | 'witnessed_log.add'
  | 'witnessed_log.end'
  | 'export_target.list'
  | 'export_target.create'
  | 'export_target.update'
  | 'export_target.end'
  | 'export_target.test';

export interface LedgerGuard<Principal> {
  organization(principal: Principal): OrganizationId;
  /** The principal as an entry names it. */
  actor(principal: Principal): Actor;
  /** Throws a `Problem` when the principal may not. */
  permit(principal: Principal, action: LedgerAction): void;
  /** As `permit`, for what only a person may do who proved lately who they are. */
  permitLately(principal: Principal, action: LedgerAction): void;
}

export const entryIdSchema = z.custom<EntryId>(
  (value) => typeof value === 'string' && isId('ent', value),
  'must be an id of an entry, ent_…',
);
export const entryParams = z.object({ entry: z.string() });

/** Gives the principal's organization, or throws a `Problem`. */
export type Permitted<Principal> = (principal: Principal, action: LedgerAction) => OrganizationId;
