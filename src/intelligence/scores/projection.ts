import { z } from 'zod';
import type { PlacedEntry } from '../../ledger/index.ts';
import type { Projection } from '../layer/projection.ts';
import type { RollUp, Row } from '../layer/roll-up.ts';
import { addRows } from '../layer/store.ts';
import { isGood, type ScoreValue } from './score.ts';

const value = z.union([z.boolean(), z.number(), z.string()]);
const said = z.object({
  config: z.string(),
  value,
  source: z.enum(['person', 'app']),
  day: z.string(),
  prompt: z.object({ library: z.string(), path: z.string(), version: z.number().nullable() }).nullable(),
  supersedes: z.object({ value, day: z.string() }).nullable(),
});

const dayScore: RollUp = {
  table: 'intelligence_day_score',
  key: ['day', 'library_id', 'path', 'version', 'config', 'category', 'source', 'scorer_id'],
  values: { scores: 'sum', good: 'sum', total: 'sum' },
};

/** Scores that stand, each on its own day: what is superseded is taken off the day on which it was said. */
export const scoresProjection: Projection = {
  name: 'intelligence.scores',
  actions: ['score.create'],
  tables: [dayScore.table],
  fold: async (tx, organization, entries) => {
    await addRows(tx, dayScore, organization, entries.flatMap(rowsOf));
  },
};

function rowsOf({ entry, index = 0 }: PlacedEntry): Row[] {
  const { config, source, prompt, supersedes, ...now } = said.parse(entry.data);
  const row = (day: string, score: ScoreValue, sign: 1 | -1): Row => ({
    ...{ day, config, source, scorer_id: entry.actor.id },
    ...{ library_id: prompt?.library ?? '', path: prompt?.path ?? '', version: prompt?.version ?? 0 },
    category: typeof score === 'string' ? score : '',
    scores: sign,
    good: isGood(score) ? sign : 0,
    total: typeof score === 'number' ? sign * score : 0,
    ...{ first_index: index, last_index: index },
  });
  return [
    row(now.day, now.value, 1),
    ...(supersedes === null ? [] : [row(supersedes.day, supersedes.value, -1)]),
  ];
}
