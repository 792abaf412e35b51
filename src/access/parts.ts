import type { Ledger, OrganizationId } from '../ledger/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Reader } from '../platform/db/index.ts';
import type { LibraryId, Principal } from './principal.ts';

/** What the verbs of this slice work with. */
export interface AccessParts {
  readonly reader: Reader;
  readonly ledger: Pick<Ledger, 'record' | 'createLog' | 'lastActs'>;
  readonly clock: Clock;
}

/** What access must know of a library to name it: the slice to the right owns libraries and satisfies this as it is. */
export interface NamedLibrary {
  readonly id: LibraryId;
  readonly name: string;
  readonly visibility: 'open' | 'restricted';
}

/** The libraries slice, as access needs it. */
export interface LibraryDirectory {
  /** By URL name; throws the identical 404 when there is none or the principal may not know of it. */
  find(principal: Principal, name: string): Promise<NamedLibrary>;
  byId(organization: OrganizationId, id: LibraryId): Promise<NamedLibrary | undefined>;
}
