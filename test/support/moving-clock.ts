import type { Clock } from '../../src/platform/clock.ts';

/** The system's time, moved by as much as a test says. */
export interface MovingClock extends Clock {
  advance(byMs: number): void;
}

export function movingClock(): MovingClock {
  let movedMs = 0;
  return {
    now: () => new Date(Date.now() + movedMs),
    advance: (byMs) => {
      movedMs += byMs;
    },
  };
}
