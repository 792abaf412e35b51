import { z } from 'zod';
import type { JsonObject } from '../../platform/canonical-json.ts';
import type { Change, Decision } from '../change.ts';
import { defaultRequirement, type Requirement } from '../requirement/requirement.ts';
import type { StageStanding } from './stage.ts';
import type { Standing } from './standing.ts';

/** Where a change stood when it ended. */
export interface Outcome {
  readonly requirement: Requirement;
  readonly stages: readonly StageStanding[];
  /** Ids of the decisions that counted. */
  readonly counting: readonly string[];
}

const party = z.object({ by: z.enum(['role', 'team', 'person', 'unknown']), name: z.string() });
const duration = z.number().nullable();
const date = z.iso.datetime().transform((text) => new Date(text));
const stage = {
  rule: z.string(),
  name: z.string(),
  kind: z.enum(['review', 'approval']),
  need: z
    .number()
    .nullable()
    .transform((need) => need ?? Number.NaN),
  from: z.array(party).nullable(),
  stepUpMs: duration,
  validForMs: duration,
  remindMs: duration,
  escalate: z.object({ afterMs: z.number(), to: z.array(party) }).nullable(),
  lapseMs: duration,
  broken: z.string().nullable(),
};
const shape = z.object({
  requirement: z.object({
    version: z.string(),
    sources: z.array(
      z.object({
        library: z.string(),
        path: z.string(),
        digest: z.templateLiteral(['sha256:', z.string()]),
        since: date,
      }),
    ),
    since: date.nullable(),
    rules: z.array(
      z.object({ id: z.string(), name: z.string(), source: z.string(), description: z.string() }),
    ),
    stages: z.array(z.object(stage)),
    publish: z.array(z.array(party)),
    checks: z.array(z.string()),
  }),
  stages: z.array(
    z.object({
      ...stage,
      have: z.number(),
      by: z.array(z.string()),
      satisfied: z.boolean(),
      unsatisfiable: z.string().nullable(),
      startedAt: date.nullable(),
      remindAt: date.nullable(),
      escalateAt: date.nullable(),
      lapsesAt: date.nullable(),
      lapsed: z.boolean(),
    }),
  ),
  counting: z.array(z.string()),
});

/** As it is stored: plain JSON. */
export function outcomeJson(outcome: Outcome): JsonObject {
  return z.record(z.string(), z.json()).parse(JSON.parse(JSON.stringify(outcome)));
}

/** What `outcomeJson` stored. Throws for anything else: stored JSON is ours, so that is damage and not input. */
export function outcomeFrom(stored: unknown): Outcome {
  return shape.parse(stored);
}

/** How a change that has ended stands for ever. */
export function endedStanding(change: Change, outcome: Outcome, decisions: readonly Decision[]): Standing {
  const counted = new Set(outcome.counting);
  return {
    state: change.stage === 'open' ? 'in_review' : change.stage,
    stages: outcome.stages,
    counting: decisions.filter(({ id }) => counted.has(id)),
    waitingFor: [],
    publishable: false,
    lapsed: false,
    missing: [],
  };
}

/** For changes that ended before outcomes were kept: under the default, with what was decided last. */
export function assumedOutcome(decisions: readonly Decision[]): Outcome {
  const version = decisions.at(-1)?.requirementVersion ?? defaultRequirement.version;
  const verdicts = { review: 'endorse', approval: 'approve' } as const;
  const latest = new Map(decisions.map((decision) => [decision.human, decision]));
  const counting = [...latest.values()];
  const timeless = { startedAt: null, remindAt: null, escalateAt: null, lapsesAt: null, lapsed: false };
  return {
    requirement: { ...defaultRequirement, version },
    stages: defaultRequirement.stages.map((required) => {
      const by = counting.filter(({ verdict }) => verdict === verdicts[required.kind]).map((one) => one.by);
      const satisfied = by.length >= required.need;
      return { ...required, ...timeless, have: by.length, by, satisfied, unsatisfiable: null };
    }),
    counting: counting.map(({ id }) => id),
  };
}
