import type { OrganizationId } from '../ledger/index.ts';
import type { Reader } from '../platform/db/index.ts';
import { notFound, Problem } from '../platform/problem.ts';
import { createPolicy } from './judge.ts';
import { readSet } from './store.ts';
import { rulesOfSet } from './stored-rules.ts';
import type { Verdict } from './verdict.ts';

/** A recorded verdict, and the one that the same rules give to the same request now. */
export interface Replay {
  readonly recorded: Verdict;
  readonly replayed: Verdict;
  /** Whether the two say the same, to the last rule. */
  readonly same: boolean;
}

/**
 * Judges what was judged, by the rules that were in force then. Writes nothing.
 * @throws Problem `policy.replay.not_recorded` 422 when the request was not recorded, 404 when the rules are not kept
 */
export async function replay(
  reader: Reader,
  organization: OrganizationId,
  recorded: Verdict,
): Promise<Replay> {
  if (recorded.asked === null) throw notRecorded();
  const set = await readSet(reader, organization, recorded.policyVersion);
  if (set === undefined) throw notFound();
  const replayed = createPolicy(set.schema, rulesOfSet(set.rules)).verdict(recorded.asked);
  return { recorded, replayed, same: said(recorded) === said(replayed) };
}

function said({ decision, rules, obligations, monitored, errors, policyVersion }: Verdict): string {
  const ids = [rules, monitored].map((some) =>
    some.map(({ id, effect, mode, reason }) => [id, effect, mode, reason]),
  );
  const duties = obligations.map(({ rule, kind, argument }) => [rule, kind, argument]);
  return JSON.stringify([decision, ids, duties, errors, policyVersion]);
}

function notRecorded(): Problem {
  return new Problem({
    code: 'policy.replay.not_recorded',
    status: 422,
    detail:
      'This execution is from before requests to policy were recorded, so its verdict cannot be replayed.',
  });
}
