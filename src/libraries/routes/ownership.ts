import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import type { Operation } from '../../platform/http/index.ts';
import { isId } from '../../platform/id.ts';
import { notFound } from '../../platform/problem.ts';
import { ASSET_KINDS } from '../asset.ts';
import { assignOwner } from '../ownership/assign-owner.ts';
import { handOver } from '../ownership/hand-over.ts';
import { listOwned, ownedWire } from '../ownership/list-owned.ts';
import type { LibrariesParts } from '../parts.ts';
import { listOf, personRefSchema } from '../wire.ts';
import { library, operation, path } from './shapes.ts';

const person = z.string().refine((id) => isId('per', id), "must be a person's id");
const ofPerson = z.strictObject({ person: z.string().max(100) });
const ownedSchema = z.object({
  library: z.string(),
  path: z.string(),
  name: z.string(),
  kind: z.enum(ASSET_KINDS),
});

/** Who answers for an asset. */
export function ownershipOperations(parts: LibrariesParts): Operation<Principal>[] {
  return [
    operation({
      id: 'owner.list',
      method: 'get',
      path: '/api/v1/people/{person}/assets',
      summary: 'List what a person owns',
      description: 'Published assets, in the libraries that you may see, by library and path.',
      params: ofPerson,
      answer: { schema: listOf(ownedSchema) },
      handle: ({ principal, params }) => listOwned(parts, principal, idOf(params.person)),
    }),
    operation({
      id: 'owner.assign',
      method: 'post',
      path: '/api/v1/libraries/{library}/owner',
      summary: 'Give an asset another owner',
      description:
        'For its owner, publishers and admins. The new owner must be an active person who may read the library. Entry owner.assign.',
      params: library,
      body: z.strictObject({ path, owner: person }),
      answer: { schema: z.object({ path: z.string(), owner: personRefSchema }) },
      problems: [
        'owner.assign.forbidden',
        'owner.assign.not_a_reader',
        'owner.assign.changed',
        'owner.assign.same',
      ],
      handle: async ({ principal, params, body }) => ({
        path: body.path,
        owner: await assignOwner(parts, principal, params.library, { ...body, owner: idOf(body.owner) }),
      }),
    }),
    operation({
      id: 'owner.hand_over',
      method: 'post',
      path: '/api/v1/people/{person}/hand-over',
      summary: 'Hand everything that a person owns over to another',
      description:
        'In one step. For the person and for admins. What the successor may not see stays, and is listed. Entry owner.hand_over.',
      params: ofPerson,
      body: z.strictObject({ to: person }),
      answer: { schema: z.object({ moved: z.array(ownedSchema), kept: z.array(ownedSchema) }) },
      problems: ['owner.hand_over.forbidden', 'owner.hand_over.same', 'owner.hand_over.not_active'],
      handle: async ({ principal, params, body }) => {
        const done = await handOver(parts, principal, { from: idOf(params.person), to: idOf(body.to) });
        return {
          moved: await ownedWire(parts, principal, done.moved),
          kept: await ownedWire(parts, principal, done.kept),
        };
      },
    }),
  ];
}

/** An id that is none of a person is nobody's: the same 404 as for one that was never given. */
function idOf(text: string) {
  if (!isId('per', text)) throw notFound();
  return text;
}
