import { newId } from '../../platform/id.ts';
import { invariant } from '../../platform/invariant.ts';
import type { ChangesParts } from '../dossier.ts';
import { eachOf } from '../each-of.ts';
import { insertAct } from '../store/acts.ts';
import { lockChange } from '../store/changes.ts';
import type { BreakGlass } from './break-glass.ts';
import { goBack } from './go-back.ts';
import { ended, lockBreakGlass, overdue } from './store.ts';

/** Thrown inside a transaction to leave nothing behind: another node is at it, or it was reviewed meanwhile. */
class NotMine extends Error {}

const batch = 50;

/**
 * Puts environments back whose emergency is over. On any number of nodes: a row lock lets one work at each, and the others skip it. If we
 * stop in between, nothing of that one happened and any node takes it up again; the gateway refuses it all the while.
 * @returns how many ended now
 */
export async function expireBreakGlasses(parts: ChangesParts): Promise<number> {
  return eachOf(await overdue(parts.reader, parts.clock.now(), batch), (broken) => expire(parts, broken));
}

async function expire(
  parts: ChangesParts,
  { organization, change, library: id }: BreakGlass,
): Promise<boolean> {
  const library = await parts.libraries.byId(organization, id);
  invariant(library !== undefined, 'a library stays');
  try {
    await parts.ledger.record(async (tx) => {
      // The change first, as every act does: a review and this wait for each other in one order only.
      await lockChange(tx, organization, change);
      const broken = await lockBreakGlass(tx, organization, change, 'skip');
      const at = parts.clock.now();
      if (broken === undefined || broken.endedAt !== null || broken.review !== null || broken.expiresAt > at)
        throw new NotMine();
      const entry = newId('ent');
      const going = { by: broken.by, at, entry, reason: 'The emergency is over' };
      const moved = await goBack(parts, tx, library, broken, going);
      await ended(tx, broken, { at, entry });
      const detail = `the emergency ended, and ${broken.environment} went back`;
      await insertAct(tx, organization, change, {
        action: 'break_glass.expire',
        by: broken.by,
        at,
        detail,
        entry,
      });
      return {
        value: undefined,
        entry: {
          id: entry,
          organization,
          action: 'break_glass.expire',
          actor: { kind: 'system', id: 'changes' },
          subject: { kind: 'change', id: change },
          data: { breakGlass: broken.id, library: library.id, environment: broken.environment, moved },
        },
      };
    });
    return true;
  } catch (error) {
    if (error instanceof NotMine) return false;
    throw error;
  }
}
