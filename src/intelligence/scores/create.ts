import { actorOf, authorize, named, type Principal, theOrganization } from '../../access/index.ts';
import { newId } from '../../platform/id.ts';
import { Problem } from '../../platform/problem.ts';
import { dayOf } from '../days.ts';
import type { IntelligenceParts } from '../parts.ts';
import { builtInConfigs, checkValue, type Score, type ScoreReason, type ScoreValue } from './score.ts';
import { insertScore, selectConfigs, selectScores } from './store.ts';

export interface NewScore {
  readonly config: string;
  readonly value: ScoreValue;
  readonly reason: ScoreReason | null;
}

/**
 * Says how good an execution was that one may read. A second score of the same kind by the same scorer supersedes the first, which stays.
 * Entry `score.create`.
 * @throws Problem 404, `score.create.nothing_came_out` 409, `score.create.unknown_config` 422, `score.create.wrong_value` 422,
 *   `score.create.at_once` 409
 */
export async function createScore(
  parts: IntelligenceParts,
  principal: Principal,
  id: string,
  { config, value, reason }: NewScore,
): Promise<Score> {
  authorize(principal, 'score.create', theOrganization);
  const { organization, id: scorer, kind: source } = principal;
  const { execution } = await parts.gateway.evidence.one(principal, id);
  if (execution.status !== 'succeeded')
    throw refusal('nothing_came_out', 409, 'Only an execution that was answered can be scored.');
  const configs = [...builtInConfigs, ...(await selectConfigs(parts.reader, organization))];
  const chosen = configs.find(({ name }) => name === config);
  if (chosen === undefined)
    throw refusal('unknown_config', 422, `Score by one of ${configs.map(({ name }) => name).join(', ')}.`);
  checkValue(chosen, value);
  return parts.ledger.record(async (tx) => {
    const earlier = await selectScores(tx, organization, execution.id);
    const before = earlier.findLast((score) => score.config === config && score.scorer === scorer);
    const entry = newId('ent');
    const score: Score = {
      ...{ id: newId('sco'), execution: execution.id, config, value, reason, source, scorer, entry },
      ...{ turn: (before?.turn ?? 0) + 1, createdAt: parts.clock.now() },
    };
    if (!(await insertScore(tx, organization, score)))
      throw refusal('at_once', 409, 'You scored it twice at once. The first counts; send the second again.');
    const { prompt } = execution;
    return {
      entry: {
        ...{ id: entry, organization, action: 'score.create', actor: actorOf(principal) },
        subject: { kind: 'execution', id: execution.id },
        data: {
          ...{ score: score.id, config, value, reason, source, day: dayOf(score.createdAt) },
          prompt:
            prompt === null
              ? null
              : { library: prompt.libraryId, path: prompt.path, version: prompt.version },
          supersedes:
            before === undefined
              ? null
              : { score: before.id, value: before.value, day: dayOf(before.createdAt) },
        },
      },
      value: score,
    };
  });
}

/** What was said of an execution that one may read, the latest of each scorer marked. @throws Problem 404 */
export async function listScores(parts: IntelligenceParts, principal: Principal, id: string) {
  authorize(principal, 'score.list', theOrganization);
  const { execution } = await parts.gateway.evidence.one(principal, id);
  const scores = await selectScores(parts.reader, principal.organization, execution.id);
  const names = await parts.access.names(
    principal.organization,
    scores.map(({ scorer }) => scorer),
  );
  const latest = new Map(scores.map((score) => [`${score.config} ${score.scorer}`, score.id]));
  return scores.map((score) => ({
    ...score,
    by: named(names, score.scorer),
    stands: latest.get(`${score.config} ${score.scorer}`) === score.id,
    mine: score.scorer === principal.id,
  }));
}

const refusal = (what: string, status: 409 | 422, detail: string) =>
  new Problem({ code: `score.create.${what}`, status, detail });
