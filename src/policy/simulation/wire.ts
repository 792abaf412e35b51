import { z } from 'zod';
import { type Chosen, chosenSchema } from './chosen.ts';
import type { SimulationRow } from './store.ts';

const groups = z.array(z.object({ name: z.string(), changed: z.int() }));
const resultSchema = z.object({
  judged: z.int(),
  unjudged: z.int(),
  already: z.int(),
  effects: z.object({ forbidden: z.int(), permitted: z.int(), obliged: z.int() }),
  groups: z.object({ team: groups, prompt: groups, model: groups, rule: groups }),
  examples: z.array(
    z.object({
      execution: z.string(),
      at: z.string(),
      principal: z.string(),
      prompt: z.string().nullable(),
      model: z.string(),
      effect: z.object({
        kind: z.enum(['forbidden', 'permitted', 'obliged']),
        rules: z.array(z.object({ id: z.string(), reason: z.string() })),
      }),
    }),
  ),
});

export const simulationSchema = z.object({
  id: z.string(),
  at: z.string(),
  by: z.string(),
  change: z.string().nullable(),
  proposedVersion: z.string(),
  only: chosenSchema.nullable().meta({ description: 'Which calls were chosen; null for all of the days' }),
  since: z.string(),
  until: z.string(),
  /** `lost`: the server that computed it stopped. */
  state: z.enum(['running', 'done', 'lost']),
  progress: z.object({ done: z.int(), total: z.int() }).nullable(),
  result: resultSchema.nullable(),
  examplesShown: z.boolean(),
});

/** What runs for longer is not running any more. */
const longestMs = 30 * 60_000;

export function simulationWire(
  row: SimulationRow,
  shown: {
    readonly progress: { readonly done: number; readonly total: number } | null;
    readonly examples: boolean;
    readonly now: Date;
  },
): z.infer<typeof simulationSchema> {
  const result = row.result === null ? null : resultSchema.parse(row.result);
  const lost = shown.progress === null && shown.now.getTime() - row.at.getTime() > longestMs;
  return {
    id: row.id,
    at: row.at.toISOString(),
    by: row.by_id,
    change: row.change_id,
    proposedVersion: row.proposed_version,
    // Named executions are for those who may see the calls of others.
    only: row.only_calls === null ? null : chosenOf(row.only_calls, shown.examples),
    since: row.since.toISOString(),
    until: row.until.toISOString(),
    state: result !== null ? 'done' : lost ? 'lost' : 'running',
    progress: shown.progress,
    result: result === null || shown.examples ? result : { ...result, examples: [] },
    examplesShown: shown.examples,
  };
}

function chosenOf(stored: unknown, shown: boolean): Chosen {
  const { executions, ...filter } = chosenSchema.parse(stored);
  return shown && executions !== undefined ? { ...filter, executions } : filter;
}
