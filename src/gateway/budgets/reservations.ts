import type { Principal } from '../../access/index.ts';
import { Problem } from '../../platform/problem.ts';
import type { GatewayParts } from '../parts.ts';
import { type Plan, priceAt } from '../plan.ts';
import { teamsOf } from '../teams-of.ts';
import { type Budget, type BudgetSubject, isUnder, periodStart, type Reservation } from './budget.ts';
import { amountOf, estimateUsage } from './estimate.ts';
import { selectBudgets } from './store.ts';

/** A budget that was set is seen after this long, on every node. */
const rememberMs = 500;

interface Known {
  readonly askedMs: number;
  readonly budgets: Promise<readonly Budget[]>;
}
const known = new WeakMap<object, Map<string, Known>>();

type Parts = Pick<GatewayParts, 'reader' | 'access' | 'clock'>;

/** The budgets in force, never older than half a second by the clock that only goes forward. */
function budgetsOf({ reader }: Parts, organization: Principal['organization']): Promise<readonly Budget[]> {
  const mine = known.get(reader) ?? new Map<string, Known>();
  known.set(reader, mine);
  const before = mine.get(organization);
  const askedMs = performance.now();
  if (before !== undefined && askedMs - before.askedMs < rememberMs) return before.budgets;
  const budgets = selectBudgets(reader, organization);
  budgets.catch(() => mine.delete(organization));
  mine.set(organization, { askedMs, budgets });
  return budgets;
}

/** What was remembered of an organization is asked anew: whoever sets a budget sees it hold at once. */
export function forgetBudgets({ reader }: Pick<Parts, 'reader'>, organization: string): void {
  known.get(reader)?.delete(organization);
}

/**
 * What an execution has to reserve before it may begin: of every budget that it is under, as much as it may use at most.
 * @throws Problem 422 `budget.price_unknown` where money is limited and the model has no price
 */
export async function reservationsFor(parts: Parts, plan: Plan): Promise<readonly Reservation[]> {
  const budgets = await budgetsOf(parts, plan.principal.organization);
  if (budgets.length === 0) return [];
  const subject = await subjectOf(parts, plan);
  // As often as it may be asked for.
  const one = estimateUsage(plan.dialect, plan.body);
  const times = plan.terms.retries + 1;
  const usage = { inputTokens: one.inputTokens * times, outputTokens: one.outputTokens * times };
  const now = parts.clock.now();
  // Whoever may answer is reserved for, because it is decided while the call runs: of each budget the most that any of them may use.
  const models = [plan.body.model, ...(plan.onward?.others ?? []).map(({ model }) => model)];
  return budgets.flatMap((budget) => {
    const under = models.filter((model) => isUnder(budget, { ...subject, model }));
    const amounts = under.flatMap((model) => {
      const amount =
        plan.dialect === 'count_tokens' && budget.unit !== 'executions'
          ? 0
          : amountOf(budget.unit, model, usage, priceAt(plan, model));
      if (amount === null && budget.hard) throw priceUnknown(model);
      return amount ?? [];
    });
    if (amounts.length === 0) return [];
    return [{ budget, periodStart: periodStart(budget.period, now), amount: Math.max(...amounts) }];
  });
}

async function subjectOf(parts: Parts, { principal, prompt, body, asked }: Plan): Promise<BudgetSubject> {
  const teams = await teamsOf(parts, principal);
  return {
    person: principal.human,
    principal: principal.id,
    teams: teams.map(({ id }) => id),
    key: principal.credential.kind === 'key' ? principal.credential.id : null,
    library: prompt?.libraryId ?? null,
    useCase: asked.context.useCase,
    model: body.model,
  };
}

function priceUnknown(model: string): Problem {
  return new Problem({
    code: 'budget.price_unknown',
    status: 422,
    detail: `A budget limits what may be spent here, and nobody has said what the model ${model.slice(0, 200)} costs. Ask an admin for its price, or use a model that has one.`,
    more: { param: 'model' },
  });
}
