import { actorOf, authorize, type Principal, theOrganization } from '../../access/index.ts';
import { isId, newId } from '../../platform/id.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import type { GatewayParts } from '../parts.ts';
import type { Budget, BudgetPeriod, BudgetScope, BudgetUnit } from './budget.ts';
import { forgetBudgets } from './reservations.ts';
import { endBudget, insertBudget, selectBudget, updateBudget } from './store.ts';

export interface BudgetInput {
  readonly scope: BudgetScope;
  /** A library's URL name, an id, or the name of a use case or model. Nothing for the organization. */
  readonly target?: string | undefined;
  readonly unit: BudgetUnit;
  readonly period: BudgetPeriod;
  readonly limit: number;
  readonly hard: boolean;
}

type Parts = Pick<GatewayParts, 'reader' | 'ledger' | 'access' | 'libraries' | 'clock'>;

/**
 * Sets a budget. From the commit on (on other nodes within half a second) what begins must fit; what runs already is not broken off, and
 * counts when it began under a budget of the same kind.
 * @throws Problem 403, 404 for a library, 409 `budget.create.exists`, 422 `budget.create.unknown_target`
 */
export async function createBudget(parts: Parts, principal: Principal, input: BudgetInput): Promise<Budget> {
  authorize(principal, 'budget.create', theOrganization);
  const { organization } = principal;
  const { scope, unit, period, limit, hard } = input;
  const budget: Budget = {
    organization,
    id: newId('bud'),
    target: await targetOf(parts, principal, input),
    ...{ scope, unit, period, limit, hard },
    setBy: principal.id,
    setAt: parts.clock.now(),
  };
  await parts.ledger.record(async (tx) => {
    if (!(await insertBudget(tx, budget))) throw exists();
    return { value: undefined, entry: entryOf(principal, 'budget.create', budget) };
  });
  forgetBudgets(parts, organization);
  return budget;
}

/** Changes a budget's limit, or how hard it is. What is spent stays spent. @throws Problem 403, 404 */
export async function changeBudget(
  parts: Parts,
  principal: Principal,
  id: string,
  to: Pick<Budget, 'limit' | 'hard'>,
): Promise<Budget> {
  authorize(principal, 'budget.update', theOrganization);
  const before = await budgetBy(parts, principal, id);
  const budget = { ...before, ...to, setBy: principal.id, setAt: parts.clock.now() };
  await parts.ledger.record(async (tx) => {
    if (!(await updateBudget(tx, budget))) throw notFound();
    const was = { limit: before.limit, hard: before.hard };
    return { value: undefined, entry: entryOf(principal, 'budget.update', budget, { before: was }) };
  });
  forgetBudgets(parts, principal.organization);
  return budget;
}

/** From the commit on nothing counts against it any more. @throws Problem 403, 404 */
export async function endBudgetNow(parts: Parts, principal: Principal, id: string): Promise<void> {
  authorize(principal, 'budget.end', theOrganization);
  const budget = await budgetBy(parts, principal, id);
  await parts.ledger.record(async (tx) => {
    if (!(await endBudget(tx, budget, parts.clock.now()))) throw notFound();
    return { value: undefined, entry: entryOf(principal, 'budget.end', budget) };
  });
  forgetBudgets(parts, principal.organization);
}

async function budgetBy(parts: Parts, { organization }: Principal, id: string): Promise<Budget> {
  const budget = isId('bud', id) ? await selectBudget(parts.reader, organization, id) : undefined;
  if (budget === undefined) throw notFound();
  return budget;
}

function entryOf(
  principal: Principal,
  action: 'budget.create' | 'budget.update' | 'budget.end',
  { organization, id, scope, target, unit, period, limit, hard }: Budget,
  more: { readonly before?: { readonly limit: number; readonly hard: boolean } } = {},
) {
  return {
    organization,
    action,
    actor: actorOf(principal),
    subject: { kind: 'budget', id },
    data: { scope, target, unit, period, limit, hard, ...more },
  };
}

async function targetOf(parts: Parts, principal: Principal, { scope, target }: BudgetInput): Promise<string> {
  const { organization } = principal;
  if (scope === 'organization') {
    if (target !== undefined) throw unknownTarget('The organization needs no target. Leave it out.');
    return '';
  }
  if (target === undefined) throw unknownTarget(`Say which ${scope.replace('_', ' ')} it is for.`);
  if (scope === 'library') return (await parts.libraries.find(principal, target)).id;
  if (scope === 'use_case' || scope === 'model') return target;
  if (scope === 'key' && isId('key', target) && (await parts.access.keyById(organization, target)))
    return target;
  if (scope === 'team' && isId('tea', target) && (await parts.access.teamById(organization, target)))
    return target;
  const isPrincipal = (scope === 'person' && isId('per', target)) || (scope === 'app' && isId('app', target));
  if (isPrincipal && (await parts.access.names(organization, [target])).has(target)) return target;
  throw unknownTarget(`There is no such ${scope} here. Copy its id from its page, and try again.`);
}

function unknownTarget(detail: string): Problem {
  return new Problem({
    code: 'budget.create.unknown_target',
    status: 422,
    detail,
    more: { param: 'target' },
  });
}

function exists(): Problem {
  return new Problem({
    code: 'budget.create.exists',
    status: 409,
    detail: 'There is a budget for the same, in the same unit and period. Change its limit instead.',
  });
}
