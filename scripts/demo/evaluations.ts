import { setTimeout as sleep } from 'node:timers/promises';
import { textAt } from './inside.ts';
import { author, caller, type Stage } from './stage.ts';

/** The cases of the complaint reply, run against what was live before and against what is: one of them does not hold. */
export async function runEvaluations(stage: Stage): Promise<void> {
  const ben = caller(stage, author);
  for (const version of ['2', 'production']) {
    const body = { library: 'support', path: 'reply-to-complaint.eval.yaml', version };
    const evaluation = textAt(await ben('evaluation.run', { body }), 'id');
    while (textAt(await ben('evaluation.read', { params: { evaluation } }), 'state') === 'running')
      await sleep(20);
  }
}
