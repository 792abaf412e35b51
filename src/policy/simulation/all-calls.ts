import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader } from '../../platform/db/index.ts';
import { recordedVerdict } from '../recorded-verdict.ts';
import { countRefusals, refusalsBetween } from '../store.ts';
import type { RecordedCall, RecordedCalls } from './simulate.ts';

const atOnce = 1_000;

/** What was permitted, and then what was refused, each newest first. */
export function allCalls(reader: Reader, permitted: RecordedCalls): Pick<RecordedCalls, 'count' | 'between'> {
  return {
    count: async (organization, since, until) =>
      (await permitted.count(organization, since, until)) +
      (await countRefusals(reader, organization, { since, until })),
    between: async function* (organization, since, until) {
      yield* permitted.between(organization, since, until);
      yield* refused(reader, organization, { since, until });
    },
  };
}

async function* refused(
  reader: Reader,
  organization: OrganizationId,
  range: { readonly since: Date; readonly until: Date },
): AsyncGenerator<readonly RecordedCall[]> {
  let rows = await refusalsBetween(reader, organization, range, undefined, atOnce);
  while (rows.length > 0) {
    yield rows.map((row) => ({ execution: row.execution_id, verdict: recordedVerdict(row.verdict) }));
    rows = await refusalsBetween(reader, organization, range, rows.at(-1), atOnce);
  }
}
