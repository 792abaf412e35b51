import type { JsonObject } from '../platform/canonical-json.ts';
import { newId } from '../platform/id.ts';
import { Problem } from '../platform/problem.ts';
import { payloadPlace, seal } from './content.ts';
import { tailOf } from './context/said.ts';
import { completeEntry } from './entry.ts';
import type { Execution, Usage } from './execution.ts';
import { factsOf, finerTokens } from './facts.ts';
import type { Intent } from './intent.ts';
import type { GatewayParts } from './parts.ts';
import { type Plan, priceAt } from './plan.ts';
import { costMicroUsd, priceName } from './price.ts';
import { notRecorded } from './refuse.ts';
import { classNames } from './treating/inspect.ts';

/** How the provider call ended. A reply that broke off is a problem with what came of it. */
export type Attempt =
  | { readonly reply: JsonObject; readonly problem: null }
  | { readonly reply: JsonObject | null; readonly problem: Problem };

/**
 * `found`: how often which data stands in what came out.
 * Records the outcome in one transaction: entry, index row, sealed output. Nothing may be released before this resolves.
 * Commit point: when it resolves, whoever sees the answer can find the record.
 * @throws Problem 503 `execution.not_recorded`, `execution.abandoned`
 */
export async function recordOutcome(
  parts: GatewayParts,
  plan: Plan,
  intent: Intent,
  attempt: Attempt,
  found: Readonly<Record<string, number>>,
): Promise<Execution> {
  const execution = finished(plan, intent, attempt, found);
  const { organization, id } = execution;
  const sealed =
    attempt.reply === null
      ? undefined
      : seal(intent.contentKey, payloadPlace(organization, id, 'output'), JSON.stringify(attempt.reply));
  const entry = completeEntry(execution.entries.outcome, plan, execution, sealed?.commitment ?? null);
  try {
    const { reservations } = intent;
    await parts.recording.record({ kind: 'outcome', entry, execution, sealed, reservations });
    return execution;
  } catch (cause) {
    throw cause instanceof Problem && cause.code === 'execution.abandoned'
      ? cause
      : notRecorded(parts, id, cause);
  }
}

function finished(plan: Plan, intent: Intent, attempt: Attempt, found: Readonly<Record<string, number>>) {
  const facts = attempt.reply === null ? undefined : factsOf(attempt.reply);
  const { problem } = attempt;
  const { execution, hearing } = intent;
  const served = hearing.tries.at(-1);
  const model = served?.model ?? plan.body.model;
  const last = facts?.usage ?? null;
  const used = [...hearing.discards, { model, usage: last }];
  const usage = used.length === 1 ? last : totalOf(used);
  const costs = used.map((one) => costMicroUsd(one.model, one.usage, priceAt(plan, one.model)));
  const cost = costs.reduce((sum, one) => (sum === null || one === null ? null : sum + one), 0);
  return {
    ...execution,
    provider: served?.provider ?? execution.provider,
    model,
    status: statusOf(problem),
    modelAnswered: storable(facts?.modelAnswered),
    usage,
    costMicroUsd: cost,
    call: execution.call && {
      ...execution.call,
      providerRequest: hearing.said.requestId,
      firstByteMs: hearing.firstByteMs,
      ...finerTokens(attempt.reply),
      priceVersion: cost === null ? null : priceName(priceAt(plan, model)),
      ...(plan.onward === null ? {} : { route: plan.onward.route }),
      ...(hearing.tries.length === 0 ? {} : { tries: hearing.tries }),
    },
    durationMs: Math.round(performance.now() - intent.startedMs),
    tail:
      attempt.problem === null
        ? (tailOf(plan.principal, plan.dialect, plan.body, attempt.reply) ?? null)
        : null,
    finishReason: storable(facts?.finishReason),
    problem: problem === null ? null : { code: problem.code, detail: storable(problem.detail) ?? '' },
    entries: { intent: execution.entries.intent, outcome: newId('ent') },
    treatment: { ...execution.treatment, output: found },
    dataClasses: [...new Set([...execution.dataClasses, ...classNames(found)])].sort(),
  };
}

/** Of several answers that were paid for; null when any of them was not counted. */
function totalOf(used: readonly { readonly usage: Usage | null }[]): Usage | null {
  return used.reduce<Usage | null>(
    (sum, { usage }) =>
      sum === null || usage === null
        ? null
        : {
            inputTokens: sum.inputTokens + usage.inputTokens,
            outputTokens: sum.outputTokens + usage.outputTokens,
          },
    { inputTokens: 0, outputTokens: 0 },
  );
}

/** What came of it is kept for those who look into it, and served to nobody. */
const stops = [
  'execution.recalled',
  'execution.break_glass_ended',
  'execution.access_ended',
  'execution.output_forbidden',
  'execution.stopped',
];

function statusOf(problem: Problem | null): 'succeeded' | 'failed' | 'stopped' {
  if (problem === null) return 'succeeded';
  return stops.includes(problem.code) ? 'stopped' : 'failed';
}

/** Text of a provider, as an entry and a column can hold it: bounded, without lone surrogates and NUL. */
function storable(text: string | null | undefined): string | null {
  return text == null ? null : text.replaceAll('\0', '').slice(0, 1_000).toWellFormed();
}
