import type { Principal } from '../../access/index.ts';
import type { ChangesParts } from '../dossier.ts';
import { refuseRecalled } from '../recalls/refuse-recalled.ts';
import { approvedToGoBackTo, type RollbackInput } from './going-back.ts';
import { type Moved, moveAsset } from './move.ts';

/**
 * Makes an earlier version live again, in one step: the approvals under which it was published there still stand for exactly these bytes.
 * @throws Problem `rollback.create.not_approved_there` 409, `rollback.create.live_already` 409, `rollback.create.moved_on` 409,
 *   `rollback.create.recalled` 409; those of `moveAsset`
 */
export function rollBack(parts: ChangesParts, principal: Principal, input: RollbackInput): Promise<Moved> {
  return moveAsset(parts, principal, 'rollback.create', 'rollback', input, async (tx, library, history) => {
    const approved = approvedToGoBackTo(input, history);
    await refuseRecalled(tx, 'rollback.create', library, [{ path: input.path, digest: approved.digest }]);
    return approved;
  });
}
