import { rolesThatSeeRestricted } from './authorize.ts';
import { keyScopeHolds } from './key-scope.ts';
import type { Grant, LibraryId, Principal } from './principal.ts';

/**
 * Which libraries a principal may know of (`library.read`), as a filter for queries. A library is visible when
 * `(everything || (open && it is open) || ids holds it) && (within is undefined || within holds it)`, and,
 * with `alsoSeenBy`, when it is visible by that too.
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
  /** Nor more than this: what whoever made the key may know of. */
  readonly alsoSeenBy?: LibraryVisibility | undefined;
}

/** The filter of one principal. Every role holds `library.read`, so grants count by their scope alone. */
export function libraryVisibility(principal: Principal): LibraryVisibility {
  const { grants, keyScope, maker } = principal;
  if (!keyScopeHolds(keyScope, 'library.read'))
    return { open: false, everything: false, ids: [], within: [] };
  const own = { ...visibleBy(grants), within: keyScope?.libraries };
  return maker === undefined
    ? own
    : { ...own, alsoSeenBy: { ...visibleBy(maker.grants), within: undefined } };
}

function visibleBy(grants: readonly Grant[]): Omit<LibraryVisibility, 'within' | 'alsoSeenBy'> {
  const wide = grants.filter((grant) => grant.scope.kind === 'organization');
  return {
    open: wide.length > 0,
    everything: wide.some((grant) => rolesThatSeeRestricted.includes(grant.role)),
    ids: grants.flatMap((grant) => (grant.scope.kind === 'library' ? [grant.scope.library] : [])),
  };
}

/** The filter in words of code, for lists that are in memory already. */
export function sees(
  visibility: LibraryVisibility,
  library: { readonly id: LibraryId; readonly restricted: boolean },
): boolean {
  const { everything, open, ids, within, alsoSeenBy } = visibility;
  if (within !== undefined && !within.includes(library.id)) return false;
  if (alsoSeenBy !== undefined && !sees(alsoSeenBy, library)) return false;
  return everything || (open && !library.restricted) || ids.includes(library.id);
}
