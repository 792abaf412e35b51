import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import type { Operation } from '../../platform/http/index.ts';
import { type LibrariesParts, namesOf } from '../parts.ts';
import { createTag } from '../tags/create-tag.ts';
import { deleteTagFor } from '../tags/delete-tag.ts';
import { listTagsFor, tagWire } from '../tags/list-tags.ts';
import { listOf, tagSchema } from '../wire.ts';
import { library, operation, page, plainText, ref } from './shapes.ts';

/** Operations on tags, which git users know. A tag never moves. */
export function tagOperations(parts: LibrariesParts): Operation<Principal>[] {
  const path = '/api/v1/libraries/{library}/tags';
  return [
    operation({
      id: 'tag.list',
      method: 'get',
      path,
      summary: 'List the tags of a library',
      description: 'By name. Without branch.list, those on commits that main stood at.',
      params: library,
      query: page,
      answer: { schema: listOf(tagSchema) },
      handle: ({ principal, params, query }) => listTagsFor(parts, principal, params.library, query),
    }),
    operation({
      id: 'tag.create',
      method: 'post',
      path,
      summary: 'Tag a commit',
      description:
        'A branch or a commit; main if none is given. With a message it is an annotated tag. Tags never move. Entry tag.create.',
      params: library,
      body: z.strictObject({
        name: plainText(300),
        ref: ref.optional(),
        message: plainText(5_000)
          .refine((text) => text.trim() !== '', 'must say what is tagged')
          .optional(),
      }),
      answer: { status: 201, schema: tagSchema },
      problems: [
        'tag.create.forbidden',
        'tag.bad_name',
        'tag.exists',
        'tag.too_many',
        'branch.list.forbidden',
        'branch.not_found',
      ],
      handle: async ({ principal, params, body }) => {
        const made = await createTag(parts, principal, params.library, body);
        return tagWire(made, await namesOf(parts, principal.organization, [made.createdBy]));
      },
    }),
    operation({
      id: 'tag.delete',
      method: 'delete',
      path,
      summary: 'End a tag of one’s own',
      description: 'What it named stays. Entry tag.delete.',
      params: library,
      query: z.strictObject({ name: plainText(300) }),
      problems: ['tag.delete.forbidden', 'tag.not_found', 'git.rewrite_refused'],
      handle: async ({ principal, params, query }) => {
        await deleteTagFor(parts, principal, params.library, query.name);
        return undefined;
      },
    }),
  ];
}
