import { actorOf, authorize, type Principal, theOrganization } from '../../access/index.ts';
import { commitTo } from '../../platform/crypto/index.ts';
import { isId, newId } from '../../platform/id.ts';
import { notFound } from '../../platform/problem.ts';
import { type Erasure, type ErasureTarget, mayDecide, targetInEntry } from './keeping.ts';
import type { KeepingParts } from './parts.ts';
import { findErasure, insertErasure, updateErasure } from './store/erasures.ts';
import { lockKeeping } from './store/holds.ts';

/** Asks that content be erased. Nothing happens until somebody else approves. @throws Problem 403 `erasure.request.forbidden` */
export async function requestErasure(
  parts: KeepingParts,
  principal: Principal,
  asked: { readonly target: ErasureTarget; readonly reason: string },
): Promise<Erasure> {
  authorize(principal, 'erasure.request', theOrganization);
  const { organization } = principal;
  const { target, reason } = asked;
  const said = commitTo(reason);
  const erasure: Erasure = {
    organization,
    id: newId('era'),
    kind: target.kind,
    targets: target.kind === 'executions' ? target.ids : target.kind === 'principal' ? [target.id] : [],
    words: target.kind === 'words' ? target.words : null,
    reason,
    state: 'asked',
    askedBy: principal.id,
    askedHuman: principal.human,
    askedAt: parts.clock.now(),
    askEntry: newId('ent'),
    ...{ decidedBy: null, decidedAt: null, decideEntry: null },
    ...{ lookedAt: '', erased: 0, held: 0, endedAt: null, endEntry: null },
  };
  return parts.ledger.record(async (tx) => {
    await insertErasure(tx, erasure, said.salt);
    return {
      value: erasure,
      entry: {
        id: erasure.askEntry,
        organization,
        action: 'erasure.request',
        actor: actorOf(principal),
        subject: { kind: 'erasure', id: erasure.id },
        data: { target: targetInEntry(target), reason: said.commitment },
      },
    };
  });
}

/**
 * Decides about an erasure. An approval commits before anything is erased; `runErasures` carries it out, also after a crash.
 * @throws Problem 404, 403 `erasure.approve.same_person` / `.own_executions`, 409 `.decided_already`
 */
export async function decideErasure(
  parts: KeepingParts,
  principal: Principal,
  id: string,
  action: 'erasure.approve' | 'erasure.reject',
): Promise<Erasure> {
  authorize(principal, action, theOrganization);
  const { organization } = principal;
  return parts.ledger.record(async (tx) => {
    await lockKeeping(tx, organization);
    const erasure = isId('era', id) ? await findErasure(tx, organization, id) : undefined;
    if (erasure === undefined) throw notFound();
    mayDecide(erasure, principal.human, action);
    const state = action === 'erasure.approve' ? ('under_way' as const) : ('refused' as const);
    const at = parts.clock.now();
    const entry = newId('ent');
    const decided = { decidedBy: principal.id, decidedAt: at, decideEntry: entry };
    await updateErasure(tx, erasure, {
      state,
      words: state === 'refused' ? null : erasure.words,
      decided_by: principal.id,
      decided_human: state === 'refused' ? null : principal.human,
      decided_at: at,
      decide_entry: entry,
    });
    return {
      value: { ...erasure, ...decided, state },
      entry: {
        id: entry,
        organization,
        action,
        actor: actorOf(principal),
        subject: { kind: 'erasure', id: erasure.id },
        data: { askedBy: erasure.askedHuman, request: erasure.askEntry },
      },
    };
  });
}
