import { actorOf, type Principal } from '../../access/index.ts';
import { newId } from '../../platform/id.ts';
import { Problem } from '../../platform/problem.ts';
import { commitTo } from '../commitment.ts';
import type { ChangesParts } from '../dossier.ts';
import { targetInEntry } from './create.ts';
import { openRecall } from './open-recall.ts';
import { findRecall, liftRecall, lockRecalls } from './store.ts';

/**
 * Lets something run again. Whoever recalled it may lift it too; both names are in the record.
 * @throws Problem `recall.lift.lifted_already` 409
 */
export async function liftRecallOf(
  parts: ChangesParts,
  principal: Principal,
  id: string,
  reason: string,
): Promise<void> {
  const { recall } = await openRecall(parts, principal, id, 'recall.lift');
  const { organization } = principal;
  await parts.ledger.record(async (tx) => {
    await lockRecalls(tx, organization);
    const now = await findRecall(tx, organization, recall.id);
    if (now?.lifted !== null)
      throw new Problem({
        code: 'recall.lift.lifted_already',
        status: 409,
        detail: 'This recall was lifted already. Nothing needs to be done.',
      });
    const entry = newId('ent');
    const said = commitTo(reason);
    const lift = { by: principal.id, human: principal.human, at: parts.clock.now(), reason, entry };
    await liftRecall(tx, organization, recall.id, { ...lift, salt: said.salt });
    return {
      value: undefined,
      entry: {
        id: entry,
        organization,
        action: 'recall.lift',
        actor: actorOf(principal),
        subject: { kind: 'recall', id: recall.id },
        data: { ...targetInEntry(recall.target), recalledBy: recall.human, reason: said.commitment },
      },
    };
  });
}
