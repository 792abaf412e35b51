import type { Principal } from '../../access/index.ts';
import { Problem } from '../../platform/problem.ts';
import type { ChangesParts } from '../dossier.ts';
import { refuseRecalled } from '../recalls/refuse-recalled.ts';
import { approvalOf, retirementOf } from './live-history.ts';
import { type Moved, type MoveInput, moveAsset } from './move.ts';

/**
 * Takes an asset out of an environment: nothing of it is live there from then on. Its versions and its file stay.
 * @throws Problem `retirement.create.not_live` 409; those of `moveAsset`
 */
export function retireAsset(parts: ChangesParts, principal: Principal, input: MoveInput): Promise<Moved> {
  return moveAsset(parts, principal, 'retirement.create', 'retire', input, async (_tx, _library, history) => {
    const live = history.at(-1);
    if (live === undefined || live.number === null)
      throw new Problem({
        code: 'retirement.create.not_live',
        status: 409,
        detail: `Nothing of ${input.path} is live in ${input.environment}, so there is nothing to take out.`,
      });
    return { number: null, digest: null, change: live.change };
  });
}

/**
 * Puts back what was live before the asset was retired.
 * @throws Problem `retirement.end.not_retired` 409, `retirement.end.not_approved` 409, `retirement.end.recalled` 409; those of `moveAsset`
 */
export function endRetirement(parts: ChangesParts, principal: Principal, input: MoveInput): Promise<Moved> {
  return moveAsset(parts, principal, 'retirement.end', 'restore', input, async (tx, library, history) => {
    const before = retirementOf(history)?.before;
    if (before === undefined || before.digest === null)
      throw new Problem({
        code: 'retirement.end.not_retired',
        status: 409,
        detail: `${input.path} is not retired in ${input.environment}. Roll back to a version, or publish a change, to make something live there.`,
      });
    if (before.number === null || approvalOf(history, before.number) === undefined) throw notApproved(input);
    await refuseRecalled(tx, 'retirement.end', library, [{ path: input.path, digest: before.digest }]);
    return before;
  });
}

function notApproved({ path, environment }: MoveInput): Problem {
  return new Problem({
    code: 'retirement.end.not_approved',
    status: 409,
    detail: `What was live of ${path} in ${environment} was brought by break-glass and never approved. Roll back to an approved version instead.`,
  });
}
