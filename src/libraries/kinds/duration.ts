const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** How a duration is written in our formats. */
export const DURATION_PATTERN = '^[1-9][0-9]{0,5}(?:s|m|h|d)$';

/** `15m` in milliseconds; undefined for what is no duration. */
export function durationMs(text: unknown): number | undefined {
  if (typeof text !== 'string' || !new RegExp(DURATION_PATTERN).test(text)) return undefined;
  const unit = text.at(-1);
  const known = unit === 's' || unit === 'm' || unit === 'h' || unit === 'd' ? UNITS[unit] : undefined;
  return known === undefined ? undefined : Number(text.slice(0, -1)) * known;
}

/** A duration for people: `14 days`, `1 hour`. */
export function durationWords(durationInMs: number): string {
  const [unitMs, word] = [
    [UNITS.d, 'day'] as const,
    [UNITS.h, 'hour'] as const,
    [UNITS.m, 'minute'] as const,
  ].find(([ms]) => durationInMs % ms === 0) ?? [UNITS.s, 'second'];
  const count = Math.round(durationInMs / unitMs);
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
