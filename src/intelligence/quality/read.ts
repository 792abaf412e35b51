import { authorize, type Principal, theOrganization } from '../../access/index.ts';
import { addDays, completeWeeks, dayOf, weekOf } from '../days.ts';
import { placeOf } from '../layer/store.ts';
import { defineMeasure, nameOf } from '../measures/measure.ts';
import type { IntelligenceParts } from '../parts.ts';
import { sightOf } from '../sight.ts';
import { selectAcceptance } from './store.ts';
import { compareNewest, versionsOf } from './versions.ts';

export const acceptanceMeasure = defineMeasure({
  id: 'acceptance_by_version',
  version: 1,
  title: 'Acceptance by version',
  formula:
    'thumbs up / all thumbs that people gave to answers of a published version and that stand, over the last 12 complete weeks, in the libraries that you may see; weeks in which fewer people than the smallest group scored a version are left out; two versions are compared by a sequential test (mSPRT, tuned to 10 points, 5 % false alarms however often one looks) that takes scores for independent',
  unit: 'share',
  grade: 'D',
  projections: ['intelligence.scores'],
  better: 'more',
});

const span = 12;

/** How good answers are, by prompt and version. Everybody with a role on the organization. @throws Problem 403 */
export async function readQuality(parts: IntelligenceParts, principal: Principal) {
  authorize(principal, 'measure.quality', theOrganization);
  const { organization } = principal;
  const { reader, smallestGroup } = parts;
  const sight = await sightOf(parts, principal);
  const today = dayOf(parts.clock.now());
  const complete = completeWeeks(today, span);
  // A number that grows while one watches is about whoever just scored. With nothing to hide, this week counts too.
  const weeks = smallestGroup > 1 ? complete : [...complete.slice(1), weekOf(today).week];
  const [from = ''] = weeks;
  const place = await placeOf(reader, organization, acceptanceMeasure.projections);
  const cells = await selectAcceptance(
    reader,
    organization,
    sight.libraries,
    from,
    addDays(weeks.at(-1) ?? from, 7),
  );
  const prompts = Map.groupBy(cells, ({ library, path }) => JSON.stringify([library, path]));
  return {
    ...{ weeks, smallestGroup, measure: nameOf(acceptanceMeasure) },
    log: place.nextIndex === 0 ? null : { first: 0, last: place.nextIndex - 1 },
    items: [...prompts.values()]
      .map((ofPrompt) => {
        const [{ library, path } = { library: '', path: '' }] = ofPrompt;
        const versions = versionsOf(ofPrompt, smallestGroup);
        const name = sight.names.get(library) ?? library;
        return {
          ...{ library: name, prompt: path, name: `${name}/${path.replace(/\.prompt$/, '')}` },
          versions: versions.map(({ accepted: _, ...version }) => version),
          comparison: compareNewest(versions),
        };
      })
      .toSorted((one, other) => one.name.localeCompare(other.name))
      .slice(0, 1_000),
  };
}
