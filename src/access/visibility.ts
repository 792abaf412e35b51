import type { Action, actions } from './action.ts';
import { holds, isWithin, rolesThatSeeRestricted } from './authorize.ts';
import { keyScopeHolds } from './key-scope.ts';
import type { Grant, LibraryId, Principal } from './principal.ts';

/**
 * Which libraries, and which assets, a principal may do something with, as a filter for queries. A library is visible as a whole when
 * `(everything || (open && it is open) || ids holds it) && (within is undefined || within holds it)`, and,
 * with `alsoSeenBy`, when it is visible by that too; an asset also when one of `parts` reaches it.
 * A property test holds this and `permits` together.
 */
export interface LibraryVisibility {
  /** All open libraries. */
  readonly open: boolean;
  /** All libraries, restricted ones too. */
  readonly everything: boolean;
  /** These, open or restricted. */
  readonly ids: readonly LibraryId[];
  /** These parts of libraries. */
  readonly parts: readonly LibraryPart[];
  /** Never more than these: what the key is narrowed to. */
  readonly within: readonly LibraryId[] | undefined;
  /** Nor more than this: what whoever made the key may know of. */
  readonly alsoSeenBy?: LibraryVisibility | undefined;
}

/** All below a folder of a library, or one asset in it. */
export interface LibraryPart {
  readonly library: LibraryId;
  readonly kind: 'folder' | 'asset';
  readonly path: string;
}

/** An action that is taken on libraries or on assets in them. */
export type LibraryAction = {
  readonly [Name in Action]: (typeof actions)[Name]['on'] extends 'library' ? Name : never;
}[Action];

/** The filter of one principal, for one action. */
export function libraryVisibility(
  principal: Principal,
  action: LibraryAction = 'library.read',
): LibraryVisibility {
  const { grants, keyScope, maker } = principal;
  if (!keyScopeHolds(keyScope, action))
    return { open: false, everything: false, ids: [], parts: [], within: [] };
  const own = { ...visibleBy(grants, action), within: keyScope?.libraries };
  return maker === undefined
    ? own
    : { ...own, alsoSeenBy: { ...visibleBy(maker.grants, action), within: undefined } };
}

function visibleBy(
  grants: readonly Grant[],
  action: Action,
): Omit<LibraryVisibility, 'within' | 'alsoSeenBy'> {
  const holding = grants.filter((grant) => holds(grant, action));
  const scopes = holding.map(({ scope }) => scope);
  const wide = holding.filter(({ scope }) => scope.kind === 'organization');
  return {
    open: wide.length > 0,
    everything: wide.some(({ role }) => rolesThatSeeRestricted.some((name) => name === role)),
    ids: scopes.flatMap((scope) => (scope.kind === 'library' ? [scope.library] : [])),
    parts: scopes.flatMap((scope) => (scope.kind === 'folder' || scope.kind === 'asset' ? [scope] : [])),
  };
}

/**
 * The filter in words of code, for lists that are in memory already.
 * @param of an asset's path; `'any'` asks whether there may be anything of it in the library; without, the library as a whole
 */
export function sees(
  visibility: LibraryVisibility,
  library: { readonly id: LibraryId; readonly restricted: boolean },
  of?: { readonly path: string } | 'any',
): boolean {
  const { everything, open, ids, parts, within, alsoSeenBy } = visibility;
  if (within !== undefined && !within.includes(library.id)) return false;
  if (alsoSeenBy !== undefined && !sees(alsoSeenBy, library, of)) return false;
  if (everything || (open && !library.restricted) || ids.includes(library.id)) return true;
  return parts.some(
    (part) => part.library === library.id && of !== undefined && (of === 'any' || isWithin(part, of.path)),
  );
}
