import { governanceProjection } from './governance/projection.ts';
import { judgesProjection } from './judges/projection.ts';
import type { Projection } from './layer/projection.ts';
import { peopleProjection } from './people/projection.ts';
import { scoresProjection } from './scores/projection.ts';
import { teamsProjection } from './teams/projection.ts';
import { useProjection } from './use/projection.ts';

/** Everything that is derived from the log. A new one is added here, and starts at the first entry by itself. */
export const allProjections: readonly Projection[] = [
  useProjection,
  peopleProjection,
  teamsProjection,
  governanceProjection,
  scoresProjection,
  judgesProjection,
];
