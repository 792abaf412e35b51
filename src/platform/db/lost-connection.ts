import { Problem } from '../problem.ts';

/** A connection that the server ended (57P…), that the network ended, that could not be made, or that is unusable since. */
export function lostItsConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('severity' in error && 'code' in error) return /^(57P|08)/.test(String(error.code));
  return /^Connection terminated|not queryable|ECONN|EPIPE|ENOENT.*\.s\.PGSQL/.test(error.message);
}

/** What whoever asked is told when a read lost its connection: nothing was done, and it will pass. Undefined for any other error. */
export function databaseAway(cause: unknown): Problem | undefined {
  if (!lostItsConnection(cause)) return undefined;
  return new Problem({
    code: 'database.away',
    status: 503,
    detail:
      'The database does not answer at the moment, so nothing was done. Try again shortly; if it stays so, tell an operator to look at /readyz.',
    cause,
    retryAfterSeconds: 1,
  });
}
