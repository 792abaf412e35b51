import { authorize, type Principal, theOrganization } from '../../access/index.ts';
import { basisWeeks, readBasis } from '../basis.ts';
import { lastDays, startOf, windowBefore } from '../days.ts';
import {
  activeDaily,
  activeSeries,
  depthFigure,
  fourWeeks,
  funnel,
  funnelMeasure,
  regularFigure,
  retentionMeasure,
  segmentMeasure,
  segmentSeries,
  stickinessFigure,
} from '../figures/adoption.ts';
import { breadthFigure, reuseFigure } from '../figures/breadth.ts';
import {
  approvalFigure,
  failureFigure,
  hoursByStage,
  leadFigure,
  restoreFigure,
  stageHours,
} from '../figures/governance.ts';
import { activePeopleFigure, activeShareFigure } from '../figures/people.ts';
import { governedFigure, rawFigure } from '../figures/use.ts';
import { selectStages } from '../governance/store.ts';
import { nameOf } from '../measures/measure.ts';
import type { IntelligenceParts } from '../parts.ts';
import { selectFirstWeeks } from '../people/store.ts';
import { sightOf } from '../sight.ts';
import { retention } from './retention.ts';
import { selectBreadth, selectReuse } from './store.ts';

/** Who uses it, how, and how changes go. Everybody with a role on the organization. @throws Problem `measure.adoption.forbidden` 403 */
export async function readAdoption(parts: IntelligenceParts, principal: Principal) {
  authorize(principal, 'measure.adoption', theOrganization);
  const { organization } = principal;
  const { reader, smallestGroup } = parts;
  const sight = await sightOf(parts, principal);
  const basis = await readBasis(parts, organization, sight, basisWeeks);
  const window = fourWeeks(basis.today);
  const spans = [window, windowBefore(window)] as const;
  const stagesIn = lastDays(basis.today, 84);
  const { libraries } = sight;
  const [firstWeeks, stages, breadth, reuse] = await Promise.all([
    selectFirstWeeks(reader, organization, libraries),
    selectStages(
      reader,
      organization,
      libraries,
      new Date(startOf(stagesIn.from)),
      new Date(startOf(stagesIn.to)),
    ),
    Promise.all(spans.map((span) => selectBreadth(reader, organization, libraries, span))),
    Promise.all(spans.map((span) => selectReuse(reader, organization, libraries, span))),
  ]);
  const use = [activeShareFigure, activePeopleFigure, regularFigure, stickinessFigure, depthFigure];
  const rules = [governedFigure, rawFigure, leadFigure, approvalFigure, failureFigure, restoreFigure];
  return {
    today: basis.today,
    at: basis.at?.toISOString() ?? null,
    log: basis.log,
    smallestGroup,
    use: [...use.map((of) => of(basis)), breadthFigure(basis, breadth), reuseFigure(basis, reuse)],
    governance: rules.map((of) => of(basis)),
    active: { measure: nameOf(activeDaily), days: activeSeries(basis) },
    segments: { measure: nameOf(segmentMeasure), weeks: segmentSeries(basis) },
    retention: {
      measure: nameOf(retentionMeasure),
      cohorts: retention(basis.weeks, firstWeeks, basis.today, smallestGroup).map((cohort) => ({
        ...cohort,
        active: [...cohort.active],
      })),
    },
    funnel: { measure: nameOf(funnelMeasure), steps: funnel(basis, firstWeeks) },
    stages: { measure: nameOf(stageHours), items: hoursByStage(stages) },
  };
}
