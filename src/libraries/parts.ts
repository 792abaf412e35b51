import { type Access, named, type PersonRef } from '../access/index.ts';
import type { OrganizationId, Recorder } from '../ledger/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Reader } from '../platform/db/index.ts';
import type { HostList } from '../platform/host-list.ts';
import type { Library } from './libraries.ts';
import type { ObjectReader } from './store/objects.ts';

/** What the verbs of this slice work with. */
export interface LibrariesParts {
  readonly reader: Reader;
  readonly ledger: Recorder;
  readonly clock: Clock;
  readonly access: Pick<Access, 'names' | 'personById' | 'holdsNow'>;
  readonly objects: ObjectReader;
  /** Where git repositories may be imported from. */
  readonly importHosts: HostList;
  /**
   * Why a branch may not be rewritten or deleted now (an open change stands on it), or undefined. Changes are to the right: the composition
   * root answers. Asked before, not under a lock.
   */
  readonly whyKept: (library: Library, branch: string) => Promise<string | undefined>;
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
