import type { EntryId } from '../../ledger/index.ts';
import type { Digest } from '../../libraries/index.ts';
import type { Id } from '../../platform/id.ts';
import { type Check, isBuiltIn } from './check.ts';

/** What an app said about one exact content. Never edited; a newer one counts instead. */
export interface CheckReport {
  readonly id: Id<'chk'>;
  readonly name: string;
  readonly digest: Digest;
  readonly state: 'passed' | 'failed' | 'errored';
  readonly detail: string;
  readonly link: string | null;
  /** From then on it does not count any more. */
  readonly validUntil: Date | null;
  readonly by: string;
  readonly at: Date;
  readonly entry: EntryId;
}

/** The form of a check's name, as requirements and keys have it. */
export const checkNamePattern = /^[a-z][a-z0-9_-]{0,62}$/;

/**
 * The checks that others make, as they stand for `digest` at `now`: the newest report for exactly these bytes counts. Fail-closed: one
 * that a requirement asks for and nobody reported is missing; reported for other bytes or expired, it is stale. Pure.
 * @param reports newest first
 */
export function reportedChecks(
  reports: readonly CheckReport[],
  {
    digest,
    required,
    now,
  }: { readonly digest: Digest; readonly required: readonly string[]; readonly now: Date },
): readonly Check[] {
  const asked = new Set(required.filter((name) => !isBuiltIn(name)));
  const names = new Set([...asked, ...reports.map(({ name }) => name)]);
  return [...names].sort().map((name) => {
    const own = reports.filter((report) => report.name === name);
    const report = own.find((one) => one.digest === digest) ?? own[0];
    const isRequired = asked.has(name);
    if (report === undefined)
      return { name, required: isRequired, findings: [], source: null, ...nobodyReported(name) };
    const { by, at, link, validUntil } = report;
    const source = { kind: 'reported', by, at, link, validUntil } as const;
    return { name, required: isRequired, findings: [], source, ...stateNow(report, digest, now) };
  });
}

function nobodyReported(name: string): Pick<Check, 'state' | 'detail'> {
  return {
    state: 'missing',
    detail: `Nobody has reported it for these bytes. An app whose key is bound to "${name}" does.`,
  };
}

function stateNow(report: CheckReport, digest: Digest, now: Date): Pick<Check, 'state' | 'detail'> {
  if (report.digest !== digest)
    return {
      state: 'stale',
      detail: 'It was reported for other bytes than the change has now. Run it again.',
    };
  if (report.validUntil !== null && report.validUntil <= now)
    return { state: 'stale', detail: 'The report has expired. Run it again.' };
  return { state: report.state, detail: report.detail };
}
