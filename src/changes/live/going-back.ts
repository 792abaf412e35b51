import type { Digest, LiveMove } from '../../libraries/index.ts';
import { Problem } from '../../platform/problem.ts';
import { approvalOf, type LiveHistory, liveNow } from './live-history.ts';
import type { MoveInput } from './move.ts';

export interface RollbackInput extends MoveInput {
  /** The version to go back to. */
  readonly version: number;
  /** What was live when the decision was made, if it is to hold; null for nothing. */
  readonly from?: number | null | undefined;
}

/**
 * The move that says the wanted version is approved there, whatever else is or was live. Pure.
 * @throws Problem `rollback.create.moved_on` 409, `rollback.create.live_already` 409, `rollback.create.not_approved_there` 409
 */
export function approvedToGoBackTo(
  input: Omit<RollbackInput, 'library' | 'reason'>,
  history: LiveHistory,
): LiveMove & { readonly digest: Digest } {
  refuseMovedOn(input, history);
  const { version, path, environment } = input;
  if (liveNow(history) === version) throw liveAlready(input);
  const approved = approvalOf(history, version);
  if (approved === undefined || approved.digest === null)
    throw new Problem({
      code: 'rollback.create.not_approved_there',
      status: 409,
      detail: `Version ${version} of ${path} was never approved for ${environment}. Choose one that was (version.list names them in approvedFor), or open a change that publishes it.`,
    });
  return { ...approved, digest: approved.digest };
}

function refuseMovedOn(
  { from, environment }: Pick<RollbackInput, 'from' | 'environment'>,
  history: LiveHistory,
): void {
  if (from === undefined || from === liveNow(history)) return;
  const now = liveNow(history);
  throw new Problem({
    code: 'rollback.create.moved_on',
    status: 409,
    detail: `${environment} has moved meanwhile: ${now === null ? 'nothing' : `version ${now}`} is live there. Look again, then decide.`,
    more: { live: now },
  });
}

function liveAlready({ version, environment }: Pick<RollbackInput, 'version' | 'environment'>): Problem {
  return new Problem({
    code: 'rollback.create.live_already',
    status: 409,
    detail: `Version ${version} is what is live in ${environment} already. Nothing needs to be done.`,
  });
}
