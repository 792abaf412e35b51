import { useCallback, useEffect, useRef, useState } from 'react';
import { cover, firstGap, type Interval } from './coverage.ts';

/** Height of what covers the page's top. */
const topBarPx = 56;

/** Height of what covers the page's bottom at the moment. */
const coveredBelowPx = (): number =>
  document.querySelector<HTMLElement>('[data-covers-bottom]')?.offsetHeight ?? 0;

type Tracked = { element: HTMLElement; seen: Interval[] };

/**
 * Follows which files of a diff have been on the screen, all of them from top to bottom. `revision` names what is shown: another
 * one starts anew. This keeps people from approving unread bytes by accident; what an approval binds is the server's to check.
 */
export function useCoverage(revision: string, paths: readonly string[]) {
  const tracked = useRef(new Map<string, Tracked>());
  const [whole, setWhole] = useState<{ revision: string; paths: ReadonlySet<string> }>({
    revision,
    paths: new Set(),
  });
  const shown = whole.revision === revision ? whole.paths : new Set<string>();

  const look = useCallback(() => {
    const found: string[] = [];
    const bottom = window.innerHeight - coveredBelowPx();
    for (const [path, entry] of tracked.current) {
      const { top, height } = entry.element.getBoundingClientRect();
      if (height === 0) continue;
      entry.seen = cover(entry.seen, [Math.max(0, topBarPx - top), Math.min(height, bottom - top)]);
      if (firstGap(entry.seen, height) === null) found.push(path);
    }
    setWhole((before) => {
      const known = before.revision === revision ? before.paths : new Set<string>();
      if (before.revision === revision && found.every((path) => known.has(path))) return before;
      return { revision, paths: new Set([...known, ...found]) };
    });
  }, [revision]);

  useEffect(() => {
    tracked.current.forEach((entry) => {
      entry.seen = [];
    });
    let frame = 0;
    const soon = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(look);
    };
    window.addEventListener('scroll', soon, { passive: true });
    window.addEventListener('resize', soon);
    soon();
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('scroll', soon);
      window.removeEventListener('resize', soon);
    };
  }, [look]);

  /** To be called with a file's element when its whole diff is drawn, and with null when it goes away. */
  const track = useCallback(
    (path: string, element: HTMLElement | null) => {
      if (element === null) tracked.current.delete(path);
      else {
        tracked.current.set(path, { element, seen: [] });
        requestAnimationFrame(look);
      }
    },
    [look],
  );

  /** Brings the first part that was not on the screen yet into view. */
  const goOn = useCallback(() => {
    for (const path of paths) {
      const entry = tracked.current.get(path);
      const gap =
        entry === undefined ? null : firstGap(entry.seen, entry.element.getBoundingClientRect().height);
      if (entry !== undefined && gap !== null) {
        const top = entry.element.getBoundingClientRect().top + window.scrollY + gap[0] - topBarPx - 24;
        window.scrollTo({ top });
        return;
      }
    }
  }, [paths]);

  return { shown, isWhole: paths.every((path) => shown.has(path)), track, goOn };
}
