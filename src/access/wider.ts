import { contains, readRange } from '../platform/address-range.ts';
import { type Action, actions, isAction } from './action.ts';
import { permits } from './authorize.ts';
import type { Grant, KeyScope, LibraryId, Principal, Scope } from './principal.ts';
import { type Resource, theOrganization } from './resource.ts';

/** What a key would carry: the rights of a person or an app, narrowed by the scope asked for. */
export interface Carried {
  readonly grants: readonly Grant[];
  readonly scope: KeyScope | undefined;
}

/** Stand for every library that no grant and no scope names: rights on those depend on nothing but open or restricted. */
const unnamedOpen: Resource = { kind: 'library', id: 'lib_unnamed', restricted: false };
const unnamedRestricted: Resource = { kind: 'library', id: 'lib_unnamed', restricted: true };

/**
 * A key is never wider than its maker (attack AT-41). Names the first right that the key would have and the maker has not,
 * or undefined when there is none. Complete, because rights differ only between the organization, named and unnamed libraries, and the
 * parts of libraries that grants name: what is in a part and in no smaller one stands for all of it, since one grant must reach it alone.
 * @param restricted which of the libraries named anywhere in the grants and scopes are restricted; unknown ones count as such
 */
export function widerThanMaker(
  maker: Principal,
  carried: Carried,
  restricted: (library: LibraryId) => boolean,
): string | undefined {
  // With the maker's own maker, whom the new key inherits.
  const key: Principal = { ...maker, grants: carried.grants, keyScope: carried.scope };
  const named = new Set([
    ...librariesOf(maker.grants, maker.keyScope),
    ...librariesOf(maker.maker?.grants ?? [], undefined),
    ...librariesOf(carried.grants, carried.scope),
  ]);
  const resources = [theOrganization, unnamedOpen, unnamedRestricted];
  for (const id of named) resources.push({ kind: 'library', id, restricted: restricted(id) });
  for (const { scope } of [...maker.grants, ...(maker.maker?.grants ?? []), ...carried.grants])
    resources.push(...somethingIn(scope, restricted));
  for (const action of Object.keys(actions).filter((name): name is Action => isAction(name)))
    for (const resource of resources)
      if (permits(key, action, resource) && !permits(maker, action, resource)) return action;
  if (!isSubset(carried.scope?.environments, maker.keyScope?.environments)) return 'environments';
  if (!isSubset(carried.scope?.models, maker.keyScope?.models)) return 'models';
  if (!isSubset(carried.scope?.checks, maker.keyScope?.checks)) return 'checks';
  if (!isSubset(carried.scope?.useCases, maker.keyScope?.useCases)) return 'useCases';
  if (!areInside(carried.scope?.ipRanges, maker.keyScope?.ipRanges)) return 'ipRanges';
  return undefined;
}

/** An asset in a part of a library that is in no smaller part: no path has a NUL. */
function somethingIn(scope: Scope, restricted: (library: LibraryId) => boolean): readonly Resource[] {
  if (scope.kind !== 'folder' && scope.kind !== 'asset') return [];
  const path = scope.kind === 'folder' ? `${scope.path}/\0` : scope.path;
  const id = scope.library;
  return [{ kind: 'library', id, restricted: restricted(id), paths: [path] }];
}

/** Libraries that grants or a scope name. */
export function librariesOf(grants: readonly Grant[], scope: KeyScope | undefined): readonly LibraryId[] {
  const granted = grants.flatMap(({ scope }) => (scope.kind === 'organization' ? [] : [scope.library]));
  return [...granted, ...(scope?.libraries ?? [])];
}

function isSubset(inner: readonly string[] | undefined, outer: readonly string[] | undefined): boolean {
  return outer === undefined || (inner?.every((name) => outer.includes(name)) ?? false);
}

/** Each range in one of the others. */
function areInside(inner: readonly string[] | undefined, outer: readonly string[] | undefined): boolean {
  if (outer === undefined) return true;
  const around = outer.map(readRange).filter((range) => range !== undefined);
  const within = (inner ?? ['']).map(readRange);
  return within.every((range) => range !== undefined && around.some((one) => contains(one, range)));
}
