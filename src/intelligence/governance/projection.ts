import type { Projection } from '../layer/projection.ts';
import { addRows } from '../layer/store.ts';
import { governanceRollUps } from './roll-ups.ts';

/** How changes went: what the four keys of delivery are read from. */
export const governanceProjection: Projection = {
  name: 'intelligence.governance',
  actions: [
    'change.create',
    'change.submit',
    'change.review',
    'change.approve',
    'change.publish',
    'break_glass.create',
    'rollback.create',
  ],
  tables: governanceRollUps.map(({ table }) => table),
  fold: async (tx, organization, entries) => {
    for (const rollUp of governanceRollUps)
      await addRows(
        tx,
        rollUp,
        organization,
        entries.flatMap((entry) => rollUp.rowsOf(entry)),
      );
  },
};
