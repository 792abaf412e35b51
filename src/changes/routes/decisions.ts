import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { approveChange, reviewChange } from '../decide.ts';
import type { ChangesParts } from '../dossier.ts';
import { readChangePage } from '../read.ts';
import { retractDecisions } from '../retract.ts';
import { changePageSchema } from '../wire.ts';
import { comment, digest, oid, onBehalfOf, params, path } from './wire.ts';

const operation = operationsOf<Principal>('changes');

/** What people decide about a change. */
export function decisionOperations(parts: ChangesParts): Operation<Principal>[] {
  const page = (principal: Principal, id: string) => readChangePage(parts, principal, id);
  return [
    operation({
      id: 'change.review',
      method: 'post',
      path: `${path}/review`,
      summary: 'Endorse one exact revision, or request changes to it',
      description: 'Reviewers and approvers who wrote no part of it. Leaves an entry.',
      params,
      body: z.strictObject({
        revision: oid,
        verdict: z.enum(['endorse', 'request_changes']),
        comment,
        onBehalfOf,
      }),
      answer: { schema: changePageSchema },
      problems: [
        'change.review.stale_revision',
        'change.review.decided_already',
        'change.review.own_contribution',
        'change.review.humans_only',
        'change.review.no_delegation',
        'change.review.delegator_decided',
        'change.review.too_early',
        'change.review.step_up_needed',
        'change.review.lapsed',
      ],
      handle: async ({ principal, params: { change }, body }) => {
        await reviewChange(parts, principal, change, body);
        return page(principal, change);
      },
    }),
    operation({
      id: 'change.approve',
      method: 'post',
      path: `${path}/approve`,
      summary: 'Approve one exact content for publishing',
      description:
        'Approvers who wrote no part of it, admins included. Binds revision, digest, environment and requirement. Leaves an entry.',
      params,
      body: z.strictObject({ revision: oid, digest, shown: digest, comment, onBehalfOf }),
      answer: { schema: changePageSchema },
      problems: [
        'change.approve.stale_revision',
        'change.approve.decided_already',
        'change.approve.own_contribution',
        'change.approve.humans_only',
        'change.approve.no_delegation',
        'change.approve.delegator_decided',
        'change.approve.not_asked',
        'change.approve.too_early',
        'change.approve.step_up_needed',
        'change.approve.lapsed',
      ],
      handle: async ({ principal, params: { change }, body }) => {
        await approveChange(parts, principal, change, body);
        return page(principal, change);
      },
    }),
    operation({
      id: 'change.retract',
      method: 'post',
      path: `${path}/retract`,
      summary: 'Take back what you decided on an open change',
      description:
        'Your own decisions, and those that a delegate made in your name. They stay in the history and count no more. Leaves an entry.',
      params,
      body: z.strictObject({}),
      answer: { schema: changePageSchema },
      problems: ['change.retract.nothing_decided', 'change.retract.wrong_stage'],
      handle: async ({ principal, params: { change } }) => {
        await retractDecisions(parts, principal, change);
        return page(principal, change);
      },
    }),
  ];
}
