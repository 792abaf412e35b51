import type { BatchFollower } from '../../ledger/index.ts';
import type { Projection } from './projection.ts';
import { lockPlace, movePlace } from './store.ts';

/** A projection as the ledger drives it. A rebuild that is under way holds the place, and this waits. */
export function followerOf(projection: Projection): BatchFollower {
  const { name, actions } = projection;
  return {
    name,
    actions,
    reactAll: async (tx, organization, entries, nextIndex) => {
      const place = await lockPlace(tx, organization, name);
      await projection.fold(tx, organization, entries);
      const last = entries.at(-1);
      const at = last === undefined ? place.at : new Date(last.entry.at);
      await movePlace(tx, organization, name, { nextIndex, at });
    },
  };
}
