import type { Principal, Team } from '../access/index.ts';
import type { GatewayParts } from './parts.ts';

/** A change of a team's members is seen after this long, on every node. */
const rememberMs = 500;
const atMost = 10_000;

type Parts = Pick<GatewayParts, 'access'>;
interface Known {
  readonly askedMs: number;
  readonly teams: Promise<readonly Team[]>;
}
const known = new WeakMap<Parts['access'], Map<string, Known>>();

/**
 * The teams whose rules a principal is under: an app is under its owner's, so that nobody leaves a team's rules by way of an app.
 * Never older than half a second, by the clock that only goes forward.
 */
export function teamsOf(parts: Parts, { organization, human }: Principal): Promise<readonly Team[]> {
  const mine = known.get(parts.access) ?? new Map<string, Known>();
  known.set(parts.access, mine);
  const key = `${organization}/${human}`;
  const before = mine.get(key);
  const askedMs = performance.now();
  if (before !== undefined && askedMs - before.askedMs < rememberMs) return before.teams;
  const teams = parts.access.teamsOf(organization, human);
  teams.catch(() => mine.delete(key));
  mine.delete(key);
  mine.set(key, { askedMs, teams });
  const [oldest] = mine.keys();
  if (mine.size > atMost && oldest !== undefined) mine.delete(oldest);
  return teams;
}
