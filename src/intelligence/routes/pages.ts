import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { readAdoption } from '../adoption/read.ts';
import { compareGroups } from '../groups/compare.ts';
import { dimensions } from '../groups/grouping.ts';
import { readOverview } from '../overview.ts';
import type { IntelligenceParts } from '../parts.ts';
import { adoptionSchema, comparisonSchema, figureWire, overviewSchema } from './wire.ts';

const operation = operationsOf<Principal>('intelligence');

const about =
  'Everybody with a role on the organization, over the libraries that one may see. Figures name their definition, their interval, and the entries of the log that they were computed from.';

/** The pages of intelligence. */
export function pageOperations(parts: IntelligenceParts): Operation<Principal>[] {
  return [
    operation({
      id: 'measure.overview',
      method: 'get',
      path: '/api/v1/measures/overview',
      summary: 'Read how the organization does, in one minute',
      description: about,
      answer: { schema: overviewSchema },
      handle: async ({ principal }) => {
        const overview = await readOverview(parts, principal);
        return {
          ...overview,
          figures: overview.figures.map(figureWire),
          totals: overview.totals.map(figureWire),
          value: overview.value === null ? null : figureWire(overview.value),
        };
      },
    }),
    operation({
      id: 'measure.adoption',
      method: 'get',
      path: '/api/v1/measures/adoption',
      summary: 'Read who uses it and how, and how changes go',
      description: `${about} A cohort of fewer people than the smallest group is not shown.`,
      answer: { schema: adoptionSchema },
      handle: async ({ principal }) => {
        const adoption = await readAdoption(parts, principal);
        return {
          ...adoption,
          use: adoption.use.map(figureWire),
          governance: adoption.governance.map(figureWire),
        };
      },
    }),
    operation({
      id: 'measure.compare',
      method: 'get',
      path: '/api/v1/measures/groups',
      summary: 'Compare teams, libraries, prompts, models or apps',
      description: `${about} Complete weeks only. Weeks in which too few people used a group, or in which its number could be had by subtracting others, are left out.`,
      query: z.strictObject({
        by: z.enum(dimensions),
        weeks: z.enum(['4', '12']).default('4'),
        library: z.string().max(100).optional().describe('Only prompts of this library.'),
      }),
      answer: { schema: comparisonSchema },
      handle: async ({ principal, query }) =>
        compareGroups(parts, principal, {
          by: query.by,
          weeks: query.weeks === '12' ? 12 : 4,
          library: query.library,
        }),
    }),
  ];
}
