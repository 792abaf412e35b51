import { PairSet } from './pair-set.ts';

/** One group in one week: a library, a prompt, a model or a team. */
export interface Group {
  /** Unique: `library lib_…`. */
  readonly key: string;
  /** Its kind. Groups of one kind have nothing in common, unless they may overlap. */
  readonly dimension: string;
  readonly overlaps: boolean;
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
  const people = new Set(week.people).size;
  const whole: Group = { key: '', dimension: '', overlaps: true, pairs: everything, people };
  const hidden = new Set(
    week.groups.flatMap(({ key, people }) => (people > 0 && people < smallest ? [key] : [])),
  );
  const groups = week.groups.toSorted((one, other) => one.people - other.people);
  for (let found = true; found; )
    found = hideInside(week, groups, whole, hidden, smallest) || hideParts(week, whole, hidden, smallest);
  return hidden;
}

/** Hides what lies inside of something else that is shown, and leaves too few people there. */
function hideInside(
  week: Week,
  groups: readonly Group[],
  whole: Group,
  hidden: Set<string>,
  smallest: number,
): boolean {
  let found = false;
  const outers = [whole, ...groups];
  for (const inner of groups) {
    if (hidden.has(inner.key)) continue;
    const gives = outers.some(
      (outer) =>
        outer !== inner &&
        (outer.dimension !== inner.dimension || inner.overlaps) &&
        !hidden.has(outer.key) &&
        inner.people <= outer.people &&
        inner.pairs.isWithin(outer.pairs) &&
        leavesFew(week, outer.pairs, inner.pairs, smallest),
    );
    if (!gives) continue;
    hidden.add(inner.key);
    found = true;
  }
  return found;
}

/** Hides the smallest part of something that is shown when its shown parts leave too few people. */
function hideParts(week: Week, whole: Group, hidden: Set<string>, smallest: number): boolean {
  const byKey = new Map(week.groups.map((group) => [group.key, group]));
  let found = false;
  for (const { whole: name, parts } of week.partitions) {
    const outer = name === null ? whole : byKey.get(name);
    if (outer === undefined || hidden.has(outer.key)) continue;
    const covered = new PairSet(week.people.length);
    let least: Group | undefined;
    for (const part of parts) {
      const group = byKey.get(part);
      if (group === undefined || hidden.has(part)) continue;
      covered.addAll(group.pairs);
      if (least === undefined || group.people < least.people) least = group;
    }
    if (least === undefined || !leavesFew(week, outer.pairs, covered, smallest)) continue;
    hidden.add(least.key);
    found = true;
  }
  return found;
}

/** Whether one set without another one is about somebody, and fewer than `smallest` people. Stops counting there. */
function leavesFew({ people }: Week, outer: PairSet, inner: PairSet, smallest: number): boolean {
  const left = new Set<number>();
  outer.someWithout(inner, (pair) => left.add(people[pair] ?? -1).size >= smallest);
  return left.size > 0 && left.size < smallest;
}
