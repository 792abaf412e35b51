/** Retries that may always be made, so that a quiet route has some too. */
const most = 10;
/** What each call adds: at most one retry for five calls, however badly a provider does. A retry of everybody is what keeps it down. */
const perCall = 0.2;

/** How many retries a route still has. On each node by itself. */
export interface RetryBudget {
  called(): void;
  /** Takes one; false when there is none. */
  take(): boolean;
}

export function createRetryBudget(): RetryBudget {
  let left = most;
  return {
    called: () => {
      left = Math.min(most, left + perCall);
    },
    take: () => {
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
