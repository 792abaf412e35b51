import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import type { ChangesParts } from '../dossier.ts';
import { readChangePage } from '../read.ts';
import { remindOfChange } from '../reminders/remind.ts';
import { dismissReviewer, requestReviewer } from '../talk/reviewers.ts';
import { subscribe } from '../talk/subscribe.ts';
import { changePageSchema } from '../wire.ts';
import { params, path } from './wire.ts';

const operation = operationsOf<Principal>('changes');

/** Who is asked to look at a change, and who is told of it. */
export function takingPartOperations(parts: ChangesParts): Operation<Principal>[] {
  const page = (principal: Principal, id: string) => readChangePage(parts, principal, id);
  const telling = (id: 'subscription.create' | 'subscription.end', verb: string, summary: string) =>
    operation({
      id,
      method: 'post',
      path: `${path}/${verb}`,
      summary,
      description: 'Everybody who may read the change, for themselves. Leaves an entry.',
      params,
      body: z.strictObject({}),
      answer: { schema: changePageSchema },
      handle: async ({ principal, params: { change } }) => {
        await subscribe(parts, principal, change, id);
        return page(principal, change);
      },
    });
  return [
    operation({
      id: 'change.remind',
      method: 'post',
      path: `${path}/remind`,
      summary: 'Remind those whose step is next',
      description:
        'Everybody with a part in the library’s work, at most once a day for a change. Leaves an entry.',
      params,
      body: z.strictObject({}),
      answer: { schema: changePageSchema },
      problems: ['change.remind.too_soon', 'change.remind.nobody', 'change.remind.wrong_stage'],
      handle: async ({ principal, params: { change } }) => {
        await remindOfChange(parts, principal, change);
        return page(principal, change);
      },
    }),
    operation({
      id: 'reviewer.request',
      method: 'post',
      path: `${path}/reviewers`,
      summary: 'Ask a person or a team to look at a change',
      description: 'Everybody with a part in the library’s work. It gives nobody a right. Leaves an entry.',
      params,
      body: z.strictObject({ reviewer: z.string().min(1).max(40) }),
      answer: { status: 201, schema: changePageSchema },
      problems: [
        'reviewer.request.not_eligible',
        'reviewer.request.own_contribution',
        'reviewer.request.asked_already',
      ],
      handle: async ({ principal, params: { change }, body }) => {
        await requestReviewer(parts, principal, change, body.reviewer);
        return page(principal, change);
      },
    }),
    operation({
      id: 'reviewer.dismiss',
      method: 'post',
      path: `${path}/reviewers/{reviewer}/dismiss`,
      summary: 'Take the request to look at a change back',
      description: 'Everybody with a part in the library’s work. Leaves an entry.',
      params: z.strictObject({ change: z.string(), reviewer: z.string() }),
      body: z.strictObject({}),
      answer: { schema: changePageSchema },
      problems: ['reviewer.dismiss.not_asked'],
      handle: async ({ principal, params: { change, reviewer } }) => {
        await dismissReviewer(parts, principal, change, reviewer);
        return page(principal, change);
      },
    }),
    telling('subscription.create', 'subscribe', 'Be told of what happens to a change'),
    telling('subscription.end', 'mute', 'Be told nothing more of a change'),
  ];
}
