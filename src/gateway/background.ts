import type { Log } from '../platform/log.ts';

/** Work that goes on behind an answer that was given already, and a look now and then at what a stopped node left behind. */
export interface Background {
  /** Takes work along: a stop waits for it. It must not reject. */
  track(work: Promise<void>): void;
  start(): void;
  /** Waits for what runs. */
  stop(): Promise<void>;
}

interface Looking {
  readonly log: Log;
  /** Between two looks. */
  readonly everyMs: number;
  look(): Promise<unknown>;
  /** What the log says when a look fails; the next one tries again. */
  readonly failed: string;
}

export function createBackground({ log, everyMs, look, failed }: Looking): Background {
  const under = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  const track = (work: Promise<void>) => {
    under.add(work);
    void work.finally(() => under.delete(work));
  };
  const lookOnce = () =>
    track(
      look().then(
        () => undefined,
        (error: unknown) => log.error({ err: error }, failed),
      ),
    );
  return {
    track,
    start: () => {
      lookOnce();
      timer = setInterval(lookOnce, everyMs);
      timer.unref();
    },
    stop: async () => {
      clearInterval(timer);
      await Promise.all(under);
    },
  };
}
