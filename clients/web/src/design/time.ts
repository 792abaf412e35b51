const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How long ago, in the words people use; after a week, the day itself. `zone` is an IANA name, the reader's own by default. */
export function relativeTime(at: Date, now: Date, zone?: string): string {
  const agoMs = now.getTime() - at.getTime();
  if (agoMs < -minuteMs) return shortDay(at, now, zone);
  if (agoMs < minuteMs) return 'just now';
  if (agoMs < hourMs) return `${Math.floor(agoMs / minuteMs)} min ago`;
  if (agoMs < dayMs) return `${Math.floor(agoMs / hourMs)} h ago`;
  if (agoMs < 2 * dayMs) return 'yesterday';
  if (agoMs < 7 * dayMs) return `${Math.floor(agoMs / dayMs)} days ago`;
  return shortDay(at, now, zone);
}

function shortDay(at: Date, now: Date, zone?: string): string {
  const year = (date: Date) =>
    new Intl.DateTimeFormat('en-US', { year: 'numeric', timeZone: zone }).format(date);
  return new Intl.DateTimeFormat('en-US', {
    month: 'short',
    day: 'numeric',
    ...(year(at) === year(now) ? {} : { year: 'numeric' }),
    timeZone: zone,
  }).format(at);
}

/** The exact instant in the reader's zone, with the zone's name. */
export const exactTime = (at: Date, zone?: string): string =>
  new Intl.DateTimeFormat('en-US', {
    weekday: 'short',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
    timeZone: zone,
    timeZoneName: 'short',
  }).format(at);

/** To the minute, in the reader's zone, with its name: for what lies ahead, in sentences. */
export const minuteTime = (at: Date, zone?: string): string =>
  new Intl.DateTimeFormat('en-US', {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
    timeZoneName: 'short',
  }).format(at);

/** `1240` → `1.2 s`. */
export function duration(durationMs: number): string {
  if (durationMs < 1_000) return `${Math.round(durationMs)} ms`;
  if (durationMs < minuteMs) return `${(durationMs / 1_000).toFixed(1)} s`;
  return `${Math.floor(durationMs / minuteMs)} min ${Math.round((durationMs % minuteMs) / 1_000)} s`;
}
