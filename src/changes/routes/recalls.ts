import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import type { ChangesParts } from '../dossier.ts';
import { createRecall } from '../recalls/create.ts';
import { liftRecallOf } from '../recalls/lift.ts';
import { listRecallsFor, readRecall } from '../recalls/list.ts';
import { recallSchema } from '../recalls/wire.ts';
import { assetPath, name, reason, version } from './wire.ts';

const operation = operationsOf<Principal>('changes');
const params = z.strictObject({ recall: z.string().max(100) });
const inLibrary = { library: name, path: assetPath };
const target = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('version'), ...inLibrary, version }),
  z.strictObject({ kind: z.literal('asset'), ...inLibrary }),
  z.strictObject({ kind: z.literal('workflow'), ...inLibrary }),
  z.strictObject({
    kind: z.literal('model'),
    model: z.string().regex(/^[\x21-\x7e]{1,200}$/, 'is a model name'),
  }),
]);

/** Stopping something everywhere, and letting it run again. */
export function recallOperations(parts: ChangesParts): Operation<Principal>[] {
  return [
    operation({
      id: 'recall.create',
      method: 'post',
      path: '/api/v1/recalls',
      summary: 'Stop a version, an asset, a workflow or a model everywhere',
      description:
        'Publishers and admins. Within a second no node serves it; streams under way are broken off. A version is recalled by its bytes, under whatever number and path they stand. Leaves an entry.',
      body: z.strictObject({ target, reason }),
      answer: { status: 201, schema: recallSchema },
      problems: [
        'recall.create.unknown_asset',
        'recall.create.unknown_version',
        'recall.create.not_a_workflow',
        'recall.create.recalled_already',
      ],
      handle: async ({ principal, body }) =>
        readRecall(parts, principal, await createRecall(parts, principal, body)),
    }),
    operation({
      id: 'recall.lift',
      method: 'post',
      path: '/api/v1/recalls/{recall}/lift',
      summary: 'Let what was recalled run again',
      description: 'Publishers. Leaves an entry.',
      params,
      body: z.strictObject({ reason }),
      answer: { schema: recallSchema },
      problems: ['recall.lift.lifted_already'],
      handle: async ({ principal, params: { recall }, body }) => {
        await liftRecallOf(parts, principal, recall, body.reason);
        return readRecall(parts, principal, recall);
      },
    }),
    operation({
      id: 'recall.list',
      method: 'get',
      path: '/api/v1/recalls',
      summary: 'List recalls, newest first',
      description: 'Everybody, for the libraries they may see, and of models.',
      query: z.strictObject({
        library: name.optional(),
        state: z.literal('in_force').optional(),
        cursor: z.string().max(200).optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
      answer: { schema: z.object({ items: z.array(recallSchema), next: z.string().nullable() }) },
      handle: ({ principal, query }) =>
        listRecallsFor(parts, principal, {
          library: query.library,
          inForce: query.state === 'in_force',
          cursor: query.cursor,
          limit: query.limit,
        }),
    }),
    operation({
      id: 'recall.read',
      method: 'get',
      path: '/api/v1/recalls/{recall}',
      summary: 'Read a recall: what, why, by whom, whether it is in force',
      description: 'Everybody who may see the library.',
      params,
      answer: { schema: recallSchema },
      handle: ({ principal, params: { recall } }) => readRecall(parts, principal, recall),
    }),
  ];
}
