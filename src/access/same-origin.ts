import { Problem } from '../platform/problem.ts';

/** What the check reads of a request. Header names are lower case. */
export interface OriginFacts {
  header(name: string): string | undefined;
}

/** True when `origin` is our configured address, or names the very host that the request was sent to. */
export function isOwnOrigin(origin: string | undefined, host: string | undefined, address: string): boolean {
  if (origin === undefined || !URL.canParse(origin)) return false;
  const url = new URL(origin);
  if (url.origin !== origin) return false;
  return origin === new URL(address).origin || (host !== undefined && url.host === host.toLowerCase());
}

/**
 * Refuses what another site may have made the browser send (attack AT-46): a request that changes something and carries a cookie
 * must say that it comes from our own pages. Browsers send `Origin` with every such request, and pages cannot forge it.
 * @throws Problem `session.cross_site`
 */
export function refuseCrossSite(facts: OriginFacts, address: string): void {
  const origin = facts.header('origin');
  const own =
    origin === undefined
      ? facts.header('sec-fetch-site') === 'same-origin'
      : isOwnOrigin(origin, facts.header('host'), address);
  if (own) return;
  throw new Problem({
    code: 'session.cross_site',
    status: 403,
    detail:
      'A session works from our own pages only. Open Countersign at its address and try again; a program sends a key instead of a cookie.',
  });
}
