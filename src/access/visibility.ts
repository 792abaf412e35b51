import { rolesThatSeeRestricted } from './authorize.ts';
import { keyScopeHolds } from './key-scope.ts';
import type { LibraryId, Principal } from './principal.ts';

/**
 * Which libraries a principal may know of (`library.read`), as a filter for queries. A library is visible when
 * `(everything || (open && it is open) || ids holds it) && (within is undefined || within holds it)`.
 * A property test holds this and `permits` together.
 */
export interface LibraryVisibility {
  /** All open libraries. */
  readonly open: boolean;
  /** All libraries, restricted ones too. */
  readonly everything: boolean;
  /** These, open or restricted. */
  readonly ids: readonly LibraryId[];
  /** Never more than these: what the key is narrowed to. */
  readonly within: readonly LibraryId[] | undefined;
}

/** The filter of one principal. Every role holds `library.read`, so grants count by their scope alone. */
export function libraryVisibility(principal: Principal): LibraryVisibility {
  const { grants, keyScope } = principal;
  if (!keyScopeHolds(keyScope, 'library.read'))
    return { open: false, everything: false, ids: [], within: [] };
  const wide = grants.filter((grant) => grant.scope.kind === 'organization');
  return {
    open: wide.length > 0,
    everything: wide.some((grant) => rolesThatSeeRestricted.includes(grant.role)),
    ids: grants.flatMap((grant) => (grant.scope.kind === 'library' ? [grant.scope.library] : [])),
    within: keyScope?.libraries,
  };
}

/** The filter in words of code, for lists that are in memory already. */
export function sees(
  visibility: LibraryVisibility,
  library: { readonly id: LibraryId; readonly restricted: boolean },
): boolean {
  const { everything, open, ids, within } = visibility;
  if (within !== undefined && !within.includes(library.id)) return false;
  return everything || (open && !library.restricted) || ids.includes(library.id);
}
