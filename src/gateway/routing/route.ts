import type { OrganizationId } from '../../ledger/index.ts';

/** A model that answers for a route. */
export interface RouteTarget {
  readonly model: string;
  /** Its share of the calls. 0: only when the others fail, in the order of the list. */
  readonly weight: number;
  /** Until it begins to answer (a stream) or has answered (a whole reply); null: as long as any call may take. */
  readonly timeoutMs: number | null;
}

/** A name that is asked for like a model, and who answers for it. */
export interface Route {
  readonly organization: OrganizationId;
  readonly name: string;
  /** How often the same target is asked again before the next one is. */
  readonly retries: number;
  readonly targets: readonly RouteTarget[];
  readonly setBy: string;
  readonly setAt: Date;
}

/**
 * In which order the targets are asked: one by chance, by weight, among those that are well; then the others that have a weight, the
 * heaviest first; then those without, as they are listed. Targets that are not well keep their places among the others, behind the first.
 * Pure.
 * @param roll at least 0, less than 1
 */
export function ordered(
  targets: readonly RouteTarget[],
  isWell: (target: RouteTarget) => boolean,
  roll: number,
): readonly RouteTarget[] {
  const weighted = targets.filter(({ weight }) => weight > 0);
  const well = weighted.filter(isWell);
  const first = byChance(well.length > 0 ? well : weighted, roll);
  const others = weighted
    .filter((target) => target !== first)
    .sort((left, right) => right.weight - left.weight);
  const last = targets.filter(({ weight }) => weight === 0);
  return [...(first === undefined ? [] : [first]), ...others, ...last];
}

function byChance(targets: readonly RouteTarget[], roll: number): RouteTarget | undefined {
  const sum = targets.reduce((total, { weight }) => total + weight, 0);
  let left = roll * sum;
  for (const target of targets) {
    left -= target.weight;
    if (left < 0) return target;
  }
  return targets.at(-1);
}
