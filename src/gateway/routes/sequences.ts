import { z } from 'zod';
import { authorize, type Principal, theOrganization } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import type { GatewayParts } from '../parts.ts';
import { sequenceDetailSchema, sequenceSchema } from '../sequence-wire.ts';
import { listSequences, readSequence } from '../sequences.ts';

const operation = operationsOf<Principal>('gateway');
const query = z.strictObject({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});
const page = { schema: z.object({ items: z.array(sequenceSchema), next: z.string().nullable() }) };
const ofWhom =
  'Of one’s own executions; of everybody’s for those who hold execution.list_all, in the libraries that they know of. Without content.';

/** What executions belong to, as their callers say. */
export function sequenceOperations(parts: GatewayParts): Operation<Principal>[] {
  return [
    operation({
      id: 'trace.list',
      method: 'get',
      path: '/api/v1/traces',
      summary: 'List traces by their newest execution, newest first',
      description: `${ofWhom} A trace is one by \`traceparent\` (W3C trace context); what nobody went on with is not listed.`,
      query,
      answer: page,
      handle: ({ principal, query: { cursor, limit } }) => {
        authorize(principal, 'trace.list', theOrganization);
        return listSequences(parts, principal, 'trace', { cursor, limit });
      },
    }),
    operation({
      id: 'trace.read',
      method: 'get',
      path: '/api/v1/traces/{trace}',
      summary: 'Read one trace: its executions, each with its span and the one that called it',
      description: ofWhom,
      params: z.strictObject({ trace: z.string().max(100) }),
      answer: { schema: sequenceDetailSchema },
      handle: async ({ principal, params: { trace } }) => {
        authorize(principal, 'trace.read', theOrganization);
        return readSequence(parts, principal, 'trace', trace);
      },
    }),
    operation({
      id: 'conversation.list',
      method: 'get',
      path: '/api/v1/conversations',
      summary: 'List conversations by their newest turn, newest first',
      description: `${ofWhom} Turns belong together by the header \`countersign-conversation\`, or by what was said before (docs/decisions/0019-context.md).`,
      query,
      answer: page,
      handle: ({ principal, query: { cursor, limit } }) => {
        authorize(principal, 'conversation.list', theOrganization);
        return listSequences(parts, principal, 'conversation', { cursor, limit });
      },
    }),
    operation({
      id: 'conversation.read',
      method: 'get',
      path: '/api/v1/conversations/{conversation}',
      summary: 'Read one conversation: its turns, each with the one before',
      description: ofWhom,
      params: z.strictObject({ conversation: z.string().max(100) }),
      answer: { schema: sequenceDetailSchema },
      handle: async ({ principal, params: { conversation } }) => {
        authorize(principal, 'conversation.read', theOrganization);
        return readSequence(parts, principal, 'conversation', conversation);
      },
    }),
  ];
}
