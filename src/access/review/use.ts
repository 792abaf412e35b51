import { type Action, rolesOf } from '../action.ts';
import { holds } from '../authorize.ts';
import type { Grant } from '../principal.ts';
import { allActions } from '../roles/role.ts';

/** A grant that was not used for this long asks to be taken away. */
export const unusedAfterMs = 90 * 86_400_000;

/** When a grant was used last, as far as the log tells. */
export interface Use {
  readonly lastUsed: Date | null;
  readonly unused: boolean;
}

/** What the log knows of one holder, as `ledger.lastActs` gives it. */
export interface Acts {
  readonly actions: ReadonlyMap<string, Date>;
  readonly since: Date | undefined;
}

/** Entries whose action is not the permission that let them be made. */
const permissionOf: Readonly<Record<string, readonly Action[]>> = {
  'execution.intend': ['execution.create', 'execution.create_raw'],
};

/** What every role holds says nothing of one of them. */
const telling = allActions.filter((action) => rolesOf(action).length < rolesOf('session.read').length);

/**
 * When the holders of a grant last did what its role permits. Reading leaves no entry, so a role that only reads counts by any entry of its
 * holder, such as signing in. A grant younger than ninety days is not called unused; nor is one of which the log that was looked at
 * does not go back that far.
 */
export function useOf(
  grant: Pick<Grant, 'role' | 'permissions'> & { readonly createdAt: Date },
  holders: readonly (Acts | undefined)[],
  now: Date,
): Use {
  const told = telling.filter((action) => holds(grant, action));
  const reads = told.every((action) => action.endsWith('.list') || action.endsWith('.read'));
  const tells = (name: string): boolean =>
    reads || (permissionOf[name] ?? [name]).some((one) => told.some((action) => action === one));
  const times = holders.flatMap((acts) =>
    [...(acts?.actions ?? [])].flatMap(([name, at]) => (tells(name) ? [at.getTime()] : [])),
  );
  const threshold = now.getTime() - unusedAfterMs;
  const last = times.length === 0 ? null : Math.max(...times);
  const isKnown = holders.every((acts) => acts?.since === undefined || acts.since.getTime() <= threshold);
  return {
    lastUsed: last === null ? null : new Date(last),
    unused: isKnown && grant.createdAt.getTime() <= threshold && (last === null || last < threshold),
  };
}
