import { actorOf } from '../../access/index.ts';
import type { JsonObject } from '../../platform/canonical-json.ts';
import { Problem } from '../../platform/problem.ts';
import type { GatewayParts } from '../parts.ts';
import { type CaseResult, type Evaluation, type Item, summaryOf } from './evaluation.ts';
import { judgeSide, type Running } from './judge-side.ts';
import type { Selection } from './select.ts';
import { casesOf, endEvaluation, insertCase, listOverdueEvaluations } from './store.ts';

/** How many cases run at once: a run is no reason for others to wait. */
const atOnce = 4;
/** Beside the time that the calls of one case may take. */
const graceMs = 120_000;

/** Until when the next case has certainly ended: it, what it is compared with, and their judges. */
export const deadlineAfter = (parts: Pick<GatewayParts, 'clock' | 'providerTimeoutMs'>): Date =>
  new Date(parts.clock.now().getTime() + 4 * parts.providerTimeoutMs + graceMs);

/**
 * Runs every case and ends the run. Each result is an entry, `evaluation.judge`, and durable when the next begins: what is under way can be
 * followed from any node. If the server stops, the run is closed as not known once its deadline is over. Never rejects.
 */
export async function perform(
  parts: GatewayParts,
  evaluation: Evaluation,
  selection: Selection,
  running: Running,
): Promise<void> {
  try {
    const left = [...selection.items];
    const worker = async () => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) {
        const result = await resultOf(parts, selection, running, item);
        await keep(parts, evaluation, running, result);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    await finish(parts, evaluation, selection, running);
  } catch (error) {
    if (error instanceof CalledOff) return;
    parts.log.error({ err: error, evaluation: evaluation.id }, 'a run of evaluations broke off');
    const detail = 'Something broke on our side before it was done. Run it again.';
    await end(parts, evaluation, 'errored', detail, {}).catch((cause: unknown) =>
      parts.log.error({ err: cause, evaluation: evaluation.id }, 'the end of a run could not be recorded'),
    );
  }
}

/** Thrown to leave off: somebody else has ended the run. */
class CalledOff extends Error {}

async function resultOf(
  parts: GatewayParts,
  { version, baseline, expected, library }: Selection,
  running: Running,
  item: Item,
): Promise<CaseResult> {
  const { place, path, prompt } = item;
  const promptPath = `${prompt.slice(library.name.length + 1)}.prompt`;
  const [candidate, before] = await Promise.all([
    judgeSide(parts, running, item, version, expected.get(promptPath)),
    baseline === null
      ? null
      : isLive(parts, running, `${prompt}@${baseline}`).then((live) =>
          live ? judgeSide(parts, running, item, baseline, undefined) : null,
        ),
  ]);
  const { description, line } = item.case;
  return {
    place,
    path,
    prompt,
    description: description?.slice(0, 500) ?? null,
    line,
    candidate,
    baseline: before,
  };
}

async function isLive(parts: GatewayParts, { principal }: Running, reference: string): Promise<boolean> {
  try {
    await parts.libraries.resolve(principal, reference);
    return true;
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
}

async function keep(
  parts: GatewayParts,
  evaluation: Evaluation,
  { principal }: Running,
  result: CaseResult,
): Promise<void> {
  const { place, path, candidate, baseline } = result;
  await parts.ledger.record(async (tx) => {
    if (!(await insertCase(tx, evaluation, result, deadlineAfter(parts)))) throw new CalledOff();
    return {
      value: undefined,
      entry: {
        organization: evaluation.organization,
        action: 'evaluation.judge',
        actor: actorOf(principal),
        subject: { kind: 'evaluation', id: evaluation.id },
        data: {
          case: place,
          path,
          state: candidate.state,
          execution: candidate.execution,
          ...(baseline === null
            ? {}
            : { baseline: { state: baseline.state, execution: baseline.execution } }),
        },
      },
    };
  });
}

async function finish(
  parts: GatewayParts,
  evaluation: Evaluation,
  { library, branch, head, altered }: Selection,
  { principal }: Running,
): Promise<void> {
  const { organization, id, change, digest } = evaluation;
  const results = (await casesOf(parts.reader, organization, [id])).get(id) ?? [];
  const moved = branch !== null && head !== null && (await parts.libraries.head(library, branch)) !== head;
  const { state, detail } = moved
    ? {
        state: 'errored' as const,
        detail: 'The branch moved on while this ran. Run it again for what it holds now.',
      }
    : summaryOf(results, altered);
  const count = (wanted: string) => results.filter(({ candidate }) => candidate.state === wanted).length;
  const counts = { passed: count('passed'), failed: count('failed'), errored: count('errored') };
  // First the check, then the end: whoever sees that it is over finds what it said.
  if (change !== null && digest !== null && !moved)
    await reported(parts, principal, { id, change }, { name: 'evaluations', digest, state, detail });
  await end(parts, evaluation, state, detail, counts);
}

/** What it says counts for exactly the bytes that it ran; if the change holds others now, nobody is told that they passed. */
async function reported(
  parts: GatewayParts,
  principal: Running['principal'],
  { id, change }: { readonly id: Evaluation['id']; readonly change: NonNullable<Evaluation['change']> },
  found: Parameters<GatewayParts['changes']['reportFound']>[2],
): Promise<void> {
  await parts.changes.reportFound(principal, change, found).catch((error: unknown) => {
    if (!(error instanceof Problem)) throw error;
    parts.log.warn(
      { evaluation: id, problem: error.code },
      'the result of a run is no check of its change any more',
    );
  });
}

async function end(
  parts: Pick<GatewayParts, 'ledger' | 'clock'>,
  evaluation: Evaluation,
  state: 'passed' | 'failed' | 'errored',
  detail: string,
  counts: JsonObject,
): Promise<void> {
  const { organization, id, total } = evaluation;
  await parts.ledger.record(async (tx) => {
    if (!(await endEvaluation(tx, evaluation, { state, detail, at: parts.clock.now() })))
      throw new CalledOff();
    return {
      value: undefined,
      entry: {
        organization,
        action: 'evaluation.complete',
        actor: { kind: 'system' as const, id: 'gateway' },
        subject: { kind: 'evaluation', id },
        data: { state, cases: total, ...counts },
      },
    };
  });
}

/** Closes runs whose node stopped: whether they hold is not known. Safe on several nodes. @returns how many */
export async function closeOverdueEvaluations(
  parts: Pick<GatewayParts, 'reader' | 'ledger' | 'clock'>,
): Promise<number> {
  let closed = 0;
  for (const evaluation of await listOverdueEvaluations(parts.reader, parts.clock.now(), 100)) {
    try {
      await end(parts, evaluation, 'errored', 'The server stopped before it was done. Run it again.', {});
      closed += 1;
    } catch (error) {
      if (!(error instanceof CalledOff)) throw error;
    }
  }
  return closed;
}
