import type { Principal, Role, Scope } from '../access/index.ts';
import type { Actor, EntryDraft, OrganizationId, Recorder } from '../ledger/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Reader, Tx } from '../platform/db/index.ts';
import type { ObjectReader } from './store/objects.ts';

/** Somebody who is named in an answer. */
export interface PersonRef {
  readonly id: string;
  readonly kind: 'person' | 'app';
  readonly displayName: string;
}

/** What libraries needs of access beside `authorize`: satisfied by access as it is. */
export interface LibraryAccess {
  names(organization: OrganizationId, ids: readonly string[]): Promise<ReadonlyMap<string, PersonRef>>;
  /** Gives a role inside a transaction that is under way; the caller returns the entry among its own. */
  grantWithin(
    tx: Tx,
    given: {
      readonly organization: OrganizationId;
      readonly by: Actor;
      readonly at: Date;
      readonly principal: Principal['id'];
      readonly role: Role;
      readonly scope: Scope;
    },
  ): Promise<{ readonly grant: Principal['grants'][number]; readonly entry: EntryDraft }>;
}

/** What the verbs of this slice work with. */
export interface LibrariesParts {
  readonly reader: Reader;
  readonly ledger: Recorder;
  readonly clock: Clock;
  readonly access: LibraryAccess;
  readonly objects: ObjectReader;
}

/** Names people for an answer. Somebody who is not known any more keeps the id, so that history never loses its subject. */
export async function namesOf(
  parts: LibrariesParts,
  organization: OrganizationId,
  ids: readonly string[],
): Promise<(id: string) => PersonRef> {
  const names = await parts.access.names(organization, [...new Set(ids)]);
  return (id) => names.get(id) ?? { id, kind: id.startsWith('app_') ? 'app' : 'person', displayName: id };
}
