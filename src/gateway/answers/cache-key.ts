import { createHash } from 'node:crypto';
import { canonicalJson } from '../../platform/canonical-json.ts';
import type { Verdict } from '../../policy/index.ts';
import type { Plan } from '../plan.ts';

/**
 * By what an answer is found again: the organization, the library, the exact version, the variables, everything that is sent (settings, model and
 * what the client added among it), whom it is sent to, and the policy in force. Any other byte is another question. Pure.
 */
export function cacheKeyOf(plan: Plan, verdict: Verdict): string | null {
  const { prompt, terms, principal, variables, body, dialect, provider, output } = plan;
  if (prompt === null || terms.cacheSeconds === null) return null;
  const question = {
    organization: principal.organization,
    library: prompt.libraryId,
    digest: prompt.digest,
    environment: plan.environment,
    ...{ variables, body, dialect, output },
    provider: provider.name,
    region: provider.region,
    policy: verdict.policyVersion,
    obligations: verdict.obligations.map(({ kind, argument }) => `${kind}:${argument}`),
  };
  return createHash('sha256').update(canonicalJson(question)).digest('hex');
}
