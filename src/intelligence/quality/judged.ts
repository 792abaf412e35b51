import { authorize, named, type Principal, theOrganization } from '../../access/index.ts';
import { assetName } from '../../libraries/index.ts';
import { addDays, dayOf, weekOf } from '../days.ts';
import { judgesInSight } from '../judges/start-run.ts';
import { selectRuns } from '../judges/store.ts';
import { trustOf } from '../judges/trust.ts';
import { placeOf } from '../layer/store.ts';
import { defineMeasure, nameOf } from '../measures/measure.ts';
import type { IntelligenceParts } from '../parts.ts';
import { sightOf } from '../sight.ts';
import { selectJudgedVersions, selectMet } from './store.ts';

export const judgedMeasure = defineMeasure({
  id: 'judged_rate_by_version',
  version: 1,
  title: 'Judged rate by version',
  formula:
    'items that a judge passed / items that it judged, corrected by its sensitivity and specificity against thumbs of people on the same items (Rogan and Gladen); items on which people are split are left out; no corrected value before 20 items of each kind are rated, or when sensitivity + specificity − 1 is under 0.2, or when fewer people than the smallest group rated or ran them; thumbs count when their week is over',
  unit: 'share',
  grade: 'D',
  projections: ['intelligence.judges'],
  better: 'more',
});

const mostRuns = 20;
const none = { bothPass: 0, onlyPeople: 0, onlyJudge: 0, bothFail: 0, scorers: 0, turned: 0, flipped: 0 };

/** Judges, what their verdicts are worth, and the rates that follow. Everybody with a role on the organization. @throws Problem 403 */
export async function readJudges(parts: IntelligenceParts, principal: Principal) {
  authorize(principal, 'judge.list', theOrganization);
  const { organization } = principal;
  const { reader, smallestGroup } = parts;
  const [judges, sight, place] = await Promise.all([
    judgesInSight(parts, principal),
    sightOf(parts, principal),
    placeOf(reader, organization, judgedMeasure.projections),
  ]);
  const today = dayOf(parts.clock.now());
  // As everywhere about groups: a number that grows while one watches is about whoever just rated.
  const before = smallestGroup > 1 ? weekOf(today).week : addDays(today, 1);
  const [versions, met, runs] = await Promise.all([
    selectJudgedVersions(reader, organization, sight.libraries),
    selectMet(reader, organization, sight.libraries, before),
    selectRuns(reader, organization, mostRuns),
  ]);
  const names = await parts.access.names(
    organization,
    runs.map(({ startedBy }) => startedBy),
  );
  const nameIn = (library: string, path: string) => `${sight.names.get(library) ?? ''}/${assetName(path)}`;
  return {
    ...{ measure: nameOf(judgedMeasure), smallestGroup },
    log: place.nextIndex === 0 ? null : { first: 0, last: place.nextIndex - 1 },
    items: judges.map((judge) => ({
      ...{ id: judge.id, name: judge.name, version: judge.version },
      prompt: nameIn(judge.library, judge.path),
      target: nameIn(judge.target.library, judge.target.path),
      ...trustOf(
        versions.filter((version) => version.judge === judge.id),
        met.get(judge.id) ?? none,
        smallestGroup,
      ),
      runs: runs
        .filter((run) => run.judge === judge.id)
        .map(({ judge: _, startedBy, createdAt, ...run }) => ({
          ...run,
          by: named(names, startedBy),
          createdAt: createdAt.toISOString(),
        })),
    })),
  };
}
