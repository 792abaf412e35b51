import { PairSet } from './pair-set.ts';

/** One group in one week: a library, a prompt, a model or a team. */
export interface Group {
  /** Unique: `library lib_…`. */
  readonly key: string;
  /** Somebody's use of something: numbers of `Week.people`. */
  readonly pairs: PairSet;
  /** How many people. */
  readonly people: number;
}

/** Groups that are parts of something whose number is known: what is left of it must not be small either. */
export interface Partition {
  /** Null: the whole organization, whose numbers are always shown. */
  readonly whole: string | null;
  readonly parts: readonly string[];
}

/** Everything that can be shown of one week. */
export interface Week {
  /** Whose use each pair is: a person's number. */
  readonly people: Int32Array;
  readonly groups: readonly Group[];
  readonly partitions: readonly Partition[];
}

/**
 * The groups of one week whose numbers are not shown. What is shown is about nobody or at least `smallest` people, and so is what one gets by
 * subtracting it from anything else that is shown and that it is known to be a part of: the organization, its library, a team or a model in
 * which all of it happened to lie. Pure, and the same for every view: a view only adds up weeks, so no two views can be subtracted for less.
 */
export function hiddenGroups(week: Week, smallest: number): Set<string> {
  const everything = new PairSet(week.people.length);
  for (let pair = 0; pair < week.people.length; pair += 1) everything.add(pair);
  const whole: Group = { key: '', pairs: everything, people: distinct(week, everything, undefined) };
  const isSmall = (people: number) => people > 0 && people < smallest;
  const hidden = new Set(week.groups.flatMap(({ key, people }) => (isSmall(people) ? [key] : [])));
  const byKey = new Map(week.groups.map((group) => [group.key, group]));
  const shown = () => week.groups.filter(({ key, people }) => people > 0 && !hidden.has(key));
  for (let found = true; found; ) {
    found = false;
    for (const inner of shown().toSorted((one, other) => one.people - other.people))
      for (const outer of [whole, ...shown()])
        if (outer !== inner && inner.people <= outer.people && inner.pairs.isWithin(outer.pairs))
          if (isSmall(distinct(week, outer.pairs, inner.pairs))) {
            hidden.add(inner.key);
            found = true;
          }
    for (const { whole: name, parts } of week.partitions) {
      const outer = name === null ? whole : byKey.get(name);
      if (outer === undefined || (name !== null && hidden.has(name))) continue;
      const least = leftSmall(week, outer, parts, byKey, hidden, isSmall);
      if (least === undefined) continue;
      hidden.add(least);
      found = true;
    }
  }
  return hidden;
}

/** When what is left of a whole is small: the smallest part that is shown. */
function leftSmall(
  week: Week,
  whole: Group,
  parts: readonly string[],
  byKey: ReadonlyMap<string, Group>,
  hidden: ReadonlySet<string>,
  isSmall: (people: number) => boolean,
): string | undefined {
  const covered = new PairSet(week.people.length);
  let least: Group | undefined;
  for (const part of parts) {
    const group = byKey.get(part);
    if (group === undefined || hidden.has(part) || group.people === 0) continue;
    covered.addAll(group.pairs);
    if (least === undefined || group.people < least.people) least = group;
  }
  return isSmall(distinct(week, whole.pairs, covered)) ? least?.key : undefined;
}

/** How many people a set of pairs is about, without those of another set. */
function distinct({ people }: Week, pairs: PairSet, without: PairSet | undefined): number {
  const found = new Set<number>();
  pairs.eachWithout(without ?? new PairSet(people.length), (pair) => found.add(people[pair] ?? -1));
  return found.size;
}
