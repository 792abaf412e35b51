import { z } from 'zod';
import { named, type Principal } from '../../access/index.ts';
import { valueAssumptions, valueModelShape } from '../../libraries/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { nameOf } from '../measures/measure.ts';
import type { IntelligenceParts } from '../parts.ts';
import { netFigure } from '../return/figure.ts';
import { netMeasure } from '../return/measure.ts';
import { approversOf, readReturn, teamName } from '../return/read.ts';
import { figureSchema, figureWire, logRangeSchema } from './wire.ts';

const operation = operationsOf<Principal>('intelligence');
const range = z.object({ low: z.number(), mid: z.number(), high: z.number() });
const by = z.object({ id: z.string(), kind: z.enum(['person', 'app']), displayName: z.string() });
const paidBack = z.string().nullable().describe('The Monday of the week; null: not yet.');
const itemSchema = z.object({
  model: valueModelShape,
  path: z.string(),
  digest: z.string(),
  since: z.string().describe('In force since.'),
  approved: z.array(z.object({ by, at: z.string(), entry: z.string() })),
  scenario: z.boolean().describe('Grade E: in no total.'),
  haircut: z.number().describe('What of the value is believed, by the grade of its evidence.'),
  weeks: z.array(z.string()),
  runs: z.number(),
  hiddenRuns: z.boolean().describe('Weeks that too few people ran are left out.'),
  accepted: z.object({ range, from: z.enum(['thumbs', 'assumed']), n: z.number() }),
  net: range.describe('US dollars, as everything below.'),
  modelsUsd: z.number().describe('List prices of tokens.'),
  declaredUsd: z.number(),
  return: range.nullable().describe('Net value / cost.'),
  perAccepted: z
    .object({ low: z.number(), mid: z.number(), high: z.number().nullable() })
    .nullable()
    .describe('Cost of one accepted answer.'),
  steps: z.object({
    saved: z.number(),
    review: z.number(),
    rework: z.number(),
    notAccepted: z.number(),
    notWork: z.number(),
    doubt: z.number(),
    value: z.number(),
  }),
  series: z.array(z.object({ week: z.string(), ...range.shape })).describe('Net value, added up.'),
  paidBack: z.object({ low: paidBack, mid: paidBack, high: paidBack }),
  tornado: z.array(z.object({ assumption: z.enum(valueAssumptions), low: z.number(), high: z.number() })),
  byPrompt: z.array(z.object({ name: z.string(), runs: z.number(), value: range })),
  byTeam: z.array(z.object({ name: z.string(), runs: z.number(), value: range })),
});

/** What use is worth. */
export function returnOperations(parts: IntelligenceParts): Operation<Principal>[] {
  return [
    operation({
      id: 'measure.return',
      method: 'get',
      path: '/api/v1/measures/return',
      summary: 'Read what use is worth, by value model: low, middle and high',
      description:
        'Everybody with a role on the organization who may read the library policy, where value models are in force; of prompts that one may see. Complete weeks only, and of them those in which enough people ran a prompt.',
      answer: {
        schema: z.object({
          measure: z.string(),
          smallestGroup: z.number(),
          log: logRangeSchema,
          total: figureSchema.nullable().describe('The same as on the overview. Null without a value model.'),
          unreadable: z.array(z.string()).describe('Files in force that cannot be read.'),
          items: z.array(itemSchema),
        }),
      },
      handle: async ({ principal }) => {
        const found = await readReturn(parts, principal);
        const { log, smallestGroup, unreadable } = found;
        const total = netFigure(found, log);
        return {
          ...{ measure: nameOf(netMeasure), smallestGroup, log, unreadable },
          total: total === null ? null : figureWire(total),
          items: await Promise.all(found.items.map((item) => itemWire(parts, principal, item))),
        };
      },
    }),
  ];
}

type Item = Awaited<ReturnType<typeof readReturn>>['items'][number];

async function itemWire(parts: IntelligenceParts, { organization }: Principal, item: Item) {
  const { model, file, cases, byTeam, weeks, ...rest } = item;
  const acts = await approversOf(parts, organization, file);
  const names = await parts.access.names(
    organization,
    acts.map((act) => act.by),
  );
  return {
    ...rest,
    model: { ...model, prompts: [...model.prompts], assumes: cases, costs: [...model.costs] },
    ...{ path: file.path, digest: file.digest, since: file.since.toISOString() },
    ...{ scenario: model.grade === 'E', weeks: [...weeks] },
    approved: acts.map(({ by: approver, at, entry }) => ({
      ...{ by: named(names, approver), at: at.toISOString(), entry },
    })),
    byTeam: await Promise.all(
      byTeam.map(async ({ team, ...one }) => ({ ...one, name: await teamName(parts, organization, team) })),
    ),
  };
}
