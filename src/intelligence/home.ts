import type { Principal } from '../access/index.ts';
import { readBasis } from './basis.ts';
import { approvalFigure } from './figures/governance.ts';
import { activePeopleFigure } from './figures/people.ts';
import { executionsFigure, governedFigure } from './figures/use.ts';
import type { IntelligenceParts } from './parts.ts';
import { sightOf } from './sight.ts';

/** What a person's home page answers: what waits for me, what I ran, how the organization does. Reads only. */
export async function readHome(parts: IntelligenceParts, principal: Principal) {
  const sight = await sightOf(parts, principal);
  const [waiting, recent, basis] = await Promise.all([
    parts.changes.waitingFor(principal, 20),
    parts.gateway.recent(principal, 10),
    readBasis(parts, principal.organization, sight, 12),
  ]);
  return {
    waiting: [...waiting],
    recent: [...recent],
    figures: [executionsFigure, activePeopleFigure, governedFigure, approvalFigure].map((of) => of(basis)),
  };
}
