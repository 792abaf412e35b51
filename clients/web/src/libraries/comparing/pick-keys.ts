import type { KeyboardEvent } from 'react';

const picksIn = (table: Element): HTMLElement[] => [...table.querySelectorAll<HTMLElement>('[data-pick]')];

/** The first line of a difference that can be talked about is a stop of the Tab key; the others are reached from it. */
export function firstPickTakesTab(table: HTMLTableElement | null): void {
  const first = table?.querySelector<HTMLElement>('[data-pick]');
  if (first !== null && first !== undefined) first.tabIndex = 0;
}

/** In a difference: up and down lead from line to line, and where two texts stand side by side, left and right from one to the other. */
export function onPickKeys(event: KeyboardEvent<HTMLTableElement>): void {
  const here = event.target;
  if (!(here instanceof HTMLElement) || here.dataset.pick === undefined) return;
  const way = ways[event.key];
  if (way === undefined) return;
  event.preventDefault();
  const picks = picksIn(event.currentTarget);
  const at = picks.indexOf(here);
  const isNext = (other: HTMLElement) => way.across !== (other.dataset.pick === here.dataset.pick);
  const next =
    way.step > 0 ? picks.slice(at + 1).find(isNext) : picks.slice(0, Math.max(0, at)).findLast(isNext);
  next?.focus();
}

const ways: Readonly<Record<string, { step: 1 | -1; across: boolean }>> = {
  ArrowDown: { step: 1, across: false },
  ArrowUp: { step: -1, across: false },
  ArrowRight: { step: 1, across: true },
  ArrowLeft: { step: -1, across: true },
};
