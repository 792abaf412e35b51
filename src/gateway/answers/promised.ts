import type { Tried } from '../execution.ts';
import { factsOf } from '../facts.ts';
import type { Attempt } from '../outcome.ts';
import { outputProblem } from '../output.ts';
import type { Plan } from '../plan.ts';
import { type Calling, completeAny } from '../routing/tries.ts';

/**
 * The first answer that is what the prompt promises; when there is none, the last one with what is wrong with it. The very same is asked
 * each time: what a model is told is what was approved. All of it in the time of one call, and all of it paid for.
 * @throws Problem of a provider that does not answer
 */
export async function promisedAnswer(calling: Calling): Promise<Attempt> {
  const { plan, call, hearing } = calling;
  const untilMs = performance.now() + call.timeoutMs;
  for (let time = 0; ; time += 1) {
    const startedMs = performance.now();
    const timeoutMs = time === 0 ? call.timeoutMs : Math.max(1, Math.ceil(untilMs - startedMs));
    const reply = await completeAny({ ...calling, call: { ...call, timeoutMs } });
    hearing.began();
    const problem = outputProblem(plan.output, reply);
    const over = time >= plan.terms.retries || call.signal.aborted || performance.now() >= untilMs;
    if (problem === undefined || over) {
      if (plan.onward === null && time > 0) hearing.tried(triedHere(plan, problem?.code ?? null, startedMs));
      return { reply, problem: problem ?? null };
    }
    const last = hearing.tries.at(-1);
    const one = last?.problem === null ? last : triedHere(plan, null, startedMs);
    hearing.discarded({ ...one, problem: problem.code, usage: factsOf(reply).usage });
  }
}

/** A try of the one that is asked where no route was named. */
function triedHere({ provider, body }: Plan, problem: string | null, startedMs: number): Tried {
  const durationMs = Math.round(performance.now() - startedMs);
  return { provider: provider.name, model: body.model, problem, durationMs };
}
