import { actorOf, authorize, type Principal, theOrganization } from '../../access/index.ts';
import { Problem } from '../../platform/problem.ts';
import type { IntelligenceParts } from '../parts.ts';
import { builtInConfigs, mostConfigs, type ScoreConfig } from './score.ts';
import { insertConfig, selectConfigs } from './store.ts';

/**
 * Adds categories to score by. Admins. Entry `score_config.create`.
 * @throws Problem `score_config.create.name_taken` 409, `score_config.create.too_many` 409
 */
export async function createScoreConfig(
  parts: IntelligenceParts,
  principal: Principal,
  { name, categories }: Pick<ScoreConfig, 'name' | 'categories'>,
): Promise<ScoreConfig> {
  authorize(principal, 'score_config.create', theOrganization);
  const { organization } = principal;
  const config: ScoreConfig = { name, type: 'category', categories: [...new Set(categories)] };
  if (builtInConfigs.some((builtIn) => builtIn.name === name)) throw nameTaken(name);
  return parts.ledger.record(async (tx) => {
    if ((await selectConfigs(tx, organization)).length >= mostConfigs)
      throw refusal('too_many', `There are ${mostConfigs} already, and none goes away: its scores keep it.`);
    if (!(await insertConfig(tx, organization, config, parts.clock.now()))) throw nameTaken(name);
    return {
      entry: {
        organization,
        action: 'score_config.create',
        actor: actorOf(principal),
        subject: { kind: 'score_config', id: name },
        data: { name, categories: [...config.categories] },
      },
      value: config,
    };
  });
}

const nameTaken = (name: string) =>
  refusal('name_taken', `There are scores of the name ${name}. Choose another name.`);
const refusal = (what: string, detail: string) =>
  new Problem({ code: `score_config.create.${what}`, status: 409, detail });
