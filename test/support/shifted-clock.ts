import { type Clock, systemClock } from '../../src/platform/clock.ts';

/** The system's clock, put forward (or back) by hand: time goes on meanwhile, as it does for a server. */
export interface ShiftedClock extends Clock {
  shift(byMs: number): void;
}

export function shiftedClock(): ShiftedClock {
  let byMs = 0;
  return {
    now: () => new Date(systemClock.now().getTime() + byMs),
    shift: (moreMs) => {
      byMs += moreMs;
    },
  };
}
