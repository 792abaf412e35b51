import { useEffect, useState } from 'react';
import { exactTime, minuteTime, relativeTime } from './time.ts';

/** One ticking clock for all the times on a page. */
function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** A time in the reader's own zone; the exact instant on hover and for assistive technology. `exact`: to the millisecond, or the minute. */
export function Time({ at, exact = false }: { at: string; exact?: boolean | 'minute' }) {
  const now = useNow();
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return <span>{at}</span>;
  return (
    <time
      dateTime={at}
      title={`${exactTime(date)} · ${at}`}
      className={exact === true ? '' : 'whitespace-nowrap'}
    >
      {exact === 'minute' ? minuteTime(date) : exact ? exactTime(date) : relativeTime(date, now)}
    </time>
  );
}
