import { z } from 'zod';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { notFound } from '../../platform/problem.ts';
import type { Actor, OrganizationId } from '../entry.ts';
import type { Ledger } from '../ledger.ts';
import { entryIdSchema, entryParams, type Permitted } from './guard.ts';

const provenSchema = z.object({
  index: z.number().int(),
  leaf: z.string(),
  proof: z.array(z.string()).readonly(),
});
const rotations = z
  .array(provenSchema)
  .readonly()
  .meta({ description: 'The entries that lead from the log’s first key to `key`, when it was rotated.' })
  .exactOptional();

export const proofBundleSchema = z.object({
  format: z.literal('countersign.proof/1'),
  origin: z.string(),
  key: z.string(),
  checkpoint: z.string(),
  entries: z.array(provenSchema).readonly(),
  rotations,
});

const consistencySchema = z.object({
  format: z.literal('countersign.consistency/1'),
  origin: z.string(),
  key: z.string(),
  older: z.string(),
  newer: z.string(),
  proof: z.array(z.string()).readonly(),
  rotations,
});

/** What proves something offline. */
export function proofOperations<Principal>(
  ledger: Ledger,
  permitted: Permitted<Principal>,
): Operation<Principal>[] {
  const operation = operationsOf<Principal>('ledger');
  return [
    operation({
      id: 'entry.prove',
      method: 'get',
      path: '/api/v1/entries/{entry}/proof',
      summary: 'A file that proves one entry offline.',
      description:
        'For auditors and admins. The format is countersign.proof/1. Waits up to 5 s for the checkpoint.',
      params: entryParams,
      query: z.strictObject({}),
      answer: { schema: proofBundleSchema },
      problems: ['entry.not_signed_yet'],
      handle: async ({ principal, params: { entry } }) => {
        const organization = permitted(principal, 'entry.read');
        const id = entryIdSchema.safeParse(entry);
        if (!id.success) throw notFound();
        return ledger.prove(organization, [id.data]);
      },
    }),
    operation({
      id: 'ledger.prove',
      method: 'get',
      path: '/api/v1/ledger/consistency',
      summary: 'A file that proves that the log continues an earlier one.',
      description:
        'For everybody of the organization. `since` is the tree size of a checkpoint that you kept. The format is countersign.consistency/1; it verifies offline.',
      query: z.strictObject({ since: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER) }),
      answer: { schema: consistencySchema },
      problems: ['ledger.prove.no_checkpoint'],
      handle: async ({ principal, query }) =>
        ledger.proveContinuation(permitted(principal, 'ledger.prove'), query.since),
    }),
  ];
}

/** The log's signing key. */
export function keyOperations<Principal>(
  ledger: Ledger,
  permitted: Permitted<Principal>,
  actor: (principal: Principal) => Actor,
): Operation<Principal>[] {
  const operation = operationsOf<Principal>('ledger');
  return [
    operation({
      id: 'ledger.rotate_key',
      method: 'post',
      path: '/api/v1/ledger/key',
      summary: 'Give the log a new signing key.',
      description:
        'For admins. The entry ledger.rotate_key carries the handover, signed by the old key and the new; checkpoints after it are signed by the new key. Whoever pinned the old key is led to the new one by that entry; pin the new one as soon as you can.',
      body: z.strictObject({}),
      answer: { status: 201, schema: z.object({ key: z.string(), entry: z.string() }) },
      problems: ['ledger.rotate_key.pending'],
      handle: async ({ principal }) => {
        const organization: OrganizationId = permitted(principal, 'ledger.rotate_key');
        return ledger.rotateKey(organization, actor(principal));
      },
    }),
  ];
}
