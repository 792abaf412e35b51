import { useEffect, useState } from 'react';
import { exactTime, relativeTime } from './time.ts';

/** One ticking clock for all the times on a page. */
function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** A time in the reader's own zone; the exact instant on hover and for assistive technology. */
export function Time({ at, exact = false }: { at: string; exact?: boolean }) {
  const now = useNow();
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return <span>{at}</span>;
  return (
    <time dateTime={at} title={`${exactTime(date)} · ${at}`} className={exact ? '' : 'whitespace-nowrap'}>
      {exact ? exactTime(date) : relativeTime(date, now)}
    </time>
  );
}
