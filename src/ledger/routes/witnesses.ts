import { z } from 'zod';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import type { Actor } from '../entry.ts';
import type { Ledger } from '../ledger.ts';
import type { Witnessing, WitnessStanding } from '../witnesses/index.ts';
import type { Permitted } from './guard.ts';

const vkey = z.string().trim().min(10).max(500);
const params = z.strictObject({ witness: z.string().max(100) });
const witnessSchema = z.object({
  id: z.string(),
  name: z.string(),
  key: z.string().meta({ description: 'C2SP verifier key of type 4.' }),
  url: z.string().meta({ description: 'Submission prefix.' }),
  addedBy: z.string(),
  addedAt: z.string(),
  cosigned: z
    .object({ treeSize: z.int(), at: z.string() })
    .nullable()
    .meta({ description: 'The largest head that it cosigned.' }),
  trouble: z
    .object({ problem: z.string(), since: z.string() })
    .nullable()
    .meta({ description: 'What is wrong with it, for as long as it is.' }),
});
const witnessingSchema = z.object({
  need: z.int().meta({ description: 'How many must cosign a head.' }),
  of: z.int(),
  items: z.array(witnessSchema),
  head: z
    .object({ treeSize: z.int(), rootHash: z.string(), checkpoint: z.string(), at: z.string() })
    .nullable()
    .meta({ description: 'The newest head that enough of them cosigned.' }),
  unwitnessedSince: z
    .string()
    .nullable()
    .meta({ description: 'When the first head was signed that not enough of them have cosigned.' }),
  next: z.null(),
});

/** Who else vouches for the log. */
export function witnessOperations<Principal>(
  ledger: Ledger,
  permitted: Permitted<Principal>,
  permittedLately: Permitted<Principal>,
  actor: (principal: Principal) => Actor,
): Operation<Principal>[] {
  const operation = operationsOf<Principal>('ledger');
  return [
    operation({
      id: 'witness.list',
      method: 'get',
      path: '/api/v1/witnesses',
      summary: 'Who witnesses the log, how far they have come, and what stands under enough of them',
      description: 'For everybody of the organization.',
      query: z.strictObject({}),
      answer: { schema: witnessingSchema },
      handle: async ({ principal }) =>
        witnessingWire(await ledger.witnesses.standing(permitted(principal, 'witness.list'))),
    }),
    operation({
      id: 'witness.add',
      method: 'post',
      path: '/api/v1/witnesses',
      summary: 'Ask a witness to cosign the heads of the log',
      description:
        'For admins, signed in and confirmed within 15 minutes. `url` is its submission prefix (c2sp.org/tlog-witness), `key` its C2SP verifier key of type 4. Whoever runs it has to add the log’s key.',
      body: z.strictObject({ key: vkey, url: z.string().trim().min(1).max(500) }),
      answer: { status: 201, schema: z.object({ id: z.string() }) },
      problems: [
        'witness.add.key_malformed',
        'witness.add.url_refused',
        'witness.add.host_not_allowed',
        'witness.add.exists',
        'witness.add.too_many',
        'witness.add.session_needed',
        'witness.add.step_up_needed',
      ],
      handle: async ({ principal, body }) => {
        const organization = permittedLately(principal, 'witness.add');
        const { id } = await ledger.witnesses.add(organization, actor(principal), body);
        return { id };
      },
    }),
    operation({
      id: 'witness.end',
      method: 'post',
      path: '/api/v1/witnesses/{witness}/end',
      summary: 'Ask a witness no more',
      description:
        'For admins, signed in and confirmed within 15 minutes. What it cosigned stays; of what comes it is not among those that count.',
      params,
      body: z.strictObject({}),
      problems: ['witness.end.needed', 'witness.end.session_needed', 'witness.end.step_up_needed'],
      handle: async ({ principal, params: { witness } }) => {
        const organization = permittedLately(principal, 'witness.end');
        await ledger.witnesses.end(organization, actor(principal), witness);
        return undefined;
      },
    }),
    operation({
      id: 'witness.require',
      method: 'put',
      path: '/api/v1/witness-rule',
      summary: 'Say how many witnesses must cosign',
      description:
        'For admins, signed in and confirmed within 15 minutes. A head counts as witnessed when so many have; until it is said, when all have.',
      body: z.strictObject({ need: z.int().min(1).max(16) }),
      answer: { schema: z.object({ need: z.int(), of: z.int() }) },
      problems: [
        'witness.require.too_many',
        'witness.require.session_needed',
        'witness.require.step_up_needed',
      ],
      handle: async ({ principal, body }) => {
        const organization = permittedLately(principal, 'witness.require');
        return ledger.witnesses.require(organization, actor(principal), body.need);
      },
    }),
  ];
}

function witnessingWire({ need, of, witnesses, head, unwitnessedSince }: Witnessing) {
  return {
    need,
    of,
    items: witnesses.map(witnessWire),
    head:
      head === undefined
        ? null
        : {
            treeSize: head.treeSize,
            rootHash: Buffer.from(head.rootHash).toString('base64'),
            checkpoint: head.checkpoint,
            at: head.at.toISOString(),
          },
    unwitnessedSince: unwitnessedSince?.toISOString() ?? null,
    next: null,
  };
}

function witnessWire({ id, key, url, addedBy, addedAt, cosigned, trouble }: WitnessStanding) {
  return {
    ...{ id, key, url, addedBy },
    name: key.slice(0, key.indexOf('+')),
    addedAt: addedAt.toISOString(),
    cosigned: cosigned === undefined ? null : { treeSize: cosigned.treeSize, at: cosigned.at.toISOString() },
    trouble: trouble === undefined ? null : { problem: trouble.problem, since: trouble.since.toISOString() },
  };
}
