import { actorOf } from '../access/index.ts';
import type { EntryDraft, EntryId } from '../ledger/index.ts';
import type { JsonObject } from '../platform/canonical-json.ts';
import type { Verdict } from '../policy/index.ts';
import { spanOf } from './context/trace.ts';
import type { Execution, ExecutionId, Tried } from './execution.ts';
import { type Plan, priceAt } from './plan.ts';
import { priceName } from './price.ts';

/** What the gateway is about to do, before anybody sees an answer: `execution.intend`. */
export function intendEntry(execution: Execution, plan: Plan, verdict: Verdict, input: string): EntryDraft {
  const { id, entries, treatment, call } = execution;
  const { uninspected, done, sampled } = treatment;
  return {
    id: entries.intent,
    ...about(id, plan),
    action: 'execution.intend',
    data: {
      ...planned(plan, verdict),
      ...belonging(execution),
      input,
      ...(call === null ? {} : { dialect: call.dialect, durability: call.durability }),
      ...(plan.onward === null ? {} : { route: plan.onward.route }),
      ...(call?.answeredFrom === undefined ? {} : { answeredFrom: call.answeredFrom }),
      dataClasses: treatment.input,
      ...(uninspected.length === 0 ? {} : { uninspected }),
      ...(done.length === 0 ? {} : { done }),
      ...(sampled ? { sampled } : {}),
      ...(plan.hold === null ? {} : { hold: plan.hold.id }),
    },
  };
}

/** Policy said no, or it is recalled, and nothing was called: `execution.refuse`. */
export function refuseEntry(execution: Execution, plan: Plan, verdict: Verdict, problem: string): EntryDraft {
  return {
    id: execution.entries.intent,
    ...about(execution.id, plan),
    action: 'execution.refuse',
    data: { ...planned(plan, verdict), ...belonging(execution), problem },
  };
}

/** What came of it, good or bad: `execution.complete`. */
export function completeEntry(
  id: EntryId,
  plan: Plan,
  execution: Execution,
  output: string | null,
): EntryDraft {
  const { usage, call } = execution;
  return {
    id,
    ...about(execution.id, plan),
    action: 'execution.complete',
    data: {
      intent: execution.entries.intent,
      status: execution.status,
      modelAnswered: execution.modelAnswered,
      tokens: usage === null ? null : { input: usage.inputTokens, output: usage.outputTokens },
      costMicroUsd: execution.costMicroUsd,
      prices: execution.costMicroUsd === null ? null : priceName(priceAt(plan, execution.model)),
      durationMs: execution.durationMs,
      ...(call === null
        ? {}
        : {
            providerRequest: call.providerRequest,
            firstByteMs: call.firstByteMs,
            cachedTokens: call.cachedTokens,
            reasoningTokens: call.reasoningTokens,
          }),
      ...(call?.tries === undefined ? {} : answered(execution, call.tries)),
      finishReason: execution.finishReason,
      output,
      dataClasses: execution.treatment.output ?? {},
      problem: execution.problem?.code ?? null,
    },
  };
}

/** Of a route: who was asked in turn, and who answered. */
function answered({ provider, model }: Execution, tries: readonly Tried[]): JsonObject {
  return { provider, model, tries: tries.map((one) => ({ ...one })) };
}

/** The server stopped in between, so nothing was released: `execution.abandon`. */
export function abandonEntry(id: EntryId, execution: Execution): EntryDraft {
  return {
    id,
    organization: execution.organization,
    action: 'execution.abandon',
    actor: { kind: 'system', id: 'gateway' },
    subject: { kind: 'execution', id: execution.id },
    data: { intent: execution.entries.intent, status: 'unknown' },
  };
}

function about(execution: ExecutionId, plan: Plan): Pick<EntryDraft, 'organization' | 'actor' | 'subject'> {
  const { principal } = plan;
  return {
    organization: principal.organization,
    actor: actorOf(principal),
    subject: { kind: 'execution', id: execution },
  };
}

/** What it belongs to, as its caller says. Of what begins a trace or a conversation nothing stands here: those have its own number. */
function belonging({ id, useCase, prompt, trace, conversation, turnBefore, tags }: Execution): JsonObject {
  return {
    ...(prompt !== null || useCase === null ? {} : { useCase }),
    ...(trace === null ? {} : { trace: { ...trace, span: spanOf(id) } }),
    ...(conversation === null ? {} : { conversation, turnBefore }),
    ...(tags.length === 0 ? {} : { tags }),
  };
}

function planned(plan: Plan, verdict: Verdict): JsonObject {
  const { prompt, job, about } = plan;
  return {
    kind: plan.action,
    ...(job === undefined ? {} : { job }),
    ...(about === undefined ? {} : { about }),
    ...(plan.principal.onBehalfOf === undefined ? {} : { consent: plan.principal.onBehalfOf.consent }),
    prompt:
      prompt === null
        ? null
        : {
            library: prompt.libraryId,
            path: prompt.path,
            version: prompt.version,
            digest: prompt.digest,
            change: prompt.change,
            approvals: plan.approvals,
            ...(plan.redirectedFrom.length === 0
              ? {}
              : {
                  redirectedFrom: plan.redirectedFrom.map(({ library, ...from }) => ({
                    library: library.id,
                    ...from,
                  })),
                }),
          },
    provider: plan.provider.name,
    model: plan.body.model,
    environment: plan.environment,
    verdict: {
      decision: verdict.decision,
      rules: verdict.rules.map((rule) => rule.id),
      obligations: verdict.obligations.map(({ kind, argument }) => `${kind}:${argument}`),
      monitored: verdict.monitored.map((rule) => rule.id),
      errors: verdict.errors,
      policyVersion: verdict.policyVersion,
    },
  };
}
