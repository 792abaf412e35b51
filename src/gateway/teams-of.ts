import type { Principal } from '../access/index.ts';
import type { GatewayParts } from './parts.ts';

/** A change of a team's members is seen after this long, on every node. */
const rememberMs = 500;
const atMost = 10_000;

type Parts = Pick<GatewayParts, 'access'>;
interface Known {
  readonly askedMs: number;
  readonly names: Promise<readonly string[]>;
}
const known = new WeakMap<Parts['access'], Map<string, Known>>();

/**
 * Names of the teams whose rules a principal is under: an app is under its owner's, so that nobody leaves a team's rules by way of an app.
 * Never older than half a second, by the clock that only goes forward.
 */
export function teamsOf(parts: Parts, { organization, human }: Principal): Promise<readonly string[]> {
  const mine = known.get(parts.access) ?? new Map<string, Known>();
  known.set(parts.access, mine);
  const key = `${organization}/${human}`;
  const before = mine.get(key);
  const askedMs = performance.now();
  if (before !== undefined && askedMs - before.askedMs < rememberMs) return before.names;
  const names = parts.access
    .teamsOf(organization, human)
    .then((teams) => teams.map(({ name }) => name).sort());
  names.catch(() => mine.delete(key));
  mine.delete(key);
  mine.set(key, { askedMs, names });
  const [oldest] = mine.keys();
  if (mine.size > atMost && oldest !== undefined) mine.delete(oldest);
  return names;
}
