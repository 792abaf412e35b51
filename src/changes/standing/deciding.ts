import type { Decision } from '../change.ts';
import { counting, type Facts, involves, isIndependent, rightOf } from './facts.ts';
import { isAmong } from './roster.ts';
import { brokenness, fills, isProven, type StageStanding } from './stage.ts';
import { stagesOf, standing } from './standing.ts';

/** Why a decision is not taken now: what follows the action in the problem's code, and what to do. */
export interface DecisionRefusal {
  readonly code:
    | 'own_contribution'
    | 'delegator_decided'
    | 'not_asked'
    | 'too_early'
    | 'step_up_needed'
    | 'lapsed'
    | 'decided_already';
  readonly status: 403 | 409;
  readonly detail: string;
}

/**
 * Whether somebody may decide this now; null when they may. Requesting changes is always in turn; an endorsement or approval is only
 * taken from those who are asked, once the stages before are satisfied without them. Pure.
 */
export function refusalOf(candidate: Decision, facts: Facts): DecisionRefusal | null {
  const right = rightOf(candidate);
  if (!isIndependent(candidate.human, facts) || !isIndependent(right, facts)) return own(candidate);
  const inForce = counting(facts);
  if (candidate.onBehalfOf !== null && inForce.some((one) => one.human === right))
    return refusal(
      'delegator_decided',
      409,
      'Whom you stand in for has decided already. Decide as yourself.',
    );
  if (standing(facts).lapsed)
    return refusal('lapsed', 409, 'The time for deciding ran out. The change has to be proposed again.');
  if (candidate.verdict === 'request_changes') return repeated(candidate, inForce, facts);
  const without = inForce.filter((one) => !involves(one, candidate.human) && !involves(one, right));
  const stages = stagesOf(facts, without).filter(({ kind }) => kind === candidate.kind);
  const asking = stages.filter(
    (stage) => brokenness(stage, facts) === null && isAmong(right, stage.from, facts.roster),
  );
  const turns = asking.filter(({ startedAt }) => startedAt !== null);
  if (asking.length === 0) return notAsked(candidate, stages);
  if (turns.length === 0) return tooEarly(candidate, asking);
  const open = turns.filter(({ satisfied }) => !satisfied);
  const wanted = open.length > 0 ? open : turns;
  if (!wanted.some((stage) => isProven(candidate, stage)))
    return refusal(
      'step_up_needed',
      403,
      'This stage wants you to prove who you are again, in a session. Sign in again or enter your password, then decide.',
    );
  return repeated(candidate, inForce, facts);
}

/** A second click, or a retry: the same word by the same human counts already, for all that the new one would. */
function repeated(candidate: Decision, inForce: readonly Decision[], facts: Facts): DecisionRefusal | null {
  const before = inForce.find(
    (one) =>
      one.human === candidate.human &&
      one.onBehalfOf === candidate.onBehalfOf &&
      one.verdict === candidate.verdict,
  );
  if (before === undefined) return null;
  const isMore = facts.requirement.stages.some(
    (stage) => fills(candidate, stage, facts) && !fills(before, stage, facts),
  );
  return isMore
    ? null
    : refusal(
        'decided_already',
        409,
        'You have decided exactly this on this content already, and it counts. Nothing needs to be done.',
      );
}

function notAsked(candidate: Decision, stages: readonly StageStanding[]): DecisionRefusal | null {
  // A review that nobody asked for is welcome; it counts for no stage.
  if (candidate.kind === 'review') return null;
  const names = stages.map(({ name }) => `"${name}"`).join(', ');
  const asked = names === '' ? 'no approval' : `approval in ${names}, by others`;
  return refusal('not_asked', 403, `This change asks for ${asked}. Whoever is asked there has to decide.`);
}

function tooEarly(candidate: Decision, asking: readonly StageStanding[]): DecisionRefusal {
  const noun = candidate.kind === 'approval' ? 'approval' : 'review';
  return refusal(
    'too_early',
    409,
    `It is not the turn of ${asking.map(({ name }) => `"${name}"`).join(', ')} yet: the stages before have to be satisfied, by others than you. Wait with your ${noun}.`,
  );
}

function own(candidate: Decision): DecisionRefusal {
  const verb = candidate.kind === 'approval' ? 'approve' : 'review';
  const who = candidate.onBehalfOf === null ? 'You' : 'You, or whom you stand in for,';
  return refusal(
    'own_contribution',
    403,
    `${who} wrote part of this change or asked for it, so you cannot ${verb} it. Somebody else has to.`,
  );
}

const refusal = (
  code: DecisionRefusal['code'],
  status: DecisionRefusal['status'],
  detail: string,
): DecisionRefusal => ({ code, status, detail });
