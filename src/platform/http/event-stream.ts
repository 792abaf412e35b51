import type { Writable } from 'node:stream';

/** Of an answer that is written as it comes (server-sent events): kept by no cache, and passed on at once by proxies that would collect it. */
export const eventStreamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
} as const;

/**
 * Resolves when a response whose buffer was full takes more, or is closed. Leaves no listener behind, however often a slow reader makes
 * it wait.
 * @param patience when this ends first, the response is destroyed: nobody may keep work open by not reading
 */
export function drained(response: Writable, patience?: AbortSignal): Promise<void> {
  if (response.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const over = () => {
      response.off('drain', over).off('close', over).off('error', over);
      patience?.removeEventListener('abort', cut);
      resolve();
    };
    const cut = () => {
      response.destroy();
      over();
    };
    if (patience?.aborted === true) return cut();
    response.on('drain', over).on('close', over).on('error', over);
    patience?.addEventListener('abort', cut);
  });
}
