import { newId } from '../../platform/id.ts';
import { Problem } from '../../platform/problem.ts';
import type { ChangesParts } from '../dossier.ts';
import { eachOf } from '../each-of.ts';
import { publishChange } from '../publish.ts';
import { refuseUnapproved } from '../publish-guard.ts';
import { insertAct } from '../store/acts.ts';
import { lockChange } from '../store/changes.ts';
import { dueSchedules, endPending, pendingOf, type Schedule } from './store.ts';

/** Thrown inside a transaction to leave nothing behind: another node was first, or it was called off. */
class NotMine extends Error {}

const batch = 50;

/**
 * Publishes what is due, in the name of who scheduled it, by the one publish path: every check is made again. On any number of nodes: the
 * change's lock lets one come first, and the schedule ends in the same transaction. What cannot be published then is recorded, and ends.
 * When the server fails rather than refuses, the schedule stays and the next round tries again: late is fine.
 * @returns how many ended now, either way
 */
export async function publishDue(parts: ChangesParts): Promise<number> {
  return eachOf(await dueSchedules(parts.reader, parts.clock.now(), batch), (schedule) =>
    publishOne(parts, schedule),
  );
}

async function publishOne(parts: ChangesParts, schedule: Schedule): Promise<boolean> {
  try {
    await publishAsScheduled(parts, schedule);
    return true;
  } catch (error) {
    if (error instanceof NotMine) return false;
    if (!(error instanceof Problem) || error.status >= 500) throw error;
    return recordFailure(parts, schedule, error);
  }
}

async function publishAsScheduled(parts: ChangesParts, schedule: Schedule): Promise<void> {
  const { organization, change, by, credential, revision, digest, notes } = schedule;
  const principal = await parts.people.principalNow(organization, by, credential);
  if (principal === undefined) throw gone();
  const input = { revision, digest, ...(notes === null ? {} : { notes }) };
  await publishChange(parts, principal, change, input, {
    action: 'change.publish',
    check: refuseUnapproved,
    also: async (tx, now, { at }) => {
      const pending = await pendingOf(tx, organization, change);
      if (pending?.id !== schedule.id || pending.at > at) throw new NotMine();
      await endPending(tx, now.change, { state: 'published', at });
      return { scheduled: schedule.entry };
    },
  });
}

/** Ends a schedule that could not be kept, once, with what was in the way. */
async function recordFailure(parts: ChangesParts, schedule: Schedule, problem: Problem): Promise<boolean> {
  const { organization, change: id, by } = schedule;
  const { code, detail } = problem;
  try {
    await parts.ledger.record(async (tx) => {
      const change = await lockChange(tx, organization, id);
      const pending = await pendingOf(tx, organization, id);
      if (change === undefined || pending?.id !== schedule.id) throw new NotMine();
      const at = parts.clock.now();
      const entry = newId('ent');
      await endPending(tx, change, { state: 'failed', at, problem: { code, detail } });
      const told = `could not be published as scheduled: ${detail}`;
      await insertAct(tx, organization, id, {
        action: 'change.schedule_failed',
        by,
        at,
        detail: told,
        entry,
      });
      return {
        value: undefined,
        entry: {
          id: entry,
          organization,
          action: 'change.schedule_failed',
          actor: { kind: 'system', id: 'changes', onBehalfOf: by },
          subject: { kind: 'change', id },
          data: {
            library: change.library,
            number: change.number,
            environment: change.environment,
            schedule: schedule.id,
            scheduled: schedule.entry,
            scheduledBy: by,
            problem: code,
          },
        },
      };
    });
    return true;
  } catch (error) {
    if (error instanceof NotMine) return false;
    throw error;
  }
}

function gone(): Problem {
  return new Problem({
    code: 'change.schedule.not_permitted',
    status: 403,
    detail: 'Whoever scheduled this may not do it any more. Have somebody who may publish it.',
  });
}
