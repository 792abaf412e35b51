import { z } from 'zod';
import { dimensions } from '../groups/grouping.ts';
import type { Figure } from '../measures/figure.ts';
import { grades, units } from '../measures/measure.ts';

const number = z.number().nullable();

export const logRangeSchema = z
  .object({ first: z.number(), last: z.number() })
  .nullable()
  .describe('Entries of the log that it was computed from; null while nothing is folded yet.');

export const figureSchema = z.object({
  id: z.string(),
  title: z.string(),
  measure: z.string().describe('`id@version`; see `measure.list`.'),
  definition: z.string().describe('`id@version: formula`'),
  unit: z.enum(units),
  grade: z
    .enum(grades)
    .describe('How strong the evidence is: A random assignment … C counted in the log … E assumed.'),
  better: z.enum(['more', 'less']).nullable(),
  value: number.describe('Null: no data, which is not zero.'),
  low: number.describe(
    '95 % interval; null where a number was counted whole, or there is too little for one.',
  ),
  high: number,
  n: z.number(),
  before: number.describe('The same over the window before, of the same length.'),
  series: z.array(
    z.object({ at: z.string(), value: number, low: number.optional(), high: number.optional() }),
  ),
  log: logRangeSchema,
  behind: z
    .object({
      from: z.string().optional(),
      to: z.string().optional(),
      library: z.string().optional(),
      prompt: z.string().optional(),
      model: z.string().optional(),
      status: z.string().optional(),
    })
    .nullable()
    .describe('Filters of `execution.list` that list the executions behind it.'),
});

/** A figure, with lists of its own as the schema wants them. */
export const figureWire = (figure: Figure) => ({ ...figure, series: [...figure.series] });

export const estimateSchema = z.object({ value: number, low: number, high: number, n: z.number() });

export const segmentsSchema = z.object({
  measure: z.string(),
  weeks: z.array(
    z.object({
      week: z.string(),
      counts: z.object({
        power: z.number(),
        habitual: z.number(),
        novice: z.number(),
        low: z.number(),
        none: z.number(),
      }),
    }),
  ),
});

const head = { today: z.string(), at: z.string().nullable(), log: logRangeSchema };

export const overviewSchema = z.object({
  ...head,
  figures: z.array(figureSchema).describe('The six, in the order in which they are read.'),
  totals: z.array(figureSchema),
  value: figureSchema.nullable().describe('As on the page of return; null without a value model.'),
  activity: z.object({
    measure: z.string(),
    weeks: z.array(
      z.object({
        at: z.string(),
        governed: z.number(),
        drafts: z.number(),
        raw: z.number(),
        byApps: z.number(),
        costUsd: z.number(),
      }),
    ),
  }),
  segments: segmentsSchema,
});

export const adoptionSchema = z.object({
  ...head,
  smallestGroup: z.number(),
  use: z.array(figureSchema),
  governance: z.array(figureSchema),
  active: z.object({
    measure: z.string(),
    days: z.array(z.object({ at: z.string(), day: z.number(), week: z.number(), month: z.number() })),
  }),
  segments: segmentsSchema,
  retention: z.object({
    measure: z.string(),
    cohorts: z.array(
      z.object({
        from: z.string(),
        size: number.describe('Null: fewer people than are shown.'),
        active: z.array(z.number()),
      }),
    ),
  }),
  funnel: z.object({
    measure: z.string(),
    steps: z.array(
      z.object({
        step: z.enum(['eligible', 'signed_in', 'first_run', 'regular', 'power']),
        people: z.number(),
      }),
    ),
  }),
  stages: z.object({
    measure: z.string(),
    items: z.array(z.object({ stage: z.string(), ...estimateSchema.shape })),
  }),
});

export const comparisonSchema = z.object({
  by: z.enum(dimensions),
  measure: z.string(),
  weeks: z.array(z.string()).describe('Their Mondays, oldest first.'),
  smallestGroup: z.number(),
  log: logRangeSchema,
  items: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      library: z.string().nullable(),
      prompt: z.string().nullable(),
      weeks: z.number().describe('In how many of the weeks something ran.'),
      shownWeeks: z
        .number()
        .describe('In how many of them enough people ran it; the others are in no number here.'),
      people: number,
      executions: number.describe('Null: too few people in every week.'),
      perPerson: number,
      governed: estimateSchema.nullable(),
      succeeded: estimateSchema.nullable(),
      costUsd: number.describe('Null where no model has a price; not counted by team.'),
      byWeek: z.array(number),
    }),
  ),
});
