/** Items in their order, by an id that is unique among them: keys of a map, steps of a workflow, policies. */
export type Keyed<Item> = ReadonlyMap<string, Item>;

/** One item of a merge: at least two of the three are there, or the one side that added it. */
export interface Triple<Item> {
  readonly id: string;
  readonly base?: Item;
  readonly ours?: Item;
  readonly theirs?: Item;
}

export interface Arranging<Item> {
  /** Whether an item was left as it was. */
  readonly same: (base: Item, side: Item) => boolean;
  /** Whether the order of items means something, so that it must never be guessed. */
  readonly strict: boolean;
}

/**
 * Which items a merge has, and in which order. Pure, symmetric in ours and theirs. What one side deleted and the other left alone
 * is gone; what one deleted and the other changed is there, without one of its sides. Undefined when both sides
 * reordered, and, where order means something, whenever a place would be a guess.
 */
export function arrange<Item>(
  base: Keyed<Item>,
  ours: Keyed<Item>,
  theirs: Keyed<Item>,
  { same, strict }: Arranging<Item>,
): readonly Triple<Item>[] | undefined {
  const common = new Set([...base.keys()].filter((id) => ours.has(id) && theirs.has(id)));
  const orders = [base, ours, theirs].map((side) =>
    [...side.keys()].filter((id) => common.has(id)).join('\0'),
  );
  const [before, one, other] = orders;
  if (one !== before && other !== before && one !== other) return undefined;
  const spine = one === before ? theirs : ours;
  const stays = (id: string): boolean => {
    const [was, first, second] = [base.get(id), ours.get(id), theirs.get(id)];
    if (was === undefined) return true;
    const left = first ?? second;
    return left !== undefined && ((first !== undefined && second !== undefined) || !same(was, left));
  };
  const runs = [ours, theirs].map((side) => runsOf(side, common, stays));
  const moved = one !== before || other !== before;
  const settled = common.size === base.size && ours.size === base.size && theirs.size === base.size;
  if (strict && moved && !settled) return undefined;
  const order: string[] = [];
  for (const anchor of ['', ...[...spine.keys()].filter((id) => common.has(id))]) {
    if (anchor !== '') order.push(anchor);
    const [first = [], second = []] = runs.map((run) => run.get(anchor) ?? []);
    const joined = joinRuns(first, second, strict);
    if (joined === undefined) return undefined;
    order.push(...joined);
  }
  return [...new Set(order)].map((id) => triple(id, base, ours, theirs));
}

function triple<Item>(id: string, base: Keyed<Item>, ours: Keyed<Item>, theirs: Keyed<Item>): Triple<Item> {
  const [was, one, other] = [base.get(id), ours.get(id), theirs.get(id)];
  return {
    id,
    ...(was === undefined ? {} : { base: was }),
    ...(one === undefined ? {} : { ours: one }),
    ...(other === undefined ? {} : { theirs: other }),
  };
}

/** What stands between the items that all three have, by the one before it (empty: at the start). */
function runsOf<Item>(
  side: Keyed<Item>,
  common: ReadonlySet<string>,
  stays: (id: string) => boolean,
): Map<string, string[]> {
  const runs = new Map<string, string[]>([['', []]]);
  let run: string[] = runs.get('') ?? [];
  for (const id of side.keys()) {
    if (common.has(id)) {
      run = [];
      runs.set(id, run);
    } else if (stays(id)) run.push(id);
  }
  return runs;
}

/** Both sides' items at one place. Which comes first is decided by what they are, never by whose they are. */
function joinRuns(one: readonly string[], other: readonly string[], strict: boolean): string[] | undefined {
  const subset = (part: readonly string[], whole: readonly string[]) =>
    part.every((id) => whole.includes(id));
  if (subset(other, one) && one.length > other.length)
    return inOrder(other, one) || !strict ? [...one] : undefined;
  if (subset(one, other) && one.length < other.length)
    return inOrder(one, other) || !strict ? [...other] : undefined;
  if (one.join('\0') === other.join('\0')) return [...one];
  if (strict) return undefined;
  const [first, second] = one.join('\0') < other.join('\0') ? [one, other] : [other, one];
  const joined = [...first];
  second.forEach((id, index) => {
    if (joined.includes(id)) return;
    const previous = second[index - 1];
    const next = second.slice(index + 1).find((later) => first.includes(later));
    if (previous !== undefined) joined.splice(joined.indexOf(previous) + 1, 0, id);
    else joined.splice(next === undefined ? joined.length : joined.indexOf(next), 0, id);
  });
  return joined;
}

function inOrder(part: readonly string[], whole: readonly string[]): boolean {
  return whole.filter((id) => part.includes(id)).join('\0') === part.join('\0');
}
