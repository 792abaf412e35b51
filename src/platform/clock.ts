/** Where time comes from. Time is data: nothing is ordered by it (the ledger orders by index), only expiry reads it. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is moved. For tests. */
export interface ManualClock extends Clock {
  advance(byMs: number): void;
}

export function manualClock(start: string): ManualClock {
  let nowMs = Date.parse(start);
  return {
    now: () => new Date(nowMs),
    advance: (byMs) => {
      nowMs += byMs;
    },
  };
}
