import { mayKnow } from './authorize.ts';
import type { LibraryDirectory } from './parts.ts';
import type { LibraryId, Principal, Scope } from './principal.ts';

/** A scope as people read it: with the library's name. */
export type NamedScope =
  | { readonly kind: 'organization' }
  | { readonly kind: 'library'; readonly library: string }
  | { readonly kind: 'folder' | 'asset'; readonly library: string; readonly path: string };

/** Names libraries for one principal, and keeps silent about those that the principal may not know of. */
export interface LibraryNames {
  nameOf(id: LibraryId): Promise<string | undefined>;
  /** Undefined when the scope is a library that the principal may not know of. */
  scopeOf(scope: Scope): Promise<NamedScope | undefined>;
}

/** For one request: each library is looked up once. */
export function libraryNames(directory: LibraryDirectory, principal: Principal): LibraryNames {
  const found = new Map<LibraryId, Promise<string | undefined>>();
  const nameOf = (id: LibraryId): Promise<string | undefined> => {
    const known = found.get(id) ?? lookUp(directory, principal, id);
    found.set(id, known);
    return known;
  };
  return {
    nameOf,
    scopeOf: async (scope) => {
      if (scope.kind === 'organization') return scope;
      const library = await nameOf(scope.library);
      return library === undefined ? undefined : { ...scope, library };
    },
  };
}

async function lookUp(
  directory: LibraryDirectory,
  principal: Principal,
  id: LibraryId,
): Promise<string | undefined> {
  const library = await directory.byId(principal.organization, id);
  if (library === undefined) return undefined;
  return mayKnow(principal, { id, restricted: library.visibility === 'restricted' })
    ? library.name
    : undefined;
}
