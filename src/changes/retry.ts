/** How long something that could not be handed over is tried again. */
export const retryForMs = 86_400_000;

const firstMs = 5_000;
const longestMs = 3_600_000;

/**
 * When to try again after the attempt of this number (from 1): twice as long each time up to an hour, less up to a fifth of it at random, so
 * that what failed together does not come back together. Pure. @param random from 0 to 1
 */
export function retryAfterMs(attempt: number, random: number): number {
  const whole = Math.min(longestMs, firstMs * 2 ** Math.min(20, attempt - 1));
  return Math.round(whole * (1 - random / 5));
}
