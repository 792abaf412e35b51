import type { Principal } from '../../access/index.ts';
import { Problem } from '../../platform/problem.ts';
import type { ChangesParts } from '../dossier.ts';
import { refuseRecalled } from '../recalls/refuse-recalled.ts';
import { approvalOf, type LiveHistory, liveNow } from './live-history.ts';
import { type Moved, type MoveInput, moveAsset } from './move.ts';

export interface RollbackInput extends MoveInput {
  /** The version to go back to. */
  readonly version: number;
  /** What was live when the decision was made, if it is to hold; null for nothing. */
  readonly from?: number | null | undefined;
}

/**
 * Makes an earlier version live again, in one step: the approvals under which it was published there still stand for exactly these bytes.
 * @throws Problem `rollback.create.not_approved_there` 409, `rollback.create.live_already` 409, `rollback.create.moved_on` 409,
 *   `rollback.create.recalled` 409; those of `moveAsset`
 */
export function rollBack(parts: ChangesParts, principal: Principal, input: RollbackInput): Promise<Moved> {
  const { version, path, environment } = input;
  return moveAsset(parts, principal, 'rollback.create', 'rollback', input, async (tx, library, history) => {
    refuseMovedOn(input, history);
    if (liveNow(history) === version) throw liveAlready(input);
    const approved = approvalOf(history, version);
    if (approved === undefined || approved.digest === null)
      throw new Problem({
        code: 'rollback.create.not_approved_there',
        status: 409,
        detail: `Version ${version} of ${path} was never approved for ${environment}. Choose one that was (version.list names them in approvedFor), or open a change that publishes it.`,
      });
    await refuseRecalled(tx, 'rollback.create', library, [{ path, digest: approved.digest }]);
    return approved;
  });
}

function refuseMovedOn({ from, environment }: RollbackInput, history: LiveHistory): void {
  if (from === undefined || from === liveNow(history)) return;
  const now = liveNow(history);
  throw new Problem({
    code: 'rollback.create.moved_on',
    status: 409,
    detail: `${environment} has moved meanwhile: ${now === null ? 'nothing' : `version ${now}`} is live there. Look again, then decide.`,
    more: { live: now },
  });
}

function liveAlready({ version, environment }: RollbackInput): Problem {
  return new Problem({
    code: 'rollback.create.live_already',
    status: 409,
    detail: `Version ${version} is what is live in ${environment} already. Nothing needs to be done.`,
  });
}
