import type { Resource } from '../access/index.ts';
import type { Library } from './libraries.ts';

/** The one protected branch: only *publish* moves it. */
export const protectedBranch = 'main';

export const fileLimits = {
  bytesPerFile: 262_144,
  filesPerCommit: 100,
  bytesOfPathsPerCommit: 24_576,
} as const;

/** Names of libraries and of the parts of branch names: they stand in addresses and in references (`LIBRARY/NAME@branch:NAME`). */
export const namePattern = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** `fix/tone` is a branch name. 40 hexadecimal digits are not: they would read as a commit. */
export const branchPattern =
  /^(?![0-9a-f]{40}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\/[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?){0,3}$/;

/** The library as `authorize` sees it: as a whole, or one asset in it, or anything in it. */
export function resourceOf(library: Library, of?: { readonly path: string } | 'any'): Resource {
  const whole = { kind: 'library', id: library.id, restricted: library.visibility === 'restricted' } as const;
  return of === undefined ? whole : { ...whole, paths: of === 'any' ? of : [of.path] };
}
