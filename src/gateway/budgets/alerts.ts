import { type Loop, startLoop } from '../../platform/loop.ts';
import type { GatewayParts } from '../parts.ts';
import { type Budget, overWhat, periodStart, reached } from './budget.ts';
import { budgetOrganizations, keyText, markAlerted, selectBudgets, selectUses } from './store.ts';

const everyMs = 10_000;

/** Thrown inside a transaction to leave nothing behind: another node was first. */
class ToldAlready extends Error {}

type Parts = Pick<GatewayParts, 'reader' | 'ledger' | 'clock' | 'log'>;

/** Tells of budgets of which half, most or all is spent: one entry for each share and period, on whatever node. */
export function startBudgetAlerts(parts: Parts): Loop {
  return startLoop('telling of budgets', everyMs, parts.log, () => tellOfBudgets(parts));
}

/** @returns how many were told of now */
export async function tellOfBudgets(parts: Parts): Promise<number> {
  let told = 0;
  for (const organization of await budgetOrganizations(parts.reader)) {
    const now = parts.clock.now();
    const uses = await selectUses(parts.reader, organization, periodStart('month', now));
    for (const budget of await selectBudgets(parts.reader, organization)) {
      // A rate is used up and back within the minute: there is nothing to tell.
      if (budget.period === 'minute') continue;
      const key = { organization, budget: budget.id, periodStart: periodStart(budget.period, now) };
      const use = uses.get(keyText(key));
      const percent = use === undefined ? 0 : reached(budget.limit, use.spent);
      if (use === undefined || percent <= use.alerted) continue;
      if (await tell(parts, budget, key.periodStart, { percent, spent: use.spent })) told += 1;
    }
  }
  return told;
}

async function tell(
  parts: Parts,
  { organization, id, scope, target, unit, period, limit, setBy }: Budget,
  start: Date,
  { percent, spent }: { readonly percent: number; readonly spent: number },
): Promise<boolean> {
  try {
    await parts.ledger.record(async (tx) => {
      if (!(await markAlerted(tx, { organization, budget: id, periodStart: start }, percent)))
        throw new ToldAlready();
      return {
        value: undefined,
        entry: {
          organization,
          action: 'budget.alert',
          actor: { kind: 'system', id: 'gateway' },
          subject: { kind: 'budget', id },
          data: {
            ...{ scope, target, unit, period, limit, spent, percent, periodStart: start.toISOString() },
            ...{ share: `${percent} %`, of: `this ${period}’s budget for ${overWhat({ scope, target })}` },
            people: [...new Set([setBy, ...(scope === 'person' ? [target] : [])])],
          },
        },
      };
    });
    return true;
  } catch (error) {
    if (error instanceof ToldAlready) return false;
    throw error;
  }
}
