import { weekOf } from '../days.ts';
import type { Merge, RollUpOf, Row } from '../layer/roll-up.ts';
import { bucketOf } from './duration.ts';
import type { UseFact } from './fact.ts';

/** What is counted of executions, at every grain. */
const counts = {
  executions: 'sum',
  governed: 'sum',
  succeeded: 'sum',
  failed: 'sum',
  stopped: 'sum',
  unknown: 'sum',
  refused: 'sum',
  priced: 'sum',
  cost_micro_usd: 'sum',
  input_tokens: 'sum',
  output_tokens: 'sum',
  timed: 'sum',
  duration_ms: 'sum',
} as const satisfies Record<string, Merge>;

/** What was refused did not run: it is no execution, and counted beside them. */
function countsOf(fact: UseFact): Record<keyof typeof counts, number> {
  const ran = fact.status === 'refused' ? 0 : 1;
  const is = (status: UseFact['status']) => (fact.status === status ? 1 : 0);
  return {
    executions: ran,
    governed: ran === 1 && fact.library !== '' && fact.version > 0 ? 1 : 0,
    succeeded: is('succeeded'),
    failed: is('failed'),
    stopped: is('stopped'),
    unknown: is('unknown'),
    refused: is('refused'),
    priced: fact.costMicroUsd === null ? 0 : 1,
    cost_micro_usd: fact.costMicroUsd ?? 0,
    input_tokens: fact.inputTokens,
    output_tokens: fact.outputTokens,
    timed: fact.durationMs === null ? 0 : 1,
    duration_ms: fact.durationMs ?? 0,
  };
}

const indexes = ({ firstIndex, lastIndex }: UseFact) => ({ first_index: firstIndex, last_index: lastIndex });
const what = ({ library, path, version, model, provider, environment }: UseFact) => ({
  library_id: library,
  path,
  version,
  model,
  provider,
  environment,
});
const via = (fact: UseFact) => (fact.person === '' ? 'app' : 'person');
const dayOf = (fact: UseFact) => fact.at.slice(0, 10);
/** Only what succeeded makes a day one on which somebody was active. */
const dayBit = (fact: UseFact) => (fact.status === 'succeeded' ? 1 << weekOf(dayOf(fact)).dayOfWeek : 0);

const weekUse: RollUpOf<UseFact> = {
  table: 'intelligence_week_use',
  key: ['week', 'person_id', 'app_id', 'library_id', 'path', 'version', 'model', 'provider', 'environment'],
  values: { days: 'bits', ...counts },
  rowsOf: (fact) => [
    {
      week: weekOf(dayOf(fact)).week,
      person_id: fact.person,
      app_id: fact.app,
      ...what(fact),
      days: dayBit(fact),
      ...countsOf(fact),
      ...indexes(fact),
    },
  ],
};

const dayUse: RollUpOf<UseFact> = {
  table: 'intelligence_day_use',
  key: ['day', 'library_id', 'path', 'version', 'model', 'provider', 'environment', 'via'],
  values: counts,
  rowsOf: (fact) => [
    { day: dayOf(fact), ...what(fact), via: via(fact), ...countsOf(fact), ...indexes(fact) },
  ],
};

const dayTotal: RollUpOf<UseFact> = {
  table: 'intelligence_day_total',
  key: ['day', 'library_id', 'via'],
  values: counts,
  rowsOf: (fact) => [
    { day: dayOf(fact), library_id: fact.library, via: via(fact), ...countsOf(fact), ...indexes(fact) },
  ],
};

const dayDuration: RollUpOf<UseFact> = {
  table: 'intelligence_day_duration',
  key: ['day', 'library_id', 'path', 'version', 'model', 'bucket'],
  values: { executions: 'sum' },
  rowsOf: (fact): Row[] =>
    fact.status !== 'succeeded' || fact.durationMs === null
      ? []
      : [
          {
            day: dayOf(fact),
            library_id: fact.library,
            path: fact.path,
            version: fact.version,
            model: fact.model,
            bucket: bucketOf(fact.durationMs),
            executions: 1,
            ...indexes(fact),
          },
        ],
};

const personWeek: RollUpOf<UseFact> = {
  table: 'intelligence_person_week',
  key: ['week', 'person_id', 'library_id'],
  values: { days: 'bits', executions: 'sum', governed: 'sum', succeeded: 'sum' },
  rowsOf: (fact) => {
    const { executions, governed, succeeded } = countsOf(fact);
    if (fact.person === '' || executions === 0) return [];
    const { week } = weekOf(dayOf(fact));
    const key = { week, person_id: fact.person, library_id: fact.library };
    return [{ ...key, days: dayBit(fact), executions, governed, succeeded, ...indexes(fact) }];
  },
};

const personTotal: RollUpOf<UseFact> = {
  table: 'intelligence_person_total',
  key: ['week', 'person_id'],
  values: personWeek.values,
  rowsOf: (fact) => personWeek.rowsOf(fact).map(({ library_id: _, ...row }) => row),
};

const personFirst: RollUpOf<UseFact> = {
  table: 'intelligence_person_first',
  key: ['person_id', 'library_id'],
  values: { first_week: 'least' },
  rowsOf: (fact): Row[] =>
    fact.person === '' || fact.status !== 'succeeded'
      ? []
      : [
          {
            person_id: fact.person,
            library_id: fact.library,
            first_week: weekOf(dayOf(fact)).week,
            ...indexes(fact),
          },
        ],
};

/** Everything that an execution adds to. One fact goes into all of them in one transaction, so their sums agree. */
export const useRollUps: readonly RollUpOf<UseFact>[] = [
  weekUse,
  dayUse,
  dayTotal,
  dayDuration,
  personWeek,
  personTotal,
  personFirst,
];
