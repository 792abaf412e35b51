import { z } from 'zod';
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
