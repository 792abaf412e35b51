const dayMs = 86_400_000;
const furthestDays = 90;

/** Why nothing may be scheduled for that time, as a sentence; null when it may. */
export function timeFault(wanted: Date, now: Date): string | null {
  const ahead = wanted.getTime() - now.getTime();
  if (ahead > 0 && ahead <= furthestDays * dayMs) return null;
  return `Choose a time in the future, at most ${furthestDays} days ahead. To publish now, publish.`;
}
