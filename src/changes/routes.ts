import { z } from 'zod';
import type { Principal } from '../access/index.ts';
import { textComparisonSchema } from '../libraries/index.ts';
import { type Operation, operationsOf } from '../platform/http/index.ts';
import { changeStates } from './change.ts';
import { commentOnChange } from './comment.ts';
import { compareInChange } from './compare.ts';
import { createChange } from './create.ts';
import { approveChange, reviewChange } from './decide.ts';
import type { ChangesParts } from './dossier.ts';
import { rejectChange, withdrawChange } from './end.ts';
import { listChangesFor } from './list.ts';
import { publishChange } from './publish.ts';
import { readChangePage } from './read.ts';
import { submitChange } from './submit.ts';
import { changePageSchema, changeSchema } from './wire.ts';

const operation = operationsOf<Principal>('changes');
const params = z.strictObject({ change: z.string() });
const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'is lower-case letters, digits and hyphens');
const branch = z.string().min(1).max(200);
const oid = z.string().regex(/^[0-9a-f]{40}$/, 'is a commit id of 40 hex digits');
const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'is a digest as the change gave it');
const comment = z.string().max(20_000).default('');
const path = '/api/v1/changes/{change}';

/** The HTTP of changes. Every act answers with the change's page as it is afterwards. */
export function changeOperations(parts: ChangesParts): Operation<Principal>[] {
  const page = (principal: Principal, id: string) => readChangePage(parts, principal, id);
  return [
    operation({
      id: 'change.list',
      method: 'get',
      path: '/api/v1/changes',
      summary: 'List changes, newest-updated first',
      description:
        'Everybody, for the libraries they may see. `waiting=me` keeps those whose next step is the caller’s.',
      query: z.strictObject({
        state: z.enum(changeStates).optional(),
        library: name.optional(),
        waiting: z.literal('me').optional(),
        cursor: z.string().max(200).optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
      answer: { schema: z.object({ items: z.array(changeSchema), next: z.string().nullable() }) },
      handle: ({ principal, query }) =>
        listChangesFor(parts, principal, {
          state: query.state,
          library: query.library,
          waitingForMe: query.waiting === 'me',
          cursor: query.cursor,
          limit: query.limit,
        }),
    }),
    operation({
      id: 'change.create',
      method: 'post',
      path: '/api/v1/changes',
      summary: 'Open a draft change from a branch',
      description: 'Contributors of the library. Leaves an entry.',
      body: z.strictObject({
        library: name,
        branch,
        title: z.string().trim().min(1).max(200),
        description: z.string().max(20_000).default(''),
        environment: name.default('production'),
      }),
      answer: { status: 201, schema: changePageSchema },
      problems: ['change.create.unknown_branch', 'environment.unknown', 'change.create.exists'],
      handle: async ({ principal, body }) => page(principal, await createChange(parts, principal, body)),
    }),
    operation({
      id: 'change.read',
      method: 'get',
      path,
      summary: 'Read a change: what it changes, what is decided, what is missing',
      description: 'Everybody who may see the library. `digest` and `shown` go back with an approval.',
      params,
      answer: { schema: changePageSchema },
      handle: ({ principal, params: { change } }) => page(principal, change),
    }),
    operation({
      id: 'change.compare',
      method: 'get',
      path: `${path}/compare`,
      summary: 'What a change does to one asset',
      description:
        'By line and word, front matter by key, messages by section, and what the eye would miss. Everybody who may read the change.',
      params,
      query: z.strictObject({ path: z.string().min(1).max(1_024) }),
      answer: { schema: textComparisonSchema },
      problems: ['change.compare.unknown_path'],
      handle: ({ principal, params: { change }, query }) =>
        compareInChange(parts, principal, change, query.path),
    }),
    operation({
      id: 'change.submit',
      method: 'post',
      path: `${path}/submit`,
      summary: 'Submit a draft for review',
      description: 'Contributors of the library. Leaves an entry.',
      params,
      body: z.strictObject({}),
      answer: { schema: changePageSchema },
      problems: ['change.submit.empty', 'change.submit.wrong_stage'],
      handle: async ({ principal, params: { change } }) => {
        await submitChange(parts, principal, change);
        return page(principal, change);
      },
    }),
    operation({
      id: 'change.review',
      method: 'post',
      path: `${path}/review`,
      summary: 'Endorse one exact revision, or request changes to it',
      description: 'Reviewers and approvers who wrote no part of it. Leaves an entry.',
      params,
      body: z.strictObject({ revision: oid, verdict: z.enum(['endorse', 'request_changes']), comment }),
      answer: { schema: changePageSchema },
      problems: [
        'change.review.stale_revision',
        'change.review.decided_already',
        'change.review.own_contribution',
        'change.review.humans_only',
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
      body: z.strictObject({ revision: oid, digest, shown: digest, comment }),
      answer: { schema: changePageSchema },
      problems: [
        'change.approve.stale_revision',
        'change.approve.decided_already',
        'change.approve.own_contribution',
        'change.approve.humans_only',
      ],
      handle: async ({ principal, params: { change }, body }) => {
        await approveChange(parts, principal, change, body);
        return page(principal, change);
      },
    }),
    operation({
      id: 'change.reject',
      method: 'post',
      path: `${path}/reject`,
      summary: 'End a change that should not be published',
      description: 'Reviewers and approvers. Leaves an entry.',
      params,
      body: z.strictObject({ revision: oid, comment }),
      answer: { schema: changePageSchema },
      problems: ['change.reject.stale_revision', 'change.reject.wrong_stage'],
      handle: async ({ principal, params: { change }, body }) => {
        await rejectChange(parts, principal, change, body);
        return page(principal, change);
      },
    }),
    operation({
      id: 'change.withdraw',
      method: 'post',
      path: `${path}/withdraw`,
      summary: 'Take a change back',
      description: 'Contributors of the library. The branch stays. Leaves an entry.',
      params,
      body: z.strictObject({}),
      answer: { schema: changePageSchema },
      problems: ['change.withdraw.wrong_stage'],
      handle: async ({ principal, params: { change } }) => {
        await withdrawChange(parts, principal, change);
        return page(principal, change);
      },
    }),
    operation({
      id: 'change.publish',
      method: 'post',
      path: `${path}/publish`,
      summary: 'Publish approved content',
      description:
        'Publishers. Moves main and the environment in one transaction, only for the exact digest that was approved. Leaves an entry.',
      params,
      body: z.strictObject({ revision: oid, digest }),
      answer: {
        schema: changePageSchema.extend({
          versions: z.array(z.object({ path: z.string(), number: z.number().int(), digest: z.string() })),
        }),
      },
      problems: [
        'change.publish.not_approved',
        'change.publish.stale_revision',
        'change.publish.conflict',
        'change.publish.wrong_stage',
      ],
      handle: async ({ principal, params: { change }, body }) => {
        const versions = await publishChange(parts, principal, change, body);
        return { ...(await page(principal, change)), versions: versions.map((version) => ({ ...version })) };
      },
    }),
    operation({
      id: 'change.comment',
      method: 'post',
      path: `${path}/comments`,
      summary: 'Comment on a change or on one line of it',
      description:
        'Everybody with a part in the library’s work. Leaves an entry with a commitment to the words.',
      params,
      body: z.strictObject({
        text: z.string().trim().min(1).max(20_000),
        path: z.string().max(1_000).nullable().default(null),
        line: z.number().int().min(1).max(1_000_000).nullable().default(null),
      }),
      answer: { status: 201, schema: changePageSchema },
      handle: async ({ principal, params: { change }, body }) => {
        await commentOnChange(parts, principal, change, body);
        return page(principal, change);
      },
    }),
  ];
}
