/** Work that many callers share: what comes while a round is under way goes together in the next. */
export interface Gathering<Item> {
  /** Hands an item to the next round. When `run` rejects, or leaves an item without an answer, that is `run`’s to tell. */
  add(item: Item): void;
  /** Items that no round has taken yet. */
  waiting(): number;
}

export interface GatheringSettings<Item> {
  /** Rounds at one time. A second one starts only when `enough` items wait, so that a slow round does not hold a full queue up. */
  readonly lanes: number;
  readonly enough: number;
  /** A round takes at most so many items, and of heavy ones only as many as come to `maxWeight`. */
  readonly maxItems: number;
  readonly maxWeight: number;
  weigh(item: Item): number;
  /** Does a round. Must not reject: whoever added an item is told by `run`. */
  run(items: readonly Item[]): Promise<void>;
}

/**
 * With nothing under way an item begins its round at once, alone: nobody waits for company. Items begin in the order in which they came;
 * each is in exactly one round, and that round begins after it came.
 */
export function gather<Item>(settings: GatheringSettings<Item>): Gathering<Item> {
  const { lanes, enough, maxItems, maxWeight, weigh, run } = settings;
  let queue: Item[] = [];
  let rounds = 0;
  const take = (): Item[] => {
    let weight = 0;
    let count = 0;
    for (const item of queue) {
      weight += weigh(item);
      if (count > 0 && (count === maxItems || weight > maxWeight)) break;
      count += 1;
    }
    const taken = queue.slice(0, count);
    queue = queue.slice(count);
    return taken;
  };
  const next = (): void => {
    while (queue.length > 0 && (rounds === 0 || (rounds < lanes && queue.length >= enough))) {
      rounds += 1;
      void run(take()).finally(() => {
        rounds -= 1;
        next();
      });
    }
  };
  return {
    add: (item) => {
      queue.push(item);
      next();
    },
    waiting: () => queue.length,
  };
}
