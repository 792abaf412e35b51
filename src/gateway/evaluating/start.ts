import type { GatewayParts } from '../parts.ts';
import type { Evaluation } from './evaluation.ts';
import type { Running } from './judge-side.ts';
import { closeOverdueEvaluations, perform } from './perform.ts';
import type { Selection } from './select.ts';

/** Between two looks at what was left behind. */
const everyMs = 60_000;

/** Runs evaluations in the background of whoever asked, and closes what a stopped node left behind. */
export interface EvaluationJobs {
  run(evaluation: Evaluation, selection: Selection, running: Running): void;
  start(): void;
  /** Waits for what runs. */
  stop(): Promise<void>;
}

export function createEvaluationJobs(parts: GatewayParts): EvaluationJobs {
  const under = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  const track = (work: Promise<void>) => {
    under.add(work);
    void work.finally(() => under.delete(work));
  };
  const look = () =>
    track(
      closeOverdueEvaluations(parts).then(
        () => undefined,
        (error: unknown) => parts.log.error({ err: error }, 'closing abandoned runs of evaluations failed'),
      ),
    );
  return {
    run: (evaluation, selection, running) => track(perform(parts, evaluation, selection, running)),
    start: () => {
      look();
      timer = setInterval(look, everyMs);
      timer.unref();
    },
    stop: async () => {
      clearInterval(timer);
      await Promise.all(under);
    },
  };
}
