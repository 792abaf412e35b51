import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { budgetPeriods, budgetScopes, budgetUnits } from '../budgets/budget.ts';
import { budgetSchema, budgetsWire, listBudgets } from '../budgets/list-budgets.ts';
import { changeBudget, createBudget, endBudgetNow } from '../budgets/set-budget.ts';
import type { GatewayParts } from '../parts.ts';
import { only } from './only.ts';

const operation = operationsOf<Principal>('gateway');
const id = z.string().max(100);
const limit = z
  .int()
  .min(0)
  .max(1_000_000_000_000_000)
  .meta({ description: 'In the unit: micro-USD, tokens or executions.' });
const target = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\0]+$/, 'holds a NUL')
  .refine((text) => text.isWellFormed(), 'is not well-formed Unicode');

/** Budgets and rates: how much may be used. */
export function budgetOperations(parts: GatewayParts): Operation<Principal>[] {
  return [
    operation({
      id: 'budget.list',
      method: 'get',
      path: '/api/v1/budgets',
      summary: 'List budgets and what is left of them',
      description: 'Admins and auditors. Each with what is spent and reserved in its period now.',
      answer: { schema: z.object({ items: z.array(budgetSchema), next: z.null() }) },
      handle: async ({ principal }) => ({ items: await listBudgets(parts, principal), next: null }),
    }),
    operation({
      id: 'budget.create',
      method: 'post',
      path: '/api/v1/budgets',
      summary: 'Limit what may be used',
      description:
        'Admins. Of money (micro-USD), tokens or executions, in a minute, a day or a month (UTC), for the organization, a team, person, app, key, library, use case or model. What would go over a hard one is refused with 429 before a provider is called. Leaves an entry.',
      body: z.strictObject({
        scope: z.enum(budgetScopes),
        target: target.optional().meta({
          description:
            "A library's URL name, an id, or the name of a use case or model. Nothing for the organization.",
        }),
        unit: z.enum(budgetUnits),
        period: z.enum(budgetPeriods),
        limit,
        hard: z.boolean().default(true),
      }),
      answer: { status: 201, schema: budgetSchema },
      problems: ['budget.create.exists', 'budget.create.unknown_target'],
      handle: async ({ principal, body }) =>
        only(await budgetsWire(parts, principal, [await createBudget(parts, principal, body)])),
    }),
    operation({
      id: 'budget.update',
      method: 'put',
      path: '/api/v1/budgets/{budget}',
      summary: "Change a budget's limit",
      description: 'Admins. What is spent stays spent. Leaves an entry.',
      params: z.strictObject({ budget: id }),
      body: z.strictObject({ limit, hard: z.boolean() }),
      answer: { schema: budgetSchema },
      handle: async ({ principal, params: { budget }, body }) =>
        only(await budgetsWire(parts, principal, [await changeBudget(parts, principal, budget, body)])),
    }),
    operation({
      id: 'budget.end',
      method: 'delete',
      path: '/api/v1/budgets/{budget}',
      summary: 'End a budget',
      description: 'Admins. Nothing counts against it any more. Leaves an entry.',
      params: z.strictObject({ budget: id }),
      answer: { schema: z.object({}) },
      handle: async ({ principal, params: { budget } }) => {
        await endBudgetNow(parts, principal, budget);
        return {};
      },
    }),
  ];
}
