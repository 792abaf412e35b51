import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import type { ChangesParts } from '../dossier.ts';
import { readChangePage } from '../read.ts';
import { scheduleChange, unscheduleChange } from '../schedule/schedule.ts';
import { changePageSchema } from '../wire.ts';
import { digest, instant, notes, oid, params, path } from './wire.ts';

const operation = operationsOf<Principal>('changes');

/** Publishing at a time. */
export function schedulingOperations(parts: ChangesParts): Operation<Principal>[] {
  const page = (principal: Principal, id: string) => readChangePage(parts, principal, id);
  return [
    operation({
      id: 'change.schedule',
      method: 'post',
      path: `${path}/schedule`,
      summary: 'Publish approved content at a time',
      description:
        'Publishers. At most 90 days ahead; never early. Everything is checked again then, in the name of who scheduled it; what cannot be published then ends as change.schedule_failed. Leaves an entry.',
      params,
      body: z.strictObject({ revision: oid, digest, at: instant, notes: notes.optional() }),
      answer: { schema: changePageSchema },
      problems: [
        'change.schedule.bad_time',
        'change.schedule.stale_revision',
        'change.schedule.scheduled_already',
        'change.publish.not_approved',
        'change.schedule.wrong_stage',
      ],
      handle: async ({ principal, params: { change }, body }) => {
        await scheduleChange(parts, principal, change, body);
        return page(principal, change);
      },
    }),
    operation({
      id: 'change.unschedule',
      method: 'post',
      path: `${path}/unschedule`,
      summary: 'Call a scheduled publication off',
      description: 'Publishers. Leaves an entry.',
      params,
      body: z.strictObject({}),
      answer: { schema: changePageSchema },
      problems: ['change.unschedule.none', 'change.unschedule.wrong_stage'],
      handle: async ({ principal, params: { change } }) => {
        await unscheduleChange(parts, principal, change);
        return page(principal, change);
      },
    }),
  ];
}
