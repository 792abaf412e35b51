import type { OrganizationId } from '../ledger/index.ts';
import type { Reader } from '../platform/db/index.ts';
import { type RecordedCall, type RecordedCalls, recordedVerdict } from '../policy/index.ts';
import { countBetween, countByRule, verdictsBetween } from './store/verdicts.ts';

const atOnce = 1_000;

/** The calls that policy permitted, for simulations. What it refused, policy knows itself. */
export function recordedCalls(reader: Reader): RecordedCalls {
  return {
    countByRule: (organization, since) => countByRule(reader, organization, since),
    count: (organization, since, until) => countBetween(reader, organization, { since, until }),
    between: (organization, since, until) => pieces(reader, organization, { since, until }),
  };
}

async function* pieces(
  reader: Reader,
  organization: OrganizationId,
  range: { readonly since: Date; readonly until: Date },
): AsyncGenerator<readonly RecordedCall[]> {
  let rows = await verdictsBetween(reader, organization, range, undefined, atOnce);
  while (rows.length > 0) {
    yield rows.map(({ id, verdict }) => ({ execution: id, verdict: recordedVerdict(verdict) }));
    rows = await verdictsBetween(reader, organization, range, rows.at(-1), atOnce);
  }
}
