import type { Principal } from '../../access/index.ts';
import { newId } from '../../platform/id.ts';
import { Problem } from '../../platform/problem.ts';
import { act, underLock } from '../act.ts';
import { staleRevision } from '../decide.ts';
import { type ChangesParts, openDossier } from '../dossier.ts';
import type { PublishInput } from '../publish.ts';
import { refuseUnapproved } from '../publish-guard.ts';
import { endPending, insertSchedule, pendingOf } from './store.ts';
import { timeFault } from './time.ts';

/**
 * Publishes approved content at a time. Everything is checked now, and again then: what is stale, unapproved or forbidden by then is not
 * published.
 * @throws Problem `change.schedule.bad_time` 422, `change.schedule.stale_revision` 409, `change.publish.not_approved` 409,
 *   `change.schedule.scheduled_already` 409
 */
export async function scheduleChange(
  parts: ChangesParts,
  principal: Principal,
  id: string,
  input: PublishInput & { readonly at: Date },
): Promise<void> {
  const dossier = await openDossier(parts, principal, id);
  await act(parts, principal, dossier, 'change.schedule', async (tx, locked, entry, at) => {
    const now = await underLock(parts, dossier, locked, tx);
    if (input.revision !== now.comparison.head || input.digest !== now.comparison.digest)
      throw staleRevision('change.schedule', now);
    refuseUnapproved(now, principal);
    const fault = timeFault(input.at, at);
    if (fault !== null) throw new Problem({ code: 'change.schedule.bad_time', status: 422, detail: fault });
    const pending = await pendingOf(tx, locked.organization, locked.id);
    if (pending !== undefined) throw scheduledAlready(pending.at);
    const schedule = {
      organization: locked.organization,
      id: newId('sch'),
      change: locked.id,
      at: input.at,
      revision: now.comparison.head,
      digest: now.comparison.digest,
      notes: input.notes ?? null,
      by: principal.id,
      credential: principal.credential,
      scheduledAt: at,
      entry,
    };
    await insertSchedule(tx, schedule);
    const when = input.at.toISOString();
    return {
      value: undefined,
      data: { schedule: schedule.id, at: when, revision: schedule.revision, digest: schedule.digest },
      detail: `scheduled its publication for ${when}`,
    };
  });
}

/** Calls a scheduled publication off. @throws Problem `change.unschedule.none` 409 */
export async function unscheduleChange(parts: ChangesParts, principal: Principal, id: string): Promise<void> {
  const dossier = await openDossier(parts, principal, id);
  await act(parts, principal, dossier, 'change.unschedule', async (tx, locked, _entry, at) => {
    const pending = await pendingOf(tx, locked.organization, locked.id);
    if (pending === undefined)
      throw new Problem({
        code: 'change.unschedule.none',
        status: 409,
        detail: 'This change is not scheduled. Nothing needs to be done.',
      });
    await endPending(tx, locked, { state: 'called_off', at });
    return {
      value: undefined,
      data: { schedule: pending.id, at: pending.at.toISOString() },
      detail: 'called its scheduled publication off',
    };
  });
}

function scheduledAlready(at: Date): Problem {
  return new Problem({
    code: 'change.schedule.scheduled_already',
    status: 409,
    detail: `This change is scheduled for ${at.toISOString()} already. Call that off first.`,
    more: { at: at.toISOString() },
  });
}
