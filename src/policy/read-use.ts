import type { OrganizationId } from '../ledger/index.ts';
import type { PolicyParts } from './parts.ts';
import type { RecordedCalls } from './simulation/simulate.ts';
import { countRefusalsByRule } from './store.ts';

/** How often a rule took part in verdicts: it decided, asked for something, or (monitored) would have. */
export interface RuleUse {
  readonly rule: string;
  readonly times: number;
}

/** Counting reads every call of the period: as often as people look at a page is too often. */
const rememberMs = 60_000;

export type UseOfRules = (organization: OrganizationId, since: Date) => Promise<readonly RuleUse[]>;

/** Counts how often each rule took part, refusals included; up to a minute old. */
export function usesOfRules(
  { reader }: Pick<PolicyParts, 'reader'>,
  calls: Pick<RecordedCalls, 'countByRule'>,
): UseOfRules {
  const known = new Map<
    OrganizationId,
    { readonly askedMs: number; readonly uses: Promise<readonly RuleUse[]> }
  >();
  const count = async (organization: OrganizationId, since: Date): Promise<readonly RuleUse[]> => {
    const times = new Map<string, number>();
    const permitted = await calls.countByRule(organization, since);
    for (const { rule, times: n } of [
      ...permitted,
      ...(await countRefusalsByRule(reader, organization, since)),
    ])
      times.set(rule, (times.get(rule) ?? 0) + n);
    return [...times].map(([rule, n]) => ({ rule, times: n })).sort((one, other) => other.times - one.times);
  };
  return (organization, since) => {
    const before = known.get(organization);
    const askedMs = performance.now();
    if (before !== undefined && askedMs - before.askedMs < rememberMs) return before.uses;
    const uses = count(organization, since);
    uses.catch(() => known.delete(organization));
    known.set(organization, { askedMs, uses });
    return uses;
  };
}
