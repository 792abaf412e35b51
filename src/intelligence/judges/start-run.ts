import { randomBytes } from 'node:crypto';
import { actorOf, authorize, type Principal, theOrganization } from '../../access/index.ts';
import { commitTo } from '../../platform/crypto/index.ts';
import { newId } from '../../platform/id.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import type { IntelligenceParts } from '../parts.ts';
import { sightOf } from '../sight.ts';
import type { Judge, JudgeRun } from './judge.ts';
import { insertRun, selectJudges, selectScored } from './store.ts';

export interface NewRun {
  readonly size: number;
  readonly days: number;
  readonly among: JudgeRun['among'];
  readonly bothOrders: boolean;
  /** Why what others said is read: its commitment stands in the entry. */
  readonly reason: string;
}

/** The judges of prompts, and by prompts, of the libraries that one may see. */
export async function judgesInSight(parts: IntelligenceParts, principal: Principal): Promise<Judge[]> {
  const { libraries } = await sightOf(parts, principal);
  const all = await selectJudges(parts.reader, principal.organization);
  return all.filter(({ library, target }) => [library, target.library].every((id) => libraries.includes(id)));
}

/**
 * Draws a sample of answers and has a judge look at each, one after the other, in the name of whoever started it. What people said to a
 * model goes to the judge's model: so it takes the right to read everybody's executions, and a reason. The entry `judge_run.create` names
 * the seed, so that anybody can draw the sample again, and each judgement its execution.
 * @throws Problem 404, `judge_run.create.on_behalf` 403, `judge_run.create.nothing_to_judge` 409
 */
export async function startJudgeRun(
  parts: IntelligenceParts,
  principal: Principal,
  id: string,
  asked: NewRun,
): Promise<JudgeRun> {
  authorize(principal, 'judge_run.create', theOrganization);
  authorize(principal, 'execution.list_all', theOrganization);
  const { organization } = principal;
  if (principal.onBehalfOf !== undefined)
    throw refusal('on_behalf', 403, 'Consent is for now, and this goes on later. Ask in your own name.');
  const judge = (await judgesInSight(parts, principal)).find((one) => one.id === id);
  if (judge === undefined) throw notFound();
  const { library, path } = judge.target;
  const { among, size, bothOrders } = asked;
  const now = parts.clock.now();
  const seed = randomBytes(8).toString('hex');
  const drawn = await parts.gateway.judging.sample(organization, {
    ...{ library, path, seed, limit: size },
    since: new Date(now.getTime() - asked.days * 86_400_000),
    among: among === 'all' ? null : await selectScored(parts.reader, organization, library, path),
  });
  if (drawn.length === 0)
    throw refusal('nothing_to_judge', 409, 'Nothing was answered in that time that could be judged.');
  const run: JudgeRun = {
    ...{ organization, id: newId('jrn'), judge: id, startedBy: principal.id, seed, among, bothOrders },
    ...{ credential: principal.credential, size: drawn.length, createdAt: now },
  };
  return parts.ledger.record(async (tx) => {
    await insertRun(
      tx,
      run,
      drawn.map((execution) => execution.id),
    );
    return {
      entry: {
        ...{ organization, action: 'judge_run.create', actor: actorOf(principal) },
        subject: { kind: 'judge_run', id: run.id },
        data: {
          ...{ judge: id, seed, among, bothOrders, days: asked.days, size: drawn.length },
          reason: commitTo(asked.reason).commitment,
        },
      },
      value: run,
    };
  });
}

const refusal = (what: string, status: 403 | 409, detail: string) =>
  new Problem({ code: `judge_run.create.${what}`, status, detail });
