import { useSyncExternalStore } from 'react';

export type Toast = {
  id: number;
  text: string;
  tone: 'good' | 'bad' | 'info';
  /** Takes the act back, or leads on to what came of it. */
  action?: { label: string; run: () => void };
};

let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function put(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Shows a message for some seconds, longer when it can be acted on. The same text is not stacked. */
export function showToast(toast: Omit<Toast, 'id'>): void {
  const id = nextId++;
  put([...toasts.filter(({ text }) => text !== toast.text).slice(-3), { ...toast, id }]);
  setTimeout(() => hideToast(id), toast.action === undefined ? 6_000 : 12_000);
}

export const hideToast = (id: number): void => put(toasts.filter((toast) => toast.id !== id));

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useToasts = (): readonly Toast[] => useSyncExternalStore(subscribe, () => toasts);
