import type { Principal } from '../access/index.ts';
import { basisWeeks, last28, readBasis } from './basis.ts';
import { approvalFigure } from './figures/governance.ts';
import { activePeopleFigure } from './figures/people.ts';
import { executionsFigure, governedFigure } from './figures/use.ts';
import type { Figure } from './measures/figure.ts';
import type { IntelligenceParts } from './parts.ts';
import { activeIn } from './people/weeks.ts';
import { sightOf } from './sight.ts';

/** What a person's home page answers: what waits for me, what I ran, how the organization does. Reads only. */
export async function readHome(parts: IntelligenceParts, principal: Principal) {
  const sight = await sightOf(parts, principal);
  const [waiting, recent, basis] = await Promise.all([
    parts.changes.waitingFor(principal, 20),
    parts.gateway.recent(principal, 10),
    readBasis(parts, principal.organization, sight, basisWeeks),
  ]);
  const figures = [executionsFigure, activePeopleFigure, governedFigure, approvalFigure].map((of) =>
    of(basis),
  );
  const group = activeIn(basis.weeks, last28(basis)).length;
  // Whoever sees single libraries only gets the numbers of a group, which may be too small to show.
  const isSmall = !sight.wholeOrganization && group > 0 && group < parts.smallestGroup;
  return {
    waiting: [...waiting],
    recent: [...recent],
    figures: isSmall ? figures.map(withoutNumbers) : figures,
  };
}

const withoutNumbers = (figure: Figure): Figure => ({
  ...figure,
  ...{ value: null, low: null, high: null, n: 0, before: null, series: [] },
});
