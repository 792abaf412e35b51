import { z } from 'zod';
import type { PlacedEntry } from '../../ledger/index.ts';
import type { RollUpOf, Row } from '../layer/roll-up.ts';

const about = z.object({ library: z.string(), environment: z.string() });
const stages = z.object({
  stages: z.array(z.object({ rule: z.string(), name: z.string() })).catch([]),
});
const versions = z.object({
  versions: z.array(z.object({ path: z.string(), number: z.number() })).catch([]),
});
const move = z.object({ path: z.string(), environment: z.string(), from: z.number().nullish() });

const indexesOf = ({ index = 0 }: PlacedEntry) => ({ first_index: index, last_index: index });
const goesLive = (action: string) => action === 'change.publish' || action === 'break_glass.create';

const times = { created_at: null, submitted_at: null, approved_at: null, published_at: null, emergency: 0 };
/** Which time in a change's life an entry is. */
const timeOf: Readonly<Record<string, keyof typeof times>> = {
  'change.create': 'created_at',
  'change.submit': 'submitted_at',
  'change.approve': 'approved_at',
  'change.publish': 'published_at',
  'break_glass.create': 'published_at',
};

const change: RollUpOf<PlacedEntry> = {
  table: 'intelligence_change',
  key: ['change_id', 'library_id', 'environment'],
  values: {
    created_at: 'least',
    submitted_at: 'least',
    approved_at: 'greatest',
    published_at: 'least',
    emergency: 'sum',
  },
  rowsOf: (placed) => {
    const { action, subject, at, data } = placed.entry;
    const time = timeOf[action];
    if (time === undefined) return [];
    const { library, environment } = about.parse(data);
    const key = { change_id: subject.id, library_id: library, environment };
    const emergency = action === 'break_glass.create' ? 1 : 0;
    return [{ ...key, ...times, [time]: at, emergency, ...indexesOf(placed) }];
  },
};

/** Decisions that counted for a stage when they were made. */
const stage: RollUpOf<PlacedEntry> = {
  table: 'intelligence_change_stage',
  key: ['change_id', 'library_id', 'stage'],
  values: { decided_at: 'greatest' },
  rowsOf: (placed) => {
    const { action, subject, at, data } = placed.entry;
    if (action !== 'change.review' && action !== 'change.approve') return [];
    const { library } = about.parse(data);
    return stages.parse(data).stages.map(({ name }) => ({
      change_id: subject.id,
      library_id: library,
      stage: name,
      decided_at: at,
      ...indexesOf(placed),
    }));
  },
};

const publication: RollUpOf<PlacedEntry> = {
  table: 'intelligence_publication',
  key: ['library_id', 'path', 'version', 'environment'],
  values: { published_at: 'least', taken_back_at: 'least', emergency: 'sum' },
  rowsOf: (placed) => {
    const { action, at, data, subject } = placed.entry;
    if (action === 'rollback.create') return takenBack(placed, subject.id);
    if (!goesLive(action)) return [];
    const { library, environment } = about.parse(data);
    return versions.parse(data).versions.map(({ path, number }) => ({
      library_id: library,
      path,
      version: number,
      environment,
      published_at: at,
      taken_back_at: null,
      emergency: action === 'break_glass.create' ? 1 : 0,
      ...indexesOf(placed),
    }));
  },
};

function takenBack(placed: PlacedEntry, library: string): Row[] {
  const { path, environment, from } = move.parse(placed.entry.data);
  if (from == null) return [];
  return [
    {
      library_id: library,
      path,
      version: from,
      environment,
      published_at: null,
      taken_back_at: placed.entry.at,
      emergency: 0,
      ...indexesOf(placed),
    },
  ];
}

export const governanceRollUps: readonly RollUpOf<PlacedEntry>[] = [change, stage, publication];
