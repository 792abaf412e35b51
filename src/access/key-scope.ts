import { isWithin, readRange } from '../platform/address-range.ts';
import type { JsonObject } from '../platform/canonical-json.ts';
import { Problem } from '../platform/problem.ts';
import { type Action, actions, isAction } from './action.ts';
import type { KeyScope } from './principal.ts';
import type { Resource } from './resource.ts';

/** Whether a key's scope leaves room for an action on a resource. It only narrows: what the grants do not permit stays forbidden. */
export function keyScopeCovers(scope: KeyScope | undefined, action: Action, resource: Resource): boolean {
  if (scope === undefined) return true;
  return keyScopeHolds(scope, action) && coversResource(scope, action, resource);
}

/**
 * Whether a key's scope holds an action anywhere.
 * `session.read` (who am I) is never narrowed away, and a key that may do something in a library may know of that library:
 * otherwise a key narrowed to `execution.create` could not even name what it runs.
 */
export function keyScopeHolds(scope: KeyScope | undefined, action: Action): boolean {
  const held = heldActions(scope);
  if (held === undefined || held.includes(action) || action === 'session.read') return true;
  return action === 'library.read' && held.some((name) => isAction(name) && actions[name].on === 'library');
}

/** A key that is bound to checks reports those and does nothing else, unless its scope names more. */
function heldActions(scope: KeyScope | undefined): readonly string[] | undefined {
  if (scope?.actions !== undefined) return scope.actions;
  return scope?.checks === undefined ? undefined : ['check.report'];
}

/** A key that is narrowed to libraries keeps nothing of the organization's but what every member has. */
function coversResource(scope: KeyScope, action: Action, resource: Resource): boolean {
  if (scope.libraries === undefined) return true;
  if (resource.kind === 'library') return scope.libraries.includes(resource.id);
  return actions[action].on === 'membership';
}

/**
 * A key may be narrowed to where it is used from. An address that is not known is nowhere.
 * @throws Problem `request.address_refused`: whoever is told so has shown the whole key
 */
export function refuseAddressOutsideScope(scope: KeyScope | undefined, address: string | undefined): void {
  if (scope?.ipRanges === undefined) return;
  const ranges = scope.ipRanges.map(readRange).filter((range) => range !== undefined);
  if (address !== undefined && isWithin(ranges, address)) return;
  throw new Problem({
    code: 'request.address_refused',
    status: 403,
    detail: `This key works from some addresses only, and ${address ?? 'an address that cannot be known'} is not one of them. Call from there, or make a key for here.`,
  });
}

/** As an entry has it. */
export function scopeData(scope: KeyScope | undefined): JsonObject | null {
  if (scope === undefined) return null;
  const { libraries, environments, models, actions: held, checks, useCases, ipRanges } = scope;
  return {
    ...(libraries === undefined ? {} : { libraries }),
    ...(environments === undefined ? {} : { environments }),
    ...(models === undefined ? {} : { models }),
    ...(held === undefined ? {} : { actions: held }),
    ...(checks === undefined ? {} : { checks }),
    ...(useCases === undefined ? {} : { useCases }),
    ...(ipRanges === undefined ? {} : { ipRanges }),
  };
}
