import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import type { GatewayParts } from '../parts.ts';
import { usesOfRecall } from '../recall-uses.ts';
import { recallUsesSchema } from '../wire.ts';

const operation = operationsOf<Principal>('gateway');

/** Who used what is recalled. */
export function recallOperations(parts: GatewayParts): Operation<Principal>[] {
  return [
    operation({
      id: 'recall.uses',
      method: 'get',
      path: '/api/v1/recalls/{recall}/uses',
      summary: 'List who and what used a recalled thing, and since when',
      description:
        'Publishers of the library, auditors and admins. One item for each person or app, whoever used it last first.',
      params: z.strictObject({ recall: z.string().max(100) }),
      answer: { schema: recallUsesSchema },
      handle: ({ principal, params: { recall } }) => usesOfRecall(parts, principal, recall),
    }),
  ];
}
