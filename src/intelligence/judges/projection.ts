import { z } from 'zod';
import type { PlacedEntry } from '../../ledger/index.ts';
import type { Projection } from '../layer/projection.ts';
import type { RollUp, Row } from '../layer/roll-up.ts';
import { addRows } from '../layer/store.ts';

const prompt = z.object({ library: z.string(), path: z.string(), version: z.number().nullable() });
const thumb = z.object({
  config: z.literal('acceptance'),
  source: z.literal('person'),
  value: z.boolean(),
  day: z.string(),
  prompt,
  supersedes: z.object({ value: z.boolean(), day: z.string() }).nullable(),
});
const judgement = z.object({
  judge: z.string(),
  prompt,
  runner: z.string(),
  passed: z.boolean(),
  turned: z.boolean().nullable(),
});

const itemJudge: RollUp = {
  table: 'intelligence_item_judge',
  key: ['judge_id', 'execution_id', 'library_id', 'path', 'version', 'runner_id'],
  values: { judged: 'sum', passed: 'sum', turned: 'sum', flipped: 'sum' },
};
const itemPeople: RollUp = {
  table: 'intelligence_item_people',
  key: ['execution_id', 'library_id', 'path', 'scorer_id', 'day'],
  values: { up: 'sum', down: 'sum' },
};

/** What judges and people said of the same items, item by item: what calibration is read from. */
export const judgesProjection: Projection = {
  name: 'intelligence.judges',
  actions: ['score.create', 'judgement.create'],
  tables: [itemJudge.table, itemPeople.table],
  fold: async (tx, organization, entries) => {
    await addRows(tx, itemJudge, organization, entries.flatMap(judgedRows));
    await addRows(tx, itemPeople, organization, entries.flatMap(peopleRows));
  },
};

/** What gave no verdict counts nowhere. */
function judgedRows({ entry, index = 0 }: PlacedEntry): Row[] {
  const read = entry.action === 'judgement.create' ? judgement.safeParse(entry.data) : undefined;
  if (read?.success !== true) return [];
  const { judge, prompt: of, runner, passed, turned } = read.data;
  return [
    {
      ...{ judge_id: judge, execution_id: entry.subject.id, runner_id: runner },
      ...{ library_id: of.library, path: of.path, version: of.version ?? 0 },
      ...{ judged: 1, passed: passed ? 1 : 0, turned: turned === null ? 0 : 1 },
      flipped: turned !== null && turned !== passed ? 1 : 0,
      ...{ first_index: index, last_index: index },
    },
  ];
}

/** Thumbs of people on governed answers; a superseded one is taken off its own day. */
function peopleRows({ entry, index = 0 }: PlacedEntry): Row[] {
  const read = entry.action === 'score.create' ? thumb.safeParse(entry.data) : undefined;
  if (read?.success !== true) return [];
  const { value, day, prompt: of, supersedes } = read.data;
  const row = (on: string, up: boolean, sign: 1 | -1): Row => ({
    ...{ execution_id: entry.subject.id, library_id: of.library, path: of.path },
    ...{ scorer_id: entry.actor.id, day: on, up: up ? sign : 0, down: up ? 0 : sign },
    ...{ first_index: index, last_index: index },
  });
  return [row(day, value, 1), ...(supersedes === null ? [] : [row(supersedes.day, supersedes.value, -1)])];
}
