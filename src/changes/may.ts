import { type Action, explain, isAction, type Principal } from '../access/index.ts';
import { candidateOf } from './candidate.ts';
import { nothingToPublish } from './checks/inspect.ts';
import { type Dossier, resourceOfChange } from './dossier.ts';
import { type GoingLiveWire, whyNotLive } from './going-live.ts';
import { type ChangeAct, changeActs, refusalInLife } from './life.ts';
import { unaskedToPublish } from './requirement/asked-to-publish.ts';
import { type DecisionRefusal, refusalOf } from './standing/deciding.ts';
import { involves } from './standing/facts.ts';
import type { ChangePageWire } from './wire.ts';

/** What a disabled button says. The verbs decide again by themselves; this only explains ahead. */
export function mayWire(principal: Principal, dossier: Dossier, live: GoingLiveWire): ChangePageWire['may'] {
  const may: ChangePageWire['may'] = {};
  for (const act of changeActs) {
    if (!isAction(act)) continue;
    const why = whyNot(principal, dossier, act) ?? whyNotLive(principal, dossier, act, live);
    may[act] = { allowed: why === null, why };
  }
  return may;
}

function whyNot(principal: Principal, dossier: Dossier, act: ChangeAct & Action): string | null {
  const byStage = refusalInLife(act, dossier.change.stage);
  if (byStage !== null) return byStage;
  const byAccess = explain(principal, act, resourceOfChange(dossier));
  if (!byAccess.allowed) return byAccess.why;
  const decides = act === 'change.review' || act === 'change.approve';
  if (decides && principal.kind === 'app') return 'An app cannot decide on a change.';
  if (decides) return whyNotDecide(principal, dossier, act);
  if (act === 'change.submit' && dossier.comparison.assets.length === 0)
    return nothingToPublish(dossier.change);
  if (act === 'change.retract' && !hasDecided(principal, dossier)) return 'You have decided nothing on it.';
  if (act !== 'change.publish' && act !== 'change.schedule') return null;
  if (!dossier.standing.publishable) return dossier.standing.missing.join(' ');
  return unaskedToPublish(principal, dossier.facts);
}

function hasDecided({ human }: Principal, { facts }: Dossier): boolean {
  return facts.decisions.some((decision) => decision.retractedAt === null && involves(decision, human));
}

/** A second word of the same kind is not explained ahead, nor is a step-up that can be made on the spot. */
const explainedLater: readonly DecisionRefusal['code'][] = ['decided_already', 'step_up_needed'];

function whyNotDecide(
  principal: Principal,
  dossier: Dossier,
  act: 'change.review' | 'change.approve',
): string | null {
  const verdict = act === 'change.approve' ? 'approve' : 'request_changes';
  const refusal = refusalOf(candidateOf(principal, act, verdict, dossier), dossier.facts);
  return refusal === null || explainedLater.includes(refusal.code) ? null : refusal.detail;
}
