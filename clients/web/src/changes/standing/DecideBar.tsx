import { ArrowUp } from 'lucide-react';
import { type RefObject, useCallback, useEffect, useState } from 'react';
import type { ChangeDetail } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { takesText } from '../../shell/shortcuts.ts';
import { headlineOf, isOver } from './stage.ts';

type Props = {
  change: ChangeDetail;
  /** Where the decision is made; the bar is there while this is not on the screen. */
  panel: RefObject<HTMLElement | null>;
  /** How much of the difference was on the screen. */
  seen: string;
};

/** The way back from the end of a long difference to where one decides. */
export function DecideBar({ change, panel, seen }: Props) {
  const isAway = useIsAway(panel);
  const back = useCallback(() => {
    panel.current?.scrollIntoView({ block: 'start' });
    panel.current?.querySelector<HTMLElement>('button')?.focus({ preventScroll: true });
  }, [panel]);
  useDecideKey(back);
  if (!isAway || isOver(change)) return null;
  return (
    <div
      data-covers-bottom=""
      className="bg-surface/95 sticky bottom-0 z-10 -mx-4 flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 border-t px-4 py-2 backdrop-blur sm:-mx-6 sm:px-6 lg:-mx-8 lg:px-8"
    >
      <p className="min-w-0 font-medium max-sm:hidden">{headlineOf(change)}</p>
      <p className="text-ink-soft text-xs">{seen}</p>
      <div className="ml-auto">
        <Button small icon={<ArrowUp size={14} aria-hidden />} onClick={back}>
          To the decision
        </Button>
      </div>
    </div>
  );
}

/** Whether an element is above the window. */
function useIsAway(element: RefObject<HTMLElement | null>): boolean {
  const [isAway, setIsAway] = useState(false);
  useEffect(() => {
    if (element.current === null) return;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry !== undefined) setIsAway(!entry.isIntersecting && entry.boundingClientRect.top < 0);
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return isAway;
}

/** `t` leads to the decision, from wherever one reads. */
function useDecideKey(back: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 't' || event.ctrlKey || event.metaKey || event.altKey || takesText(event.target))
        return;
      if (document.querySelector('[role="dialog"]') === null) back();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [back]);
}
