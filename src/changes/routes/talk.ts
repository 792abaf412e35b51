import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import type { ChangesParts } from '../dossier.ts';
import { readChangePage } from '../read.ts';
import { acceptSuggestions } from '../talk/accept-suggestions.ts';
import { commentOnChange } from '../talk/comment.ts';
import { markThread } from '../talk/mark-thread.ts';
import { withdrawComment } from '../talk/withdraw-comment.ts';
import { changePageSchema } from '../wire.ts';
import { digest, oid, path } from './wire.ts';

const operation = operationsOf<Principal>('changes');
const line = z.number().int().min(1).max(1_000_000).nullable().default(null);
const newComment = z.strictObject({
  text: z.string().trim().max(20_000).default(''),
  thread: z.string().max(40).nullable().default(null),
  path: z.string().max(1_000).nullable().default(null),
  side: z.enum(['base', 'head']).default('head'),
  firstLine: line,
  line,
  digest: digest.nullable().default(null),
  replacement: z.string().max(100_000).nullable().default(null),
});

/** What people say about a change, and what becomes of it. Every act answers with the change’s page as it is afterwards. */
export function talkOperations(parts: ChangesParts): Operation<Principal>[] {
  const page = (principal: Principal, id: string) => readChangePage(parts, principal, id);
  const marking = (id: 'thread.resolve' | 'thread.reopen', verb: string, summary: string) =>
    operation({
      id,
      method: 'post',
      path: `${path}/threads/{thread}/${verb}`,
      summary,
      description: 'Everybody who may comment. Leaves an entry.',
      params: z.strictObject({ change: z.string(), thread: z.string() }),
      body: z.strictObject({}),
      answer: { schema: changePageSchema },
      problems: [`${id}.unknown_thread`, `${id}.marked_already`],
      handle: async ({ principal, params: { change, thread } }) => {
        await markThread(parts, principal, change, thread, id);
        return page(principal, change);
      },
    });
  return [
    operation({
      id: 'change.comment',
      method: 'post',
      path: `${path}/comments`,
      summary: 'Comment on a change, a file or lines of it; answer; suggest an edit',
      description:
        'Everybody with a part in the library’s work. `replacement` suggests what to put in place of lines of the side head; `thread` answers. Leaves an entry with a commitment to the words.',
      params: z.strictObject({ change: z.string() }),
      body: newComment.refine(({ text, replacement }) => text !== '' || replacement !== null, {
        path: ['text'],
        message: 'is empty: say something, or suggest an edit',
      }),
      answer: { status: 201, schema: changePageSchema },
      problems: [
        'change.comment.unknown_place',
        'change.comment.stale_place',
        'change.comment.unknown_thread',
        'change.comment.nothing_to_replace',
      ],
      handle: async ({ principal, params: { change }, body }) => {
        await commentOnChange(parts, principal, change, body);
        return page(principal, change);
      },
    }),
    operation({
      id: 'comment.withdraw',
      method: 'post',
      path: `${path}/comments/{comment}/withdraw`,
      summary: 'Take one’s own comment back',
      description: 'Its words are shown to nobody any more; its entry stays. Leaves an entry.',
      params: z.strictObject({ change: z.string(), comment: z.string() }),
      body: z.strictObject({}),
      answer: { schema: changePageSchema },
      problems: [
        'comment.withdraw.unknown_comment',
        'comment.withdraw.not_yours',
        'comment.withdraw.withdrawn_already',
        'comment.withdraw.accepted',
      ],
      handle: async ({ principal, params: { change, comment } }) => {
        await withdrawComment(parts, principal, change, comment);
        return page(principal, change);
      },
    }),
    marking('thread.resolve', 'resolve', 'Resolve a thread'),
    marking('thread.reopen', 'reopen', 'Open a resolved thread again'),
    operation({
      id: 'suggestion.accept',
      method: 'post',
      path: `${path}/suggestions/accept`,
      summary: 'Make one commit of suggestions',
      description:
        'Contributors of the library. Who suggested and who accepts both contributed the bytes: neither reviews or approves them. Leaves an entry.',
      params: z.strictObject({ change: z.string() }),
      body: z.strictObject({
        revision: oid,
        suggestions: z.array(z.string().max(40)).min(1).max(100),
        message: z.string().trim().min(1).max(2_000).optional(),
      }),
      answer: { schema: changePageSchema },
      problems: [
        'suggestion.accept.stale_revision',
        'suggestion.accept.unknown_suggestion',
        'suggestion.accept.accepted_already',
        'suggestion.accept.outdated',
        'suggestion.accept.overlap',
      ],
      handle: async ({ principal, params: { change }, body }) => {
        await acceptSuggestions(parts, principal, change, { ...body, message: body.message });
        return page(principal, change);
      },
    }),
  ];
}
