import type { LedgerGuard, LogGuard } from '../ledger/index.ts';
import type { Clock } from '../platform/clock.ts';
import { notSignedIn, type RequestFacts } from '../platform/http/index.ts';
import { notFound } from '../platform/problem.ts';
import { authorize, permits } from './authorize.ts';
import { lately } from './lately.ts';
import { actorOf, type Principal } from './principal.ts';
import { theOrganization } from './resource.ts';

/** Who may read the ledger: the judgment that the ledger, which lies to the left, has handed in. */
export function ledgerGuard(
  authenticated: (facts: RequestFacts) => Promise<Principal | undefined>,
  stillIs: (principal: Principal) => Promise<Principal | undefined>,
  clock: Clock,
): LedgerGuard<Principal> & LogGuard {
  const signedIn = async (facts: RequestFacts): Promise<Principal> => {
    const principal = await authenticated(facts);
    if (principal === undefined) throw notSignedIn();
    return principal;
  };
  return {
    organization: (principal) => principal.organization,
    actor: actorOf,
    permit: (principal, action) => authorize(principal, action, theOrganization),
    permitLately: (principal, action) => {
      authorize(principal, action, theOrganization);
      lately(principal, action, clock.now());
    },
    followLog: async (facts) => {
      const principal = await signedIn(facts);
      authorize(principal, 'entry.list', theOrganization);
      return {
        organization: principal.organization,
        still: async () => {
          const now = await stillIs(principal);
          return now !== undefined && permits(now, 'entry.list', theOrganization);
        },
      };
    },
    readLog: async (facts, name) => {
      const principal = await signedIn(facts);
      if (principal.organizationName !== name) throw notFound();
      authorize(principal, 'ledger.export', theOrganization);
      return principal.organization;
    },
    exportLog: async (facts) => {
      const principal = await signedIn(facts);
      authorize(principal, 'ledger.export', theOrganization);
      return principal.organization;
    },
  };
}
