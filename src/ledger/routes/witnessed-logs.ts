import { z } from 'zod';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { type CosigningStanding, witnessPath } from '../cosigning/index.ts';
import type { Actor } from '../entry.ts';
import type { Ledger } from '../ledger.ts';
import type { Permitted } from './guard.ts';

const logSchema = z.object({
  id: z.string(),
  origin: z.string(),
  key: z.string(),
  addedBy: z.string(),
  addedAt: z.string(),
  cosigned: z
    .object({ treeSize: z.int(), rootHash: z.string(), at: z.string() })
    .nullable()
    .meta({ description: 'The largest head of it that was cosigned here.' }),
  conflicts: z
    .int()
    .meta({ description: 'Heads that its own key signed and that contradict what was cosigned.' }),
});
const cosigningSchema = z.object({
  key: z.string().nullable().meta({ description: 'This organization’s key as a witness.' }),
  path: z.string().meta({ description: 'Submission and monitoring prefix, below the server’s address.' }),
  items: z.array(logSchema),
  next: z.null(),
});

/** Logs of others that the organization vouches for. */
export function witnessedLogOperations<Principal>(
  ledger: Ledger,
  permitted: Permitted<Principal>,
  permittedLately: Permitted<Principal>,
  actor: (principal: Principal) => Actor,
): Operation<Principal>[] {
  const operation = operationsOf<Principal>('ledger');
  return [
    operation({
      id: 'witnessed_log.list',
      method: 'get',
      path: '/api/v1/witnessed-logs',
      summary: 'Logs of others that your organization witnesses, and its key as a witness',
      description: 'For auditors and admins.',
      query: z.strictObject({}),
      answer: { schema: cosigningSchema },
      handle: async ({ principal }) => {
        const organization = permitted(principal, 'witnessed_log.list');
        const path = witnessPath(organization);
        return { path, ...cosigningWire(await ledger.cosigning.standing(organization)) };
      },
    }),
    operation({
      id: 'witnessed_log.add',
      method: 'post',
      path: '/api/v1/witnessed-logs',
      summary: 'Witness the log of somebody else',
      description:
        'For admins, signed in and confirmed within 15 minutes. `key` is the log’s C2SP verifier key, whose name is its origin; add the next one too when it was rotated. `witness` in the answer is the key that its owner adds as a witness.',
      body: z.strictObject({ key: z.string().trim().min(10).max(500) }),
      answer: { status: 201, schema: z.object({ id: z.string(), origin: z.string(), witness: z.string() }) },
      problems: [
        'witnessed_log.add.key_malformed',
        'witnessed_log.add.own_log',
        'witnessed_log.add.exists',
        'witnessed_log.add.too_many',
        'witnessed_log.add.no_name',
        'witnessed_log.add.session_needed',
        'witnessed_log.add.step_up_needed',
      ],
      handle: async ({ principal, body }) => {
        const organization = permittedLately(principal, 'witnessed_log.add');
        const { log, witness } = await ledger.cosigning.add(organization, actor(principal), body.key);
        return { id: log.id, origin: log.origin, witness };
      },
    }),
    operation({
      id: 'witnessed_log.end',
      method: 'post',
      path: '/api/v1/witnessed-logs/{log}/end',
      summary: 'Witness a log no more',
      description:
        'For admins, signed in and confirmed within 15 minutes. What was cosigned of it is remembered, should it ever be added again.',
      params: z.strictObject({ log: z.string().max(100) }),
      body: z.strictObject({}),
      problems: ['witnessed_log.end.session_needed', 'witnessed_log.end.step_up_needed'],
      handle: async ({ principal, params: { log } }) => {
        const organization = permittedLately(principal, 'witnessed_log.end');
        await ledger.cosigning.end(organization, actor(principal), log);
        return undefined;
      },
    }),
  ];
}

const cosigningWire = ({ key, logs }: CosigningStanding) => ({
  key: key ?? null,
  items: logs.map(({ id, origin, key: logKey, addedBy, addedAt, head, conflicts }) => ({
    ...{ id, origin, addedBy, conflicts },
    key: logKey,
    addedAt: addedAt.toISOString(),
    cosigned:
      head === undefined
        ? null
        : {
            treeSize: head.treeSize,
            rootHash: Buffer.from(head.rootHash).toString('base64'),
            at: head.at.toISOString(),
          },
  })),
  next: null,
});
