import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { shortestReason } from '../break-glass/break-glass.ts';
import { breakGlass } from '../break-glass/create.ts';
import { listBreakGlassesFor } from '../break-glass/list.ts';
import { reviewBreakGlass } from '../break-glass/review.ts';
import { breakGlassSchema } from '../break-glass/wire.ts';
import type { ChangesParts } from '../dossier.ts';
import { readChangePage } from '../read.ts';
import { changePageSchema } from '../wire.ts';
import { digest, instant, name, oid, params, path, reason } from './wire.ts';

const operation = operationsOf<Principal>('changes');

/** Emergencies: publishing without approval, for a few hours, and the review that must follow. */
export function breakGlassOperations(parts: ChangesParts): Operation<Principal>[] {
  const page = (principal: Principal, id: string) => readChangePage(parts, principal, id);
  return [
    operation({
      id: 'break_glass.create',
      method: 'post',
      path: `${path}/break-glass`,
      summary: 'Publish without approval, for at most 8 hours',
      description:
        'Responders. The content must parse and merge, and be none of the rules that govern. All admins and auditors are told at once; an approver must review it. Without an upheld review the environment goes back at the expiry. Leaves an entry.',
      params,
      body: z.strictObject({
        revision: oid,
        digest,
        reason: reason.min(shortestReason, `has at least ${shortestReason} characters`),
        expiresAt: instant,
      }),
      answer: { schema: changePageSchema },
      problems: [
        'break_glass.create.bad_expiry',
        'break_glass.create.approved',
        'break_glass.create.unfit',
        'break_glass.create.governing',
        'break_glass.create.again',
        'break_glass.create.stale_revision',
        'break_glass.create.recalled',
        'break_glass.create.humans_only',
        'break_glass.create.wrong_stage',
      ],
      handle: async ({ principal, params: { change }, body }) => {
        await breakGlass(parts, principal, change, body);
        return page(principal, change);
      },
    }),
    operation({
      id: 'break_glass.review',
      method: 'post',
      path: `${path}/break-glass/review`,
      summary: 'Uphold or undo what was published by break-glass',
      description:
        'Approvers who neither broke the glass nor wrote part of the change. Before the expiry, uphold keeps what is live; undo puts back what was. Leaves an entry.',
      params,
      body: z.strictObject({ verdict: z.enum(['uphold', 'undo']), digest, comment: reason }),
      answer: { schema: changePageSchema },
      problems: [
        'break_glass.review.none',
        'break_glass.review.reviewed_already',
        'break_glass.review.stale_revision',
        'break_glass.review.own_contribution',
        'break_glass.review.humans_only',
      ],
      handle: async ({ principal, params: { change }, body }) => {
        await reviewBreakGlass(parts, principal, change, body);
        return page(principal, change);
      },
    }),
    operation({
      id: 'break_glass.list',
      method: 'get',
      path: '/api/v1/break-glass',
      summary: 'List emergencies, newest first',
      description:
        'Everybody, for the libraries they may see. `state=due` keeps those that wait for their review.',
      query: z.strictObject({
        library: name.optional(),
        state: z.literal('due').optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
      answer: { schema: z.object({ items: z.array(breakGlassSchema), next: z.null() }) },
      handle: async ({ principal, query }) => ({
        items: await listBreakGlassesFor(parts, principal, {
          library: query.library,
          due: query.state === 'due',
          limit: query.limit,
        }),
        next: null,
      }),
    }),
  ];
}
