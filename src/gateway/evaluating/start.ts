import { type Background, createBackground } from '../background.ts';
import type { GatewayParts } from '../parts.ts';
import type { Evaluation } from './evaluation.ts';
import type { Running } from './judge-side.ts';
import { closeOverdueEvaluations, perform } from './perform.ts';
import type { Selection } from './select.ts';

/** Between two looks at what was left behind. */
const everyMs = 60_000;

/** Runs evaluations in the background of whoever asked, and closes what a stopped node left behind. */
export interface EvaluationJobs extends Pick<Background, 'start' | 'stop'> {
  run(evaluation: Evaluation, selection: Selection, running: Running): void;
}

export function createEvaluationJobs(parts: GatewayParts): EvaluationJobs {
  const { track, start, stop } = createBackground({
    ...{ log: parts.log, everyMs, failed: 'closing abandoned runs of evaluations failed' },
    look: () => closeOverdueEvaluations(parts),
  });
  return {
    run: (evaluation, selection, running) => track(perform(parts, evaluation, selection, running)),
    ...{ start, stop },
  };
}
