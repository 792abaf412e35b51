import { authorize, type Principal, theOrganization } from '../access/index.ts';
import { type Basis, basisWeeks, readBasis } from './basis.ts';
import { activityByWeek, activityMeasure } from './figures/activity.ts';
import { regularFigure, segmentMeasure, segmentSeries } from './figures/adoption.ts';
import { approvalFigure, failureFigure } from './figures/governance.ts';
import { activeShareFigure } from './figures/people.ts';
import { costFigure, executionsFigure, governedFigure, successFigure } from './figures/use.ts';
import type { Figure } from './measures/figure.ts';
import { nameOf } from './measures/measure.ts';
import type { IntelligenceParts } from './parts.ts';
import { netFigure } from './return/figure.ts';
import { returnOf } from './return/read.ts';
import { sightOf } from './sight.ts';

/** The six of the executive page, in the order in which they are read: who, how steadily, under which rules, how well, how fast, how safely. */
const six: readonly ((basis: Basis) => Figure)[] = [
  activeShareFigure,
  regularFigure,
  governedFigure,
  successFigure,
  approvalFigure,
  failureFigure,
];

/** The page that reads in one minute. Everybody with a role on the organization. @throws Problem `measure.overview.forbidden` 403 */
export async function readOverview(parts: IntelligenceParts, principal: Principal) {
  authorize(principal, 'measure.overview', theOrganization);
  const sight = await sightOf(parts, principal);
  const [basis, worth] = await Promise.all([
    readBasis(parts, principal.organization, sight, basisWeeks),
    returnOf(parts, principal.organization, sight),
  ]);
  return { ...overviewOf(basis), value: netFigure(worth, worth.log) };
}

/** Pure. */
export function overviewOf(basis: Basis) {
  return {
    today: basis.today,
    at: basis.at?.toISOString() ?? null,
    log: basis.log,
    figures: six.map((of) => of(basis)),
    totals: [executionsFigure(basis), costFigure(basis)],
    activity: { measure: nameOf(activityMeasure), weeks: activityByWeek(basis) },
    segments: { measure: nameOf(segmentMeasure), weeks: segmentSeries(basis) },
  };
}
