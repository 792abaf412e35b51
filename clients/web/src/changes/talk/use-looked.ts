import { useEffect, useState } from 'react';
import type { ChangeDetail, Revision } from '../../api/types.ts';

const keyOf = (change: string): string => `countersign.looked.${change}`;

/** The revision that this browser showed on the visit before this one, if the change has moved on since. */
export function useLooked({ id, revision, revisions }: ChangeDetail): Revision | null {
  const [before] = useState(() => readLooked(id));
  useEffect(() => {
    try {
      window.localStorage.setItem(keyOf(id), revision);
    } catch {
      // A browser that keeps nothing does not tell what came since: all of it is shown anyway.
    }
  }, [id, revision]);
  if (before === null || before === revision) return null;
  return revisions.find((one) => one.revision === before) ?? null;
}

function readLooked(id: string): string | null {
  try {
    return window.localStorage.getItem(keyOf(id));
  } catch {
    return null;
  }
}
