import { Problem } from '../platform/problem.ts';
import { type Policy, registeredFacts, type Verdict } from '../policy/index.ts';
import type { ExecutionId } from './execution.ts';
import type { GatewayParts } from './parts.ts';
import type { Plan } from './plan.ts';

/** What would have been permitted instead. */
interface WouldDo {
  readonly models: readonly string[];
  readonly prompts: readonly string[];
}

const mostNamed = 3;

type Parts = Pick<GatewayParts, 'registry' | 'libraries' | 'policies'>;

/** The refusal by policy: why, in the words of the rules, and what to do next. Asks about what would do, so it is for refusals only. */
export async function refusalBy(
  parts: Parts,
  policy: Policy,
  id: ExecutionId,
  plan: Plan,
  verdict: Verdict,
): Promise<Problem> {
  // A refusal stands on its own: what would do instead is help, and its failure refuses no less.
  const wouldDo = await whatWouldDo(parts, policy, plan).catch(() => ({ models: [], prompts: [] }));
  return new Problem({
    code: `${plan.action}.forbidden`,
    status: 403,
    detail: `${reasonOf(plan, verdict)} ${nextStep(wouldDo)}`,
    more: {
      execution: id,
      rules: verdict.rules.map((rule) => rule.id),
      policyVersion: verdict.policyVersion,
      wouldDo: { models: [...wouldDo.models], prompts: [...wouldDo.prompts] },
    },
  });
}

/** Why, in the words of the rules. */
export function reasonOf(plan: Plan, { rules }: Verdict): string {
  return rules.map(({ reason }) => reason).join(' ') || unpermitted(plan);
}

function unpermitted({ asked: { context } }: Plan): string {
  if (context.modelStatus !== 'proposed') return 'No policy rule permits this.';
  return `The model ${context.model.slice(0, 200)} is proposed and not approved yet, and no policy rule permits it so far.`;
}

function nextStep({ models, prompts }: WouldDo): string {
  const ask = 'ask whoever publishes the library policy';
  if (prompts.length > 0) return `Approved prompts that would do: ${prompts.join(', ')}. Or ${ask}.`;
  if (models.length > 0) return `Models that would do: ${models.join(', ')}. Or ${ask}.`;
  return `See the policy page, or ${ask}.`;
}

/** Other models for the same question; for a raw call, approved prompts that the caller may run, too. */
async function whatWouldDo(
  { registry, libraries, policies }: Parts,
  policy: Policy,
  { asked, principal, prompt, body }: Plan,
): Promise<WouldDo> {
  const known = await registry.list(principal.organization);
  const register = await policies.register(principal.organization);
  const { useCase } = asked.context;
  const { models: reach } = principal.keyScope ?? {};
  const models = known
    .filter(({ model }) => model !== body.model && (reach === undefined || reach.includes(model)))
    .filter(({ model, provider }) => {
      const facts = registeredFacts(register, { provider, model, useCase });
      const context = { ...asked.context, model, provider, ...facts };
      const resource = asked.resource.kind === 'model' ? { ...asked.resource, name: model } : asked.resource;
      return policy.verdict({ ...asked, resource, context }).decision === 'permit';
    });
  const prompts =
    prompt === null ? await libraries.livePrompts(principal, 'production', 'execution.create') : [];
  return {
    models: models.slice(0, mostNamed).map(({ model }) => model),
    prompts: prompts.slice(0, mostNamed),
  };
}
