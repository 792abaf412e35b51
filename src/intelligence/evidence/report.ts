import type { CustodyStep, ExecutionWire } from '../../gateway/index.ts';
import type { EntryId } from '../../ledger/index.ts';
import type { JsonObject, JsonValue } from '../../platform/canonical-json.ts';
import { Problem } from '../../platform/problem.ts';

/** What an evidence file answers about. Libraries by their URL names. */
export type EvidenceSubject =
  | { readonly kind: 'execution'; readonly execution: string }
  | { readonly kind: 'version'; readonly library: string; readonly path: string; readonly version: number }
  | { readonly kind: 'change'; readonly change: string }
  | { readonly kind: 'person'; readonly person: string; readonly since: Date; readonly until: Date }
  | { readonly kind: 'period'; readonly since: Date; readonly until: Date };

/** One act that led there, with the entry that proves it. */
export interface EvidenceStep extends Omit<CustodyStep, 'step'> {
  readonly step: string;
}

/** What was gathered for one subject. */
export interface Gathered {
  readonly id: string;
  readonly title: string;
  readonly facts: readonly (readonly [string, string])[];
  readonly steps: readonly EvidenceStep[];
  readonly executions: readonly ExecutionWire[];
  readonly entries: readonly EntryId[];
}

/** More entries than these make a file that no browser opens gladly. Nothing is cut: whoever asks is told to ask for less. */
export const mostEntries = 2_000;

export function refuseTooMany(found: number): void {
  if (found <= mostEntries) return;
  throw new Problem({
    code: 'evidence.export.too_large',
    status: 422,
    detail: `This is proven by more than ${mostEntries} entries. Ask for a shorter period, or export the whole ledger.`,
  });
}

/** The policies that the executions ran under: each version once, with the rules that decided. */
export function policiesOf(executions: readonly ExecutionWire[]): JsonObject[] {
  const versions = new Map<string, Map<string, JsonObject>>();
  for (const { verdict } of executions) {
    const rules = versions.get(verdict.policyVersion) ?? new Map<string, JsonObject>();
    versions.set(verdict.policyVersion, rules);
    for (const { id, effect, mode, reason } of verdict.rules) rules.set(id, { id, effect, mode, reason });
  }
  return [...versions].map(([version, rules]) => ({ version, rules: [...rules.values()] }));
}

/** An execution as the report has it: what is said elsewhere in it is left out. */
export function executionInReport(execution: ExecutionWire): JsonObject {
  const { id, at, status, principal, onBehalfOf, prompt, provider, model, modelAnswered } = execution;
  const { usage, costMicroUsd, durationMs, finishReason, problem, entries, erased, environment } = execution;
  return {
    ...{
      id,
      at,
      status,
      provider,
      model,
      modelAnswered,
      environment,
      costMicroUsd,
      durationMs,
      finishReason,
    },
    principal: { ...principal },
    onBehalfOf: onBehalfOf === null ? null : { ...onBehalfOf },
    prompt: prompt === null ? null : { ...prompt },
    usage: usage === null ? null : { ...usage },
    verdict: { decision: execution.verdict.decision, policyVersion: execution.verdict.policyVersion },
    problem: problem === null ? null : { ...problem },
    entries: { ...entries },
    erased: erased === null ? null : { ...erased },
  };
}

export function stepInReport({ step, by, at, detail, entry }: EvidenceStep): JsonObject {
  return { step, by: by === null ? null : { ...by }, at, detail, entry };
}

export function subjectInReport(subject: EvidenceSubject, id: string, title: string): JsonObject {
  const period: Record<string, JsonValue> =
    'since' in subject ? { since: subject.since.toISOString(), until: subject.until.toISOString() } : {};
  return { kind: subject.kind, id, title, ...period };
}
