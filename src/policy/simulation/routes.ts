import { z } from 'zod';
import { authorize, type Principal, permits, theOrganization } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { isId } from '../../platform/id.ts';
import { notFound } from '../../platform/problem.ts';
import { chosenSchema } from './chosen.ts';
import { type Progress, type SimulationParts, startSimulation } from './simulate.ts';
import { listSimulations, readSimulation } from './store.ts';
import { simulationSchema, simulationWire } from './wire.ts';

const operation = operationsOf<Principal>('policy');

/** The HTTP of simulations. */
export function simulationOperations(parts: SimulationParts, progress: Progress): Operation<Principal>[] {
  const shown = (principal: Principal, row: Parameters<typeof simulationWire>[0]) =>
    simulationWire(row, {
      progress: progress.get(row.id) ?? null,
      examples: permits(principal, 'execution.list_all', theOrganization),
      now: parts.clock.now(),
    });
  const open = async (principal: Principal, id: string) => {
    const row = isId('sim', id) ? await readSimulation(parts.reader, principal.organization, id) : undefined;
    if (row === undefined) throw notFound();
    return row;
  };
  return [
    operation({
      id: 'policy.simulate',
      method: 'post',
      path: '/api/v1/policy/simulations',
      summary: 'Try a proposed policy on recorded calls',
      description:
        'Contributors, reviewers, approvers, publishers, auditors and admins. What is in force, with the files of a `change` and `files` in their places (null removes one), judges the calls of the last `days`, or `only` some of them, for those who hold execution.list_all; what was chosen is no check of the change. Answers at once; read it for how far it is. Leaves policy.simulate and policy.complete_simulation.',
      body: z.strictObject({
        change: z.string().max(100).optional(),
        files: z
          .array(
            z.strictObject({
              path: z
                .string()
                .min(1)
                .max(500)
                .regex(/^[^\0]*\.cedar$/, 'ends in .cedar'),
              text: z.string().max(131_072).nullable(),
            }),
          )
          .max(50)
          .default([]),
        days: z.int().min(1).max(366).default(28),
        only: chosenSchema.optional(),
      }),
      answer: { status: 201, schema: simulationSchema },
      problems: ['policy.simulate.unreadable'],
      handle: async ({ principal, body }) => {
        const { id } = await startSimulation(parts, progress, principal, {
          ...body,
          change: body.change,
          only: body.only,
        });
        return shown(principal, await open(principal, id));
      },
    }),
    operation({
      id: 'policy.list_simulations',
      method: 'get',
      path: '/api/v1/policy/simulations',
      summary: 'List simulations, newest first',
      description: 'As policy.simulate. The newest 50.',
      answer: { schema: z.object({ items: z.array(simulationSchema), next: z.null() }) },
      handle: async ({ principal }) => {
        authorize(principal, 'policy.simulate', theOrganization);
        const rows = await listSimulations(parts.reader, principal.organization, 50);
        return { items: rows.map((row) => shown(principal, row)), next: null };
      },
    }),
    operation({
      id: 'policy.read_simulation',
      method: 'get',
      path: '/api/v1/policy/simulations/{simulation}',
      summary: 'Read a simulation: how far it is, and what it found',
      description:
        'As policy.simulate. Single calls are shown to those who hold execution.list_all; counts to everybody else.',
      params: z.strictObject({ simulation: z.string().max(100) }),
      answer: { schema: simulationSchema },
      handle: async ({ principal, params }) => {
        authorize(principal, 'policy.simulate', theOrganization);
        return shown(principal, await open(principal, params.simulation));
      },
    }),
  ];
}
