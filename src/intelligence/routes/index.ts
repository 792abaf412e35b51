import { z } from 'zod';
import { authorize, type Principal, theOrganization } from '../../access/index.ts';
import { changeSchema } from '../../changes/index.ts';
import { executionSchema } from '../../gateway/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { readHome } from '../home.ts';
import { allMeasures, grades, nameOf, units } from '../measures/measure.ts';
import type { IntelligenceParts } from '../parts.ts';
import { rebuildMeasures } from '../rebuild.ts';
import { consistencyOperations } from './consistency.ts';
import { controlOperations } from './controls.ts';
import { correctionOperations } from './corrections.ts';
import { debtOperations } from './debt.ts';
import { driftOperations } from './drift.ts';
import { findingOperations } from './findings.ts';
import { judgeOperations } from './judges.ts';
import { keptOperations } from './kept.ts';
import { pageOperations } from './pages.ts';
import { returnOperations } from './return.ts';
import { scoreOperations } from './scores.ts';
import { figureSchema, figureWire } from './wire.ts';

const operation = operationsOf<Principal>('intelligence');

const measureSchema = z.object({
  id: z.string(),
  version: z.number(),
  name: z.string().describe('`id@version`'),
  title: z.string(),
  formula: z.string(),
  unit: z.enum(units),
  grade: z.enum(grades),
  better: z.enum(['more', 'less']).nullable(),
  projections: z.array(z.string()).describe('What of the log it is read from.'),
});

/** The HTTP of intelligence. */
export function intelligenceOperations(parts: IntelligenceParts): Operation<Principal>[] {
  return [
    ...pageOperations(parts),
    ...keptOperations(parts),
    ...scoreOperations(parts),
    ...debtOperations(parts),
    ...findingOperations(parts),
    ...correctionOperations(parts),
    ...judgeOperations(parts),
    ...driftOperations(parts),
    ...returnOperations(parts),
    ...controlOperations(parts),
    ...consistencyOperations(parts),
    operation({
      id: 'measure.read',
      method: 'get',
      path: '/api/v1/measures/home',
      summary: 'Read what waits for me, what I ran last, and the organization’s figures',
      description:
        'Everybody. Figures are over the libraries that you may see. Each names its definition (`id@version: formula`), its interval and the entries of the log it was computed from; a null value means no data.',
      answer: {
        schema: z.object({
          waiting: z.array(changeSchema),
          recent: z.array(executionSchema),
          figures: z.array(figureSchema),
        }),
      },
      handle: async ({ principal }) => {
        authorize(principal, 'measure.read', theOrganization);
        const home = await readHome(parts, principal);
        return { ...home, figures: home.figures.map(figureWire) };
      },
    }),
    operation({
      id: 'measure.list',
      method: 'get',
      path: '/api/v1/measures',
      summary: 'List what every figure means',
      description:
        'Everybody. One definition for each measure: formula in words, unit, and grade of evidence.',
      answer: { schema: z.object({ items: z.array(measureSchema) }) },
      handle: async ({ principal }) => {
        authorize(principal, 'measure.list', theOrganization);
        return {
          items: allMeasures().map((measure) => ({
            ...measure,
            name: nameOf(measure),
            projections: [...measure.projections],
          })),
        };
      },
    }),
    operation({
      id: 'measure.rebuild',
      method: 'post',
      path: '/api/v1/measures/rebuild',
      summary: 'Make every roll-up again from the log',
      description:
        'Admins. The numbers come out the same: `before` and `after` are digests over every row. Whoever reads meanwhile sees the numbers of before.',
      body: z.strictObject({}),
      answer: {
        status: 201,
        schema: z.object({ entries: z.number(), before: z.string(), after: z.string(), same: z.boolean() }),
      },
      handle: async ({ principal }) => {
        const rebuilt = await rebuildMeasures(parts, principal);
        return { ...rebuilt, same: rebuilt.before === rebuilt.after };
      },
    }),
  ];
}
