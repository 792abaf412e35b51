import type { Role } from '../../src/access/index.ts';
import type { Actor } from './core.ts';
import { type HandStage, ruleSets } from './rules.ts';
import type { Bytes, Human, Tier, World } from './world.ts';

/** What the oracle saw somebody decide. Its own record, of what it can tell about the decision without asking the core. */
export interface Seen {
  readonly change: 0 | 1;
  readonly actor: Actor;
  readonly verdict: 'endorse' | 'request_changes' | 'approve';
  readonly forWhom: Human | null;
  readonly delegation: string | null;
  readonly bytes: Bytes;
  readonly rules: number;
  readonly at: number;
  readonly provedAt: number | null;
  takenBack: boolean;
}

const deciding: Record<'review' | 'approval', readonly Role[]> = {
  review: ['reviewer', 'approver'],
  approval: ['approver'],
};

/** Who would be accountable for a decision. */
const both = ({ actor, forWhom }: Seen): readonly Human[] =>
  forWhom === null ? [actor.human] : [actor.human, forWhom];

/**
 * Whether what a change holds was approved by enough eligible, distinct humans under the rules in force: told by trying every way to
 * give the places to people. Written from the promise, not from the code: slow, and for small worlds only.
 */
export function isApproved(change: 0 | 1, journal: readonly Seen[], world: World): boolean {
  const asked = stagesNow(change, world);
  if (asked === null) return false;
  const mine = journal.filter((seen) => seen.change === change && !seen.takenBack && isStill(seen, world));
  const places = asked.flatMap((stage) => Array.from({ length: stage.need }, () => stage));
  return places.some(({ kind }) => kind === 'approval') && canSeat(places, lastWords(mine), [], world);
}

export function stagesNow(change: 0 | 1, world: World): readonly HandStage[] | null {
  const { baseTier, headTier } = world.branches[change];
  return ruleSets[world.rules]?.asks(new Set<Tier>([baseTier, headTier]), world) ?? null;
}

/** About these bytes, under these rules, by people who are here, wrote nothing of it, and act in a right that is held now. */
function isStill(seen: Seen, world: World): boolean {
  const branch = world.branches[seen.change];
  const holder = seen.forWhom ?? seen.actor.human;
  const kind = seen.verdict === 'approve' ? 'approval' : 'review';
  const holds = deciding[kind].some((role) => world.roles.get(holder)?.has(role) === true);
  const isFar = both(seen).every(
    (human) => !branch.writers.has(human) && branch.requester !== human && !world.gone.has(human),
  );
  const ended = world.delegations.some(({ id, endedAt }) => id === seen.delegation && endedAt !== null);
  return (
    seen.bytes === branch.bytes &&
    seen.rules === world.rules &&
    seen.actor.by !== 'app' &&
    holds &&
    isFar &&
    !ended
  );
}

/** What nobody has said something else after. */
function lastWords(seen: readonly Seen[]): readonly Seen[] {
  return seen.filter(
    (one, place) => !seen.slice(place + 1).some((later) => later.actor.human === one.actor.human),
  );
}

/** Every way: the first place to each who fits, the rest to the others. */
function canSeat(
  places: readonly HandStage[],
  seen: readonly Seen[],
  taken: readonly Human[],
  world: World,
): boolean {
  const [place, ...rest] = places;
  if (place === undefined) return true;
  return seen.some(
    (one) =>
      both(one).every((human) => !taken.includes(human)) &&
      fitsPlace(one, place, world) &&
      canSeat(rest, seen, [...taken, ...both(one)], world),
  );
}

function fitsPlace(seen: Seen, stage: HandStage, world: World): boolean {
  const wanted = stage.kind === 'approval' ? 'approve' : 'endorse';
  const { provenWithinMs, validForMs } = stage;
  const ageMs = world.now - seen.at;
  const proof = seen.provedAt === null ? Number.POSITIVE_INFINITY : seen.at - seen.provedAt;
  return (
    seen.verdict === wanted &&
    stage.asks(seen.forWhom ?? seen.actor.human, world) &&
    (provenWithinMs === undefined || (proof >= 0 && proof <= provenWithinMs)) &&
    (validForMs === undefined || (ageMs >= 0 && ageMs <= validForMs))
  );
}

/** Whether anybody's last word about what a change holds is against it. Later is what came after, whatever the clock said. */
export function isObjected(change: 0 | 1, journal: readonly Seen[], world: World): boolean {
  const mine = journal.filter((seen) => seen.change === change && !seen.takenBack && isStill(seen, world));
  const own = mine.filter(({ forWhom }) => forWhom === null);
  return lastWords(own).some(
    (one) =>
      one.verdict === 'request_changes' &&
      !mine.slice(mine.indexOf(one) + 1).some((seen) => both(seen).includes(one.actor.human)),
  );
}

/** Whether a person may publish, by roles and rules. */
export function mayPublish(human: Human, world: World): boolean {
  const rule = ruleSets[world.rules]?.publishes;
  const isHere = !world.gone.has(human) && world.roles.get(human)?.has('publisher') === true;
  return isHere && (rule === undefined || rule(human, world));
}
