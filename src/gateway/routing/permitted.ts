import { ownPriceOf, type Policy, type Register, registeredFacts, type Verdict } from '../../policy/index.ts';
import { estimateUsage } from '../budgets/estimate.ts';
import type { GatewayParts } from '../parts.ts';
import type { Plan } from '../plan.ts';
import { costMicroUsd } from '../price.ts';
import { stopFor } from '../stopping.ts';
import { dutiesOf } from '../treating/duties.ts';
import type { Onward, Target } from './onward.ts';

type Parts = Pick<GatewayParts, 'access' | 'changes' | 'clock' | 'policies'>;

/** The plan as it would run on another target: what policy is asked, and what a recall would name, with it. Pure. */
export function onTarget(
  plan: Plan,
  { provider, model }: Pick<Target, 'provider' | 'model'>,
  register: Register,
): Plan {
  const { asked } = plan;
  const { useCase } = asked.context;
  const price = ownPriceOf(register, provider.name, model);
  const body = { ...plan.body, model };
  return {
    ...plan,
    provider,
    price,
    body,
    served: { ...plan.served, model },
    asked: {
      ...asked,
      resource: asked.resource.kind === 'model' ? { ...asked.resource, name: model } : asked.resource,
      context: {
        ...asked.context,
        model,
        provider: provider.name,
        region: provider.region,
        estimatedCostMicroUsd: costMicroUsd(model, estimateUsage('chat', body), price),
        ...registeredFacts(register, { provider: provider.name, model, useCase }),
      },
    },
  };
}

/**
 * The plan on the first of its targets that policy permits and that nobody recalled; as it is when there is none, so that the refusal is
 * the one of whoever would have been asked. The others stay in their order.
 */
export async function beginningOn(parts: Parts, policy: Policy, plan: Plan): Promise<Plan> {
  const { onward } = plan;
  if (onward === null || onward.others.length === 0) return plan;
  const own: Target = {
    provider: plan.provider,
    model: plan.body.model,
    timeoutMs: onward.timeoutMs,
    price: plan.price,
  };
  const targets = [own, ...onward.others];
  const register = await parts.policies.register(plan.principal.organization);
  for (const target of targets) {
    const there = onTarget(plan, target, register);
    if (policy.verdict(there.asked).decision !== 'permit' || (await isStopped(parts, there))) continue;
    if (target === own) return plan;
    const others = targets.filter((other) => other !== target);
    return { ...there, onward: { ...onward, timeoutMs: target.timeoutMs, others } };
  }
  return plan;
}

/**
 * Whom the call may go on to: targets that policy permits with the very same obligations, because those were carried out already, and
 * that are in the region that it forces. Never a road around a rule.
 */
export async function stillPermitted(
  parts: Parts,
  policy: Policy,
  plan: Plan,
  verdict: Verdict,
): Promise<Onward | null> {
  const { onward } = plan;
  if (onward === null || onward.others.length === 0) return onward;
  const wanted = obligationsOf(verdict);
  const { forceModel, forceRegion } = dutiesOf(verdict.obligations);
  const others: Target[] = [];
  const register = await parts.policies.register(plan.principal.organization);
  for (const target of forceModel !== null && forceModel !== onward.route ? [] : onward.others) {
    const there = onTarget(plan, target, register);
    const judged = policy.verdict(there.asked);
    const inRegion = forceRegion === null || target.provider.region === forceRegion;
    if (judged.decision !== 'permit' || obligationsOf(judged) !== wanted || !inRegion) continue;
    if (!(await isStopped(parts, there))) others.push({ ...target, price: there.price });
  }
  return { ...onward, others };
}

async function isStopped(parts: Parts, { principal, served }: Plan): Promise<boolean> {
  return (await stopFor(parts, principal.organization, served)) !== undefined;
}

const obligationsOf = ({ obligations }: Verdict): string =>
  obligations
    .map(({ kind, argument }) => `${kind}:${argument}`)
    .sort()
    .join('\n');
