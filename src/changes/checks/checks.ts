import type { Comparison } from '../../libraries/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Change } from '../change.ts';
import { checkReportsOf } from '../store/check-reports.ts';
import type { Check } from './check.ts';
import { builtInChecks } from './inspect.ts';
import { reportedChecks } from './reported.ts';

/**
 * Every check of exactly what a change holds: the server's own, and what apps reported. Read through `db`, so that a transaction sees its
 * own lock's truth.
 * @param asked.required names of the checks that requirements in force ask for beside the server's own
 */
export async function checksOf(
  db: Reader | Tx,
  change: Change,
  comparison: Comparison,
  asked: { readonly required: readonly string[]; readonly now: Date },
): Promise<readonly Check[]> {
  const { organization, id } = change;
  const own = await builtInChecks(organization, comparison, change);
  const reports = await checkReportsOf(db, organization, id);
  return [...own, ...reportedChecks(reports, { digest: comparison.digest, ...asked })];
}
