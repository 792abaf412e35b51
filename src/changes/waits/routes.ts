import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import type { ChangesParts } from '../dossier.ts';
import { name } from '../routes/wire.ts';
import { readWaits } from './read.ts';
import { waitsSchema } from './wire.ts';

const operation = operationsOf<Principal>('changes');

/** Where changes wait. */
export function waitOperations(parts: ChangesParts): Operation<Principal>[] {
  return [
    operation({
      id: 'wait.read',
      method: 'get',
      path: '/api/v1/waits',
      summary: 'Where changes wait: how long each step takes, and what waits now',
      description:
        'Everybody, over the libraries they may see. Median and 90th percentile in hours, by step, library and who was asked, of the changes published in the last days.',
      query: z.strictObject({
        days: z.coerce.number().int().min(1).max(365).default(90),
        library: name.optional(),
      }),
      answer: { schema: waitsSchema },
      handle: ({ principal, query: { days, library } }) => readWaits(parts, principal, { days, library }),
    }),
  ];
}
