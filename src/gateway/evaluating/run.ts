import { actorOf, type Principal } from '../../access/index.ts';
import { newId } from '../../platform/id.ts';
import { Problem } from '../../platform/problem.ts';
import type { GatewayParts } from '../parts.ts';
import type { Evaluation } from './evaluation.ts';
import { deadlineAfter } from './perform.ts';
import { type Asked, select } from './select.ts';
import type { EvaluationJobs } from './start.ts';
import { insertEvaluation, listEvaluations } from './store.ts';

/**
 * Begins a run, entry `evaluation.run`, which goes on in the background: each case is an execution by whoever asked, under their
 * permissions, policy and budgets. @throws Problem as `select`, and `evaluation.run.under_way` 409
 */
export async function runEvaluations(
  parts: GatewayParts,
  jobs: EvaluationJobs,
  principal: Principal,
  asked: Asked,
): Promise<Evaluation> {
  const selection = await select(parts, principal, asked);
  const { library, change, path, version, baseline, digest, head, items } = selection;
  await refuseSecond(parts, principal, selection);
  const evaluation: Evaluation = {
    organization: principal.organization,
    id: newId('evr'),
    library: library.id,
    ...{ change, path, version, baseline, digest, head },
    state: 'running',
    total: items.length,
    detail: '',
    startedBy: principal.id,
    human: principal.human,
    startedAt: parts.clock.now(),
    deadline: deadlineAfter(parts),
    endedAt: null,
  };
  await parts.ledger.record(async (tx) => {
    await insertEvaluation(tx, evaluation);
    return {
      value: undefined,
      entry: {
        organization: principal.organization,
        action: 'evaluation.run',
        actor: actorOf(principal),
        subject: { kind: 'evaluation', id: evaluation.id },
        data: { library: library.id, change, path, version, baseline, digest, cases: items.length },
      },
    };
  });
  jobs.run(evaluation, selection, { principal });
  return evaluation;
}

/** The same at the same time would only cost twice. */
async function refuseSecond(
  parts: GatewayParts,
  { organization }: Principal,
  {
    library,
    change,
    path,
    version,
  }: { library: { id: Evaluation['library'] } } & Pick<Evaluation, 'change' | 'path' | 'version'>,
): Promise<void> {
  const wanted = { library: library.id, change: change ?? undefined, path: path ?? undefined, limit: 20 };
  const found = await listEvaluations(parts.reader, organization, wanted);
  const twin = found.find(
    (one) => one.state === 'running' && one.version === version && one.deadline > parts.clock.now(),
  );
  if (twin === undefined) return;
  throw new Problem({
    code: 'evaluation.run.under_way',
    status: 409,
    detail: 'This runs already. Wait for its result.',
    more: { evaluation: twin.id },
  });
}
