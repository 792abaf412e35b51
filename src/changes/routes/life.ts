import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { createChange } from '../create.ts';
import type { ChangesParts } from '../dossier.ts';
import { rejectChange, withdrawChange } from '../end.ts';
import { publishChange } from '../publish.ts';
import { readChangePage } from '../read.ts';
import { submitChange } from '../submit.ts';
import { updateChange } from '../update.ts';
import { changePageSchema } from '../wire.ts';
import { branch, comment, digest, name, notes, oid, params, path } from './wire.ts';

const operation = operationsOf<Principal>('changes');

/** How a change begins and ends. Every act answers with the change’s page as it is afterwards. */
export function lifeOperations(parts: ChangesParts): Operation<Principal>[] {
  const page = (principal: Principal, id: string) => readChangePage(parts, principal, id);
  return [
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
      id: 'change.update',
      method: 'patch',
      path,
      summary: 'Reword the title or the description of a change that is not over',
      description: 'Contributors of the library. Leaves an entry.',
      params,
      body: z.strictObject({
        title: z.string().trim().min(1).max(200).optional(),
        description: z.string().max(20_000).optional(),
      }),
      answer: { schema: changePageSchema },
      problems: ['change.update.nothing', 'change.update.wrong_stage'],
      handle: async ({ principal, params: { change }, body }) => {
        await updateChange(parts, principal, change, body);
        return page(principal, change);
      },
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
      body: z.strictObject({ revision: oid, digest, notes: notes.optional() }),
      answer: {
        schema: changePageSchema.extend({
          versions: z.array(z.object({ path: z.string(), number: z.number().int(), digest: z.string() })),
        }),
      },
      problems: [
        'change.publish.not_approved',
        'change.publish.stale_revision',
        'change.publish.conflict',
        'change.publish.not_asked',
        'change.publish.recalled',
        'change.publish.wrong_stage',
      ],
      handle: async ({ principal, params: { change }, body }) => {
        const versions = await publishChange(parts, principal, change, body);
        return { ...(await page(principal, change)), versions: versions.map((version) => ({ ...version })) };
      },
    }),
  ];
}
