import type { Tx } from '../../platform/db/index.ts';
import type { Execution } from '../execution.ts';
import { addToUses, deleteReservations, lockUses, selectReservations } from './store.ts';

/**
 * Takes what an execution without an outcome had reserved as used: nobody knows what the provider did, so it is the upper bound. In the
 * transaction that ends the execution; rolled back with it.
 */
export async function settleAbandoned(
  tx: Tx,
  { organization, id }: Pick<Execution, 'organization' | 'id'>,
): Promise<void> {
  const reserved = await selectReservations(tx, organization, [id]);
  if (reserved.length === 0) return;
  await lockUses(tx, reserved);
  await addToUses(
    tx,
    reserved.map(({ amount, ...key }) => ({ ...key, spent: amount, reserved: -amount })),
  );
  await deleteReservations(tx, [{ organization, execution: id }]);
}
