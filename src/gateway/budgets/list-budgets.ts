import { z } from 'zod';
import { authorize, named, type PersonRef, type Principal, theOrganization } from '../../access/index.ts';
import { isId } from '../../platform/id.ts';
import type { GatewayParts } from '../parts.ts';
import { namedSchema } from '../wire.ts';
import {
  type Budget,
  budgetPeriods,
  budgetScopes,
  budgetUnits,
  forecast,
  periodEnd,
  periodStart,
} from './budget.ts';
import { keyText, selectBudgets, selectUses } from './store.ts';

export const budgetSchema = z.object({
  id: z.string(),
  scope: z.enum(budgetScopes),
  target: z
    .object({ id: z.string(), name: z.string() })
    .nullable()
    .meta({ description: 'Null for the organization. `name` is for people to read.' }),
  unit: z.enum(budgetUnits),
  period: z.enum(budgetPeriods),
  limit: z.int(),
  hard: z.boolean().meta({ description: 'Refuses what would go over it; otherwise it only tells.' }),
  setBy: namedSchema,
  setAt: z.string(),
  current: z.object({
    from: z.string(),
    until: z.string(),
    spent: z.int(),
    reserved: z.int().meta({ description: 'By what runs now.' }),
    left: z.int(),
    forecast: z.int().nullable().meta({
      description: 'At the end of the period, if it goes on as until now. Null when it has just begun.',
    }),
  }),
});
export type BudgetWire = z.infer<typeof budgetSchema>;

type Parts = Pick<GatewayParts, 'reader' | 'access' | 'libraries' | 'clock'>;

/** The budgets in force, with what is gone of their period now. @throws Problem 403 */
export async function listBudgets(parts: Parts, principal: Principal): Promise<BudgetWire[]> {
  authorize(principal, 'budget.list', theOrganization);
  return budgetsWire(parts, principal, await selectBudgets(parts.reader, principal.organization));
}

/** Budgets in wire form. Authorizes nothing: who may see them was asked before. */
export async function budgetsWire(
  parts: Parts,
  { organization }: Principal,
  budgets: readonly Budget[],
): Promise<BudgetWire[]> {
  const now = parts.clock.now();
  const uses = await selectUses(parts.reader, organization, periodStart('month', now));
  const ids = budgets.flatMap(({ scope, target, setBy }) =>
    scope === 'person' || scope === 'app' ? [target, setBy] : [setBy],
  );
  const names = await parts.access.names(organization, ids);
  return Promise.all(
    budgets.map(async (budget) => {
      const from = periodStart(budget.period, now);
      const use = uses.get(keyText({ organization, budget: budget.id, periodStart: from }));
      const { spent, reserved } = use ?? { spent: 0, reserved: 0 };
      const { id, scope, unit, period, limit, hard, setBy, setAt } = budget;
      return {
        ...{ id, scope, unit, period, limit, hard },
        target:
          scope === 'organization' ? null : { id: budget.target, name: await nameOf(parts, budget, names) },
        setBy: named(names, setBy),
        setAt: setAt.toISOString(),
        current: {
          from: from.toISOString(),
          until: periodEnd(period, now).toISOString(),
          ...{ spent, reserved },
          left: Math.max(0, limit - spent - reserved),
          forecast: forecast(period, spent, now),
        },
      };
    }),
  );
}

async function nameOf(
  parts: Parts,
  { organization, scope, target }: Budget,
  names: ReadonlyMap<string, PersonRef>,
): Promise<string> {
  if (scope === 'library' && isId('lib', target)) {
    const library = await parts.libraries.byId(organization, target);
    return library?.name ?? target;
  }
  if (scope === 'team' && isId('tea', target))
    return (await parts.access.teamById(organization, target))?.name ?? target;
  return names.get(target)?.displayName ?? target;
}
