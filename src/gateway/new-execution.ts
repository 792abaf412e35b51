import { newId } from '../platform/id.ts';
import type { Problem } from '../platform/problem.ts';
import { saidNothing } from './context/context.ts';
import type { Turn } from './context/turn.ts';
import type { Execution, ExecutionId } from './execution.ts';
import { reasonOf } from './refusal.ts';
import type { Treated } from './treating/treat.ts';

/** An execution that is about to begin. */
export function newExecution(
  id: ExecutionId,
  at: Date,
  { plan, verdict, treatment, duties }: Treated,
  turn: Turn,
): Execution {
  const { principal, context = saidNothing } = plan;
  return {
    organization: principal.organization,
    id,
    at,
    status: 'running',
    principal: principal.id,
    principalKind: principal.kind,
    human: principal.human,
    prompt: plan.prompt,
    provider: plan.provider.name,
    model: plan.body.model,
    modelAnswered: null,
    environment: plan.environment,
    useCase: plan.asked.context.useCase,
    trace: context.trace ?? null,
    conversation: turn.conversation,
    turnBefore: turn.before,
    tail: null,
    tags: context.tags,
    about: plan.about ?? null,
    verdict,
    usage: null,
    costMicroUsd: null,
    durationMs: null,
    finishReason: null,
    problem: null,
    call: {
      dialect: plan.dialect,
      durability: duties.strict ? 'strict' : 'overlap',
      ...{
        providerRequest: null,
        firstByteMs: null,
        cachedTokens: null,
        reasoningTokens: null,
        priceVersion: null,
      },
      ...(plan.terms.answeredFrom === null ? {} : { answeredFrom: plan.terms.answeredFrom }),
    },
    cacheKey: plan.terms.cacheKey,
    entries: { intent: newId('ent'), outcome: null },
    dataClasses: plan.asked.context.dataClasses,
    treatment,
    erased: null,
  };
}

/** Kept of it: why, in the rules' own words, without what the caller was told would do instead. */
export function refusedExecution(
  id: ExecutionId,
  at: Date,
  treated: Treated,
  turn: Turn,
  problem: Problem,
): Execution {
  const entry = newId('ent');
  const byPolicy = problem.code === `${treated.plan.action}.forbidden`;
  const detail = byPolicy ? reasonOf(treated.plan, treated.verdict) : problem.detail;
  return {
    ...newExecution(id, at, treated, turn),
    status: 'refused',
    problem: { code: problem.code, detail },
    call: null,
    entries: { intent: entry, outcome: entry },
  };
}
