import { type Access, named, type PersonRef } from '../access/index.ts';
import type { OrganizationId, Recorder } from '../ledger/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Reader } from '../platform/db/index.ts';
import type { ObjectReader } from './store/objects.ts';

/** What the verbs of this slice work with. */
export interface LibrariesParts {
  readonly reader: Reader;
  readonly ledger: Recorder;
  readonly clock: Clock;
  readonly access: Pick<Access, 'names'>;
  readonly objects: ObjectReader;
}

/** Names people for an answer. */
export async function namesOf(
  parts: LibrariesParts,
  organization: OrganizationId,
  ids: readonly string[],
): Promise<(id: string) => PersonRef> {
  const names = await parts.access.names(organization, [...new Set(ids)]);
  return (id) => named(names, id);
}
