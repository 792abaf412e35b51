import { type Action, actorOf, authorize, type PersonId, type Principal } from '../access/index.ts';
import type { EntryId } from '../ledger/index.ts';
import type { JsonObject } from '../platform/canonical-json.ts';
import type { Tx } from '../platform/db/index.ts';
import { newId } from '../platform/id.ts';
import { notFound, Problem } from '../platform/problem.ts';
import type { Change } from './change.ts';
import { assemble, type ChangesParts, type Dossier, resourceOfChange } from './dossier.ts';
import { type ChangeAct, refusalInLife } from './life.ts';
import { endPending } from './schedule/store.ts';
import { insertAct } from './store/acts.ts';
import { lockChange, touch } from './store/changes.ts';
import { endings, wrongStage } from './winner.ts';

/**
 * What a verb does inside the transaction: the change is locked and its stage allows the act. Given the change as it is now, the entry's id
 * and the time; gives the entry's data and a line for the history.
 */
export type ActWork<Value> = (
  tx: Tx,
  locked: Change,
  entry: EntryId,
  at: Date,
) => Promise<{ value: Value; data: JsonObject; detail: string; onBehalfOf?: PersonId | null }>;

/**
 * The one road for an act on an existing change: authorize, lock, check the stage, work, leave the entry and a line of history,
 * all in one transaction. A right that comes from somebody else is asked for inside the work, with `permission` empty. Two acts on one change happen one after the other; the second sees what the first did.
 * @throws Problem `<action>.forbidden` 403, `<action>.wrong_stage` 409
 */
export async function act<Value>(
  parts: ChangesParts,
  principal: Principal,
  dossier: Dossier,
  action: Action & ChangeAct,
  work: ActWork<Value>,
  permission: () => void = () => authorize(principal, action, resourceOfChange(dossier)),
): Promise<Value> {
  permission();
  const { organization, id } = dossier.change;
  return parts.ledger.record(async (tx) => {
    const locked = await lockChange(tx, organization, id);
    if (locked === undefined) throw notFound();
    const refusal = refusalInLife(action, locked.stage);
    if (refusal !== null) throw await wrongStage(parts, tx, locked, action, refusal);
    const entry = newId('ent');
    const at = parts.clock.now();
    const { value, data, detail, onBehalfOf } = await work(tx, locked, entry, at);
    await insertAct(tx, organization, id, { action, by: principal.id, at, detail, entry });
    await touch(tx, locked, at);
    // What has ended waits for no time any more.
    if (endings.includes(action)) await endPending(tx, locked, { state: 'called_off', at });
    return {
      value,
      entry: {
        id: entry,
        organization,
        action,
        actor: { ...actorOf(principal), ...(onBehalfOf ? { onBehalfOf } : {}) },
        subject: { kind: 'change', id },
        data: { library: locked.library, number: locked.number, environment: locked.environment, ...data },
      },
    };
  });
}

/** The change as it stands under the lock, for verbs that decide on decisions. */
export function underLock(parts: ChangesParts, dossier: Dossier, locked: Change, tx: Tx): Promise<Dossier> {
  return assemble(parts, dossier.library, locked, tx);
}

/** Decisions are made by people, as themselves (AT-06): an app never counts towards a quorum. */
export function refuseApps(principal: Principal, action: ChangeAct): void {
  if (principal.kind === 'app')
    throw new Problem({
      code: `${action}.humans_only`,
      status: 403,
      detail: 'An app cannot decide on a change. A person has to sign in and do it.',
    });
}
