import { z } from 'zod';
import { authorize, type Principal, theOrganization } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { decideHold, openForDecision } from '../holds/decide.ts';
import { holdStates } from '../holds/hold.ts';
import { listHolds, readHold, wires } from '../holds/list.ts';
import { heldContent } from '../holds/run.ts';
import type { HeldCalls } from '../holds/start.ts';
import { holdPageSchema, holdSchema } from '../holds/wire.ts';
import type { GatewayParts } from '../parts.ts';
import { reason } from './keeping.ts';
import { only } from './only.ts';

const operation = operationsOf<Principal>('gateway');
const params = z.strictObject({ hold: z.string().max(100) });
const body = z.strictObject({ reason });

/** Calls that wait for a person. */
export function heldOperations(parts: GatewayParts, calls: HeldCalls): Operation<Principal>[] {
  return [
    operation({
      id: 'hold.list',
      method: 'get',
      path: '/api/v1/holds',
      summary: 'List calls that wait, or waited, for a person',
      description:
        'One’s own, and those that one may decide about or audit. Those that wait first, then the newest.',
      query: z.strictObject({ state: z.enum(holdStates).optional() }),
      answer: { schema: z.object({ items: z.array(holdSchema), next: z.null() }) },
      handle: async ({ principal, query }) => {
        authorize(principal, 'hold.list', theOrganization);
        return { items: await listHolds(parts, principal, query.state), next: null };
      },
    }),
    operation({
      id: 'hold.read',
      method: 'get',
      path: '/api/v1/holds/{hold}',
      summary: 'How a call stands that waits for a person, and what it would send',
      description:
        'Whoever asked, and those who may decide or audit. Once it is approved, `execution` names what came of it.',
      params,
      answer: { schema: holdPageSchema },
      handle: async ({ principal, params: { hold } }) => {
        authorize(principal, 'hold.read', theOrganization);
        return readHold(parts, principal, hold);
      },
    }),
    operation({
      id: 'hold.approve',
      method: 'post',
      path: '/api/v1/holds/{hold}/approve',
      summary: 'Let a held call run',
      description:
        'Approvers of the library, or of the organization for calls without a prompt; never who asked. It is planned and judged anew, for whoever asked, and runs at once. Leaves hold.approve, and what every execution leaves.',
      params,
      body,
      answer: { schema: holdSchema },
      problems: [
        'hold.approve.own',
        'hold.approve.person_only',
        'hold.approve.expired',
        'hold.approve.decided_already',
      ],
      handle: async ({ principal, params: { hold }, body: { reason: said } }) => {
        // Read before it is decided: the decision takes the content away.
        const open = await openForDecision(parts, principal, 'hold.approve', hold);
        const content = await heldContent(parts, open);
        const decided = await decideHold(parts, principal, open, { approve: true, reason: said });
        if (content !== undefined) calls.run(decided, content);
        return only(await wires(parts, principal, [decided]));
      },
    }),
    operation({
      id: 'hold.refuse',
      method: 'post',
      path: '/api/v1/holds/{hold}/refuse',
      summary: 'Do not let a held call run',
      description: 'As hold.approve. Leaves hold.refuse.',
      params,
      body,
      answer: { schema: holdSchema },
      problems: [
        'hold.refuse.own',
        'hold.refuse.person_only',
        'hold.refuse.expired',
        'hold.refuse.decided_already',
      ],
      handle: async ({ principal, params: { hold }, body: { reason: said } }) => {
        const open = await openForDecision(parts, principal, 'hold.refuse', hold);
        const decided = await decideHold(parts, principal, open, { approve: false, reason: said });
        return only(await wires(parts, principal, [decided]));
      },
    }),
  ];
}
