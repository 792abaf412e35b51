import { z } from 'zod';
import type { PersonRef } from '../../access/index.ts';
import { durationWords, partyWords } from '../../libraries/index.ts';
import { namedSchema } from '../named-wire.ts';
import type { StageStanding } from '../standing/stage.ts';
import type { Standing } from '../standing/standing.ts';
import type { RequiredStage, Requirement } from './requirement.ts';

const instant = z.string().nullable();

const asked = {
  rule: z.string().meta({ description: 'Id of its rule. Stages of one rule follow each other' }),
  name: z.string(),
  kind: z.enum(['review', 'approval']),
  need: z.number().int().meta({ description: 'How many people; 0 where that cannot be read' }),
  from: z.string().meta({ description: 'Whom it asks, in words' }),
  limits: z.array(z.string()).meta({ description: 'What else it asks, in words' }),
  stepUp: z.boolean().meta({ description: 'Whether one has to prove again who one is' }),
};

/** One stage as a rule asks for it. */
export const requiredStageSchema = z.object(asked);

/** One stage as it stands. */
export const stageStandingSchema = z.object({
  ...asked,
  have: z.number().int(),
  by: z.array(namedSchema),
  satisfied: z.boolean(),
  unsatisfiable: z.string().nullable().meta({ description: 'Why nobody can satisfy it as things are' }),
  startedAt: instant.meta({ description: 'When it became its turn; null before' }),
  remindAt: instant,
  escalateAt: instant,
  lapsesAt: instant,
  lapsed: z.boolean(),
});

export const sourceSchema = z.object({
  library: z.string(),
  path: z.string(),
  digest: z.string(),
  since: z.string(),
});
export const appliedRuleSchema = z.object({
  id: z.string(),
  name: z.string(),
  source: z.string().meta({ description: 'LIBRARY/PATH; empty for the default' }),
  description: z.string(),
});

/** What a change has to go through, and where it stands. */
export const requirementSchema = z.object({
  version: z.string(),
  sources: z.array(sourceSchema),
  rules: z.array(appliedRuleSchema),
  stages: z.array(stageStandingSchema),
  publish: z.string().meta({ description: 'Who may publish, in words' }),
  missing: z.array(z.string()),
});

export function requirementWire(
  requirement: Requirement,
  { stages, missing }: Standing,
  name: (id: string) => PersonRef,
): z.output<typeof requirementSchema> {
  return {
    version: requirement.version,
    sources: sourcesWire(requirement.sources),
    rules: requirement.rules.map((rule) => ({ ...rule })),
    stages: stages.map((stage) => standingWire(stage, name)),
    publish: publishersWords(requirement.publish),
    missing: [...missing],
  };
}

export const sourcesWire = (sources: Requirement['sources']): z.output<typeof sourceSchema>[] =>
  sources.map(({ library, path, digest, since }) => ({ library, path, digest, since: since.toISOString() }));

export function requiredStageWire(stage: RequiredStage): z.output<typeof requiredStageSchema> {
  const { rule, name, kind, need, from, stepUpMs, validForMs, escalate, lapseMs } = stage;
  const limit = (durationInMs: number | null | undefined, words: (time: string) => string) =>
    durationInMs === null || durationInMs === undefined ? [] : [words(durationWords(durationInMs))];
  return {
    ...{ rule, name, kind },
    need: Number.isInteger(need) ? need : 0,
    from: from?.map(partyWords).join(' or ') ?? `any ${kind === 'review' ? 'reviewer' : 'approver'}`,
    stepUp: stepUpMs !== null,
    limits: [
      ...limit(stepUpMs, (time) => `signed in at most ${time} before`),
      ...limit(validForMs, (time) => `counts for ${time}`),
      ...limit(escalate?.afterMs, (time) => `escalates after ${time}`),
      ...limit(lapseMs, (time) => `lapses after ${time}`),
    ],
  };
}

function standingWire(
  stage: StageStanding,
  name: (id: string) => PersonRef,
): z.output<typeof stageStandingSchema> {
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  const { have, satisfied, unsatisfiable, lapsed } = stage;
  return {
    ...requiredStageWire(stage),
    ...{ have, satisfied, unsatisfiable, lapsed },
    by: stage.by.map(name),
    startedAt: iso(stage.startedAt),
    remindAt: iso(stage.remindAt),
    escalateAt: iso(stage.escalateAt),
    lapsesAt: iso(stage.lapsesAt),
  };
}

/** `publisher`, or `publisher who is team legal`. */
export function publishersWords(lists: Requirement['publish']): string {
  const whom = lists.map((list) => list.map(partyWords).join(' or '));
  return whom.length === 0 ? 'publisher' : `publisher who is ${whom.join(' and also ')}`;
}
