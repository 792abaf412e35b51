import { authorize, named, type Principal, theOrganization } from '../../access/index.ts';
import { assetName } from '../../libraries/index.ts';
import { addDays, startOf } from '../days.ts';
import { spanDays } from '../drift/boundary.ts';
import { selectDrifts } from '../drift/store.ts';
import { driftWords } from '../drift/words.ts';
import { defineMeasure, nameOf } from '../measures/measure.ts';
import type { IntelligenceParts } from '../parts.ts';
import { sightOf } from '../sight.ts';

export const driftMeasure = defineMeasure({
  id: 'drift_by_prompt',
  version: 1,
  title: 'Drift of a prompt',
  formula:
    '28 days of what a prompt mostly ran as (version, model, provider) before that last changed, against up to 28 days since; without a change in 56 days, the last 28 against those before. Acceptance, refusals, failures, tokens of an answer, time to answer, cost per run: days are the cases. An alarm where they differ by more than 4.5 standard errors (more with few days) and by 5 points or 15 %, or where times are spread otherwise (PSI over 0.25 and over what chance gives); since when is the first day of the moving average (EWMA, weight 0.2) outside three standard errors. Prompts that fewer people ran than the smallest group are left out',
  unit: 'prompts',
  grade: 'C',
  projections: ['intelligence.use', 'intelligence.scores'],
  better: 'less',
});

const shownDays = 90;

/** What was told of in the last 90 days, of the libraries that one may see. Everybody with a role on the organization. @throws Problem 403 */
export async function readDrifts(parts: IntelligenceParts, principal: Principal) {
  authorize(principal, 'drift.list', theOrganization);
  const { organization } = principal;
  const sight = await sightOf(parts, principal);
  const since = new Date(parts.clock.now().getTime() - shownDays * 86_400_000);
  const drifts = await selectDrifts(parts.reader, organization, sight.libraries, since);
  const names = await parts.access.names(
    organization,
    drifts.flatMap(({ owner }) => owner ?? []),
  );
  return {
    measure: nameOf(driftMeasure),
    items: drifts.map(({ library, path, owner, raisedAt, ...drift }) => {
      const name = sight.names.get(library) ?? '';
      return {
        ...drift,
        ...{ library: name, path, prompt: `${name}/${assetName(path)}`, words: driftWords(drift) },
        owner: owner === null ? null : named(names, owner),
        raisedAt: raisedAt.toISOString(),
        behind: { from: startOf(drift.on), to: startOf(addDays(drift.on, spanDays)) },
      };
    }),
  };
}
